"""Rooms whose names are loaded when somebody asks for them (PEP 562): a small command loads a small part.

The `__init__.py` of such a room writes its imports as ever, under `if TYPE_CHECKING:`, where type checkers
and the import contracts read them, and below it `else: __getattr__ = loaded_when_asked(__name__, __file__)`.
"""

import ast
import os
import sys
from collections.abc import Callable
from importlib import import_module
from importlib.abc import MetaPathFinder
from pathlib import Path


def loaded_when_asked(room: str, file: str) -> Callable[[str], object]:
    """The `__getattr__` of a room: the module that holds a name is loaded, and all its names are kept.

    A name of the room is never the name of one of its modules: whichever was loaded last would win.
    """
    module_of = names_in(Path(file))

    def load(name: str) -> object:
        if name not in module_of:
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        module = import_module(module_of[name])
        kept = {each: getattr(module, each) for each, place in module_of.items() if place == module.__name__}
        vars(sys.modules[room]).update(kept)
        return kept[name]

    return load


def leave_out_threads() -> None:
    """Spare a process the threads that numpy's OpenBLAS starts when it is loaded, and we never use.

    They cost 0.1 s of processor time on two cores, more on more. Who sets the variable is obeyed.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def leave_out_pandas() -> None:
    """Spare a process the 0.4 s of pandas: pyarrow looks for it at its first array, and we never use it."""
    sys.meta_path.insert(0, _NoPandas())


class _NoPandas(MetaPathFinder):
    """Finds that there is no pandas."""

    def find_spec(self, fullname: str, path: object, target: object = None) -> None:
        """ModuleNotFoundError for pandas; of any other module it knows nothing."""
        if fullname == "pandas":
            raise ModuleNotFoundError("pandas is not used here", name=fullname)


def names_in(file: Path) -> dict[str, str]:
    """The module of each name that a room's file imports under `if TYPE_CHECKING:`."""
    blocks = (node for node in ast.parse(file.read_bytes()).body if isinstance(node, ast.If))
    imports = (line for block in blocks for line in block.body if isinstance(line, ast.ImportFrom))
    return {each.name: line.module for line in imports if line.module for each in line.names}
