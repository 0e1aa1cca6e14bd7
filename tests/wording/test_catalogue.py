"""Words for people have one home: every key that is used exists, every key is used, and numbers agree."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

from mozaik.errors import InvalidInputError
from mozaik.wording import check_wording, read_catalogue, say, speaking
from mozaik.wording.catalogue import COUNT, english, placeholders_of
from mozaik.wording.po import read_po
from tests.house.support import SOURCE, modules, place
from tests.wording.pseudo import pseudo, pseudo_po

SAYING = {"say", "is_said"}
STORED = "_say_stored"
"""Says what files store in English; its first word is the beginning of the keys."""
IN_STORED = "(likeness|form|table|method|not_compared)\\..+"
WITHOUT_SENTENCES = (
    "release/rank.py", "release/telling.py", "figures/count.py", "figures/definitions.py",
    "figures/render.py", "records/custody.py", "wording/explain.py", "package/lead_words.py",
    "package/leads.py", "package/first.py",
    "package/content.py", "package/renderings/paper_pdf.py", "package/report/view.py",
    "package/report/rows.py", "package/report/sharing.py", "package/report/timeline.py",
)  # fmt: skip
"""Files whose words for people have moved to the catalogue."""


def said() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Where something is said, and a pattern of the keys that it may have."""
    for path, tree in modules():
        imported = {
            alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("mozaik.wording")
            for alias in node.names
        } & SAYING
        for node in ast.walk(tree):
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if isinstance(node, ast.Call) and called in imported:
                yield place(path, node), re.compile(_pattern(node.args[0]))
            if isinstance(node, ast.Call) and called == STORED:
                yield place(path, node), re.compile(_pattern(node.args[0]) + r"\.[^.]+")


def said_on_pages() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Where a page of the hub says something, and a pattern of the keys that it may have."""
    for path in sorted((SOURCE / "hub" / "pages").rglob("*.html")):
        for key, more in re.findall(r"say\('([^']+)'( ~ )?", path.read_text(encoding="utf-8")):
            yield path.name, re.compile(re.escape(key) + (".+" if more else ""))


def _pattern(key: ast.expr) -> str:
    if isinstance(key, ast.Constant):
        return re.escape(str(key.value))
    if isinstance(key, ast.JoinedStr) and ast.unparse(key.values[0]) == "{prefix}":
        return IN_STORED
    if isinstance(key, ast.JoinedStr):
        return "".join(
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+" for part in key.values
        )
    return "(?!)"


def test_every_key_that_is_said_exists() -> None:
    every = [*said(), *said_on_pages()]
    lost = [where for where, key in every if not any(key.fullmatch(known) for known in english())]
    assert lost == []


def test_every_key_is_said_somewhere() -> None:
    every = [*said(), *said_on_pages()]
    patterns = [key for _, key in every if key.pattern != IN_STORED]
    assert [known for known in english() if not any(key.fullmatch(known) for key in patterns)] == []


def test_no_key_stands_twice_and_every_text_uses_our_words() -> None:
    path = SOURCE / "wording" / "locale" / "mozaik.pot"
    keys = [entry.msgctxt for entry in polib.pofile(str(path))]
    assert len(keys) == len(set(keys))
    assert all(re.fullmatch(r"[a-z0-9_]+(\.[A-Za-z0-9_-]+)+", key) for key in keys)
    for message in english().values():
        assert check_wording(message.text) == check_wording(message.plural) == []


def test_a_catalogue_in_which_a_text_stands_twice_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "twice.po"
    entry = 'msgctxt "a.key"\nmsgid "A text."\nmsgstr "Besedilo."\n\n'
    path.write_text(entry.replace("a.key", "b.key") + entry, encoding="utf-8")
    assert len(read_po(path)) == 2
    path.write_text(entry * 2, encoding="utf-8")
    with pytest.raises(InvalidInputError, match="stands twice") as told:
        read_po(path)
    assert "line 5" in told.value.where


@pytest.mark.parametrize("key", [key for key, message in english().items() if message.plural])
def test_one_is_said_as_one_and_two_as_two(key: str) -> None:
    message = english()[key]
    assert placeholders_of(message.text) - {COUNT} == message.placeholders
    values = dict.fromkeys(message.placeholders, "x")
    assert say(key, count=1, **values) == message.text.format(count=1, **values)
    for count in (0, 2, 21):
        assert say(key, count=count, **values) == message.plural.format(count=count, **values)
        assert (str(count) in say(key, count=count, **values)) is (COUNT in placeholders_of(message.plural))


def prose(tree: ast.Module) -> Iterator[ast.Constant]:
    """Constants of three words or more that are no docstring, no query, and no part of an error."""
    left_out = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)
    } | {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Raise) and node.exc
        for part in ast.walk(node.exc)
    }  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in left_out:
            is_query = re.search(r"\b(SELECT|CREATE|INSERT|FROM)\b", node.value)
            if not is_query and re.search(r"[a-z]+ [a-z]+ [a-z]+", node.value):
                yield node


@pytest.mark.parametrize("name", WITHOUT_SENTENCES)
def test_no_sentence_for_people_stands_outside_the_catalogue(name: str) -> None:
    path = SOURCE / name
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [f"{place(path, node)} {node.value!r}" for node in prose(tree)] == []


def test_another_language_is_a_po_file(tmp_path: Path) -> None:
    catalogue = read_catalogue(pseudo_po(tmp_path), "xx")
    assert not catalogue.faults
    with speaking(catalogue):
        assert say("rank.own") == pseudo(english()["rank.own"].text) != english()["rank.own"].text
        counted = pseudo(english()["rank.unit"].plural)
        for form, count in enumerate((1, 2, 5)):
            assert say("rank.unit", count=count) == f"{counted}~{form}".format(count=count)
    assert say("rank.own") == english()["rank.own"].text


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"msgstr": ""}, "it is not translated"),
        ({"msgid": "you own it"}, "the English text has changed since"),
        ({"msgstr": "{who} holds it"}, "its placeholders differ"),
        ({"flags": ["fuzzy"]}, "it is marked fuzzy"),
        ({"obsolete": True}, "it is missing"),
    ],
)
def test_a_text_that_cannot_be_used_is_said_in_english_and_named(
    tmp_path: Path, change: dict[str, object], fault: str
) -> None:
    path = pseudo_po(tmp_path)
    po = polib.pofile(str(path))
    (entry,) = [entry for entry in po if entry.msgctxt == "rank.own"]
    for name, value in change.items():
        setattr(entry, name, value)
    po.save()
    catalogue = read_catalogue(path, "xx")
    assert catalogue.faults == {"rank.own": fault}
    with speaking(catalogue):
        assert say("rank.own") == english()["rank.own"].text


def test_a_catalogue_that_does_not_say_how_it_counts_is_refused(tmp_path: Path) -> None:
    path = pseudo_po(tmp_path)
    for header in ("", "nplurals=2; plural=import os;", "nplurals=x; plural=n"):
        po = polib.pofile(str(path))
        po.metadata["Plural-Forms"] = header
        po.save()
        with pytest.raises(InvalidInputError, match="how it counts"):
            read_catalogue(path, "xx")
    (tmp_path / "broken.po").write_bytes(b'msgid "\xff')
    with pytest.raises(InvalidInputError, match="cannot be read"):
        read_catalogue(tmp_path / "broken.po", "xx")
