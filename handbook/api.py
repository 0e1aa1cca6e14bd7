"""One page a room: what it decides, and its public names with signature and docstring, read from the source.

Nothing is imported: the pages are made of the syntax trees, so that they say what stands there.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from inspect import cleandoc
from pathlib import Path

from handbook.gather import Navigation

_GROUND = "ground"


@dataclass(frozen=True, slots=True)
class Room:
    """A room or a module of the ground: its name, its source files, and the names that others may use."""

    name: str
    doc: str
    names: tuple[str, ...]
    origins: dict[str, str]
    """Of each imported name, the module that it comes from."""


def room_pages(source: Path, pages: Path) -> Navigation:
    """Write a page for each room and one for the ground below `pages`; the navigation over them."""
    folder = pages / "rooms"
    folder.mkdir(parents=True)
    rooms = [
        _room(source / path.name) for path in sorted(source.iterdir()) if (path / "__init__.py").is_file()
    ]
    for room in rooms:
        _write(folder / f"{room.name}.md", _page(room, source))
    modules = [path for path in sorted(source.glob("*.py")) if path.name != "__init__.py"]
    _write(folder / f"{_GROUND}.md", _ground_page(modules))
    _write(folder / "index.md", _index(rooms, modules))
    listed: Navigation = [{room.name: f"rooms/{room.name}.md"} for room in rooms]
    return [{"All rooms": "rooms/index.md"}, *listed, {"The ground": f"rooms/{_GROUND}.md"}]


def _room(folder: Path) -> Room:
    tree = _tree(folder / "__init__.py")
    origins = {
        alias.asname or alias.name: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("mozaik.")
        for alias in node.names
    }
    return Room(folder.name, ast.get_docstring(tree) or "", tuple(_public(tree)), origins)


def _public(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            yield from sorted(ast.literal_eval(node.value), key=str.lower)


def _page(room: Room, source: Path) -> str:
    own = [name for name in room.names if room.origins.get(name, "").startswith(f"mozaik.{room.name}.")]
    passed = [name for name in room.names if name not in own and name in room.origins]
    parts = [f"# Room `{room.name}`", room.doc]
    parts += [_described(name, _found(name, room.origins[name], source)) for name in own]
    if passed:
        listed = "\n".join(f"- `{name}`, of {_linked(room.origins[name], source)}" for name in passed)
        parts.append(f"## What it passes on from other rooms\n\n{listed}")
    if not room.names:
        parts.append("Nothing of it is called from outside but by the command line.")
    return "\n\n".join(parts)


def _linked(module: str, source: Path) -> str:
    name = module.split(".")[1]
    return f"[{name}]({name}.md)" if (source / name).is_dir() else f"[{name}]({_GROUND}.md)"


def _ground_page(modules: list[Path]) -> str:
    parts = ["# The ground", "Modules below all rooms, each the one home of what everybody needs."]
    for path in modules:
        tree = _tree(path)
        parts += [f"## Module `{path.stem}`", ast.get_docstring(tree) or ""]
        nodes = [node for node in tree.body if _name_of(node) and not _name_of(node).startswith("_")]
        parts += [_described(_name_of(node), (node, _doc_after(tree, node)), "###") for node in nodes]
    return "\n\n".join(parts)


def _index(rooms: list[Room], modules: list[Path]) -> str:
    rows = [f"| [{room.name}]({room.name}.md) | {_first_line(room.doc)} |" for room in rooms]
    names = ", ".join(f"`{path.stem}`" for path in modules)
    table = ["| room | what it decides |", "|---|---|", *rows, f"| [the ground]({_GROUND}.md) | {names} |"]
    words = "A room decides one thing. Its page has its public names; everything else in it is its own."
    return "\n\n".join(["# The rooms", words, "\n".join(table)])


def _first_line(doc: str) -> str:
    return " ".join(doc.partition("\n\n")[0].split()).replace("|", "\\|")


def _found(name: str, module: str, source: Path) -> tuple[ast.stmt | None, str]:
    """Where a name is defined, followed through modules that pass it on, and its docstring."""
    place = source.joinpath(*module.split(".")[1:])
    if (place / f"{name}.py").is_file():
        return None, ast.get_docstring(_tree(place / f"{name}.py")) or ""
    path = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    tree = _tree(path)
    for node in tree.body:
        if _name_of(node) == name:
            return node, _doc_after(tree, node)
        if isinstance(node, ast.ImportFrom) and any(
            (each.asname or each.name) == name for each in node.names
        ):
            return _found(name, node.module or "", source)
    return None, ""


def _name_of(node: ast.stmt) -> str:
    match node:
        case ast.FunctionDef() | ast.ClassDef():
            return node.name
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name
    return ""


def _doc_after(tree: ast.Module | ast.ClassDef, node: ast.stmt) -> str:
    """The docstring of a function or class, or the text below a constant."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return ast.get_docstring(node) or ""
    below = tree.body[tree.body.index(node) + 1 :][:1]
    match below:
        case [ast.Expr(value=ast.Constant(value=str(text)))]:
            return cleandoc(text)
    return ""


def _described(name: str, found: tuple[ast.stmt | None, str], heading: str = "##") -> str:
    node, doc = found
    parts = [f"{heading} `{name}`"]
    match node:
        case ast.FunctionDef():
            parts.append(_code(_signature(node)))
        case ast.ClassDef():
            parts.append(_code(_class_text(node)))
        case ast.AnnAssign():
            parts.append(_code(f"{name}: {ast.unparse(node.annotation)}"))
    parts.append(doc)
    if isinstance(node, ast.ClassDef):
        parts += [_method(method) for method in _methods(node)]
    return "\n\n".join(part for part in parts if part)


def _signature(node: ast.FunctionDef) -> str:
    """The signature, one parameter a line where it is long."""
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    short = f"def {node.name}({ast.unparse(node.args)}){returns}"
    if len(short) <= 80:
        return short
    whole = node.args
    stars = [f"*{ast.unparse(whole.vararg)}"] if whole.vararg else ["*"] if whole.kwonlyargs else []
    plain = [*whole.posonlyargs, *whole.args]
    defaults = [None] * (len(plain) - len(whole.defaults)) + list(whole.defaults)
    lines = [_parameter(each, default) for each, default in zip(plain, defaults, strict=True)] + stars
    lines += [
        _parameter(each, value) for each, value in zip(whole.kwonlyargs, whole.kw_defaults, strict=True)
    ]
    lines += [f"**{ast.unparse(whole.kwarg)}"] if whole.kwarg else []
    body = "".join(f"    {line},\n" for line in lines)
    return f"def {node.name}(\n{body}){returns}"


def _parameter(parameter: ast.arg, default: ast.expr | None) -> str:
    return ast.unparse(parameter) + (f" = {ast.unparse(default)}" if default is not None else "")


def _class_text(node: ast.ClassDef) -> str:
    bases = ", ".join(map(ast.unparse, node.bases))
    fields = [
        f"    {ast.unparse(each)}" for each in node.body
        if isinstance(each, ast.AnnAssign | ast.Assign) and not _name_of(each).startswith("_")
    ]  # fmt: skip
    return "\n".join([f"class {node.name}{f'({bases})' if bases else ''}", *fields])


def _methods(node: ast.ClassDef) -> Iterator[ast.FunctionDef]:
    for each in node.body:
        if isinstance(each, ast.FunctionDef) and not each.name.startswith("_"):
            yield each


def _method(node: ast.FunctionDef) -> str:
    is_field = any(ast.unparse(mark) == "property" for mark in node.decorator_list)
    text = f"{node.name}: {ast.unparse(node.returns)}" if is_field and node.returns else _signature(node)
    return f"{_code(text)}\n\n{ast.get_docstring(node) or ''}"


def _code(text: str) -> str:
    return f"```python\n{text}\n```"


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _write(path: Path, text: str) -> None:
    path.write_text(f"{text}\n", encoding="utf-8")
