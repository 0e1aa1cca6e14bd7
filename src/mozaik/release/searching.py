"""Searching what a reader is told: which hits say a text somewhere, in either script and in part.

The index is made of the view: of the values that its holders tell and of the rows that it tells in full,
and of nothing else. What the reader may not know is not in it, and is found as little as what is not there.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mozaik.errors import InvalidInputError
from mozaik.kinds import HitKind, ValueForm
from mozaik.names import latin_of, words_as_read
from mozaik.release.arrow import fetch
from mozaik.release.cut import Chosen, View
from mozaik.release.kept import engine_with_view
from mozaik.release.rows import rows_behind
from mozaik.release.view import Engine

SHORTEST, LONGEST = 3, 200
"""Letters of a question: fewer would name nearly all, and nobody types more."""
FEWEST_DIGITS, FEWEST_HEX = 4, 6
"""Digits of a part of a phone number, and of the beginning of a digest."""


class Form(StrEnum):
    """How a text is searched."""

    TEXT = "text"
    NAME = "name"
    PHONE = "phone"
    DIGEST = "digest"


_ROWS: Mapping[str, Mapping[str, str]] = {
    "files": {"sha256": "digest", "sha1": "digest", "md5": "digest", "path": "text", "container": "text"},
    "media": {
        "pdq": "digest",
        "sha256": "digest",
        "md5": "digest",
        "series": "text",
        "camera_serial": "text",
    },
    "entries": {"pdq": "digest", "sha256": "digest", "sha1": "digest", "md5": "digest", "series": "text"},
    "selectors": {"normal": "kind", "found": "kind", "path": "text"},
    "links": {"from_normal": "from_kind", "to_normal": "to_kind", "path": "text"},
    "persons": {"full_name": "name", "given_name": "name", "family_name": "name"},
    "person_facts": {"value": "selector_kind"},
}
"""The columns that are searched, and how, or the column that says which kind of selector each is."""

_OF_ROWS = """
SELECT DISTINCT place - 1 AS place, {form} AS form, {text} AS text
FROM (SELECT place, set_id, row_id FROM shown WHERE "table" = $table AND level = 2)
JOIN gathered_rows USING (set_id, row_id) WHERE "{column}" IS NOT NULL
"""
_OF_VALUES = """
SELECT DISTINCT place - 1 AS place, kind, value_kind,
       if(side = 'R' AND two_sided, right_value, left_value) AS value
FROM (SELECT place, side FROM shown WHERE level = 2 AND alone = 2) JOIN told USING (place)
JOIN hit_kinds USING (kind) WHERE value IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Index:
    """What is searched, once a view: texts in plain Latin, digits, digests, readings of the words of names.

    `digests` and `readings` are sorted; a number beside each leads to the places of the hits.
    """

    texts: pa.Array
    text_places: Sequence[Sequence[int]]
    digits: pa.Array
    digit_places: Sequence[Sequence[int]]
    digests: Sequence[str]
    digest_places: Sequence[Sequence[int]]
    readings: Sequence[tuple[str, int]]
    name_places: Sequence[Sequence[int]]


def search(view: View, question: str) -> Chosen:
    """Of each place of a view whether its hit says the text somewhere.

    A text is found inside another, in either script; the words of a name in any order and by how they sound;
    digits inside a phone number; a digest by its beginning. InvalidInputError for a question that is shorter
    than `SHORTEST` letters or longer than `LONGEST`.
    """
    text = " ".join(question.split()) if len(question) <= LONGEST else ""
    if len(text) < SHORTEST:
        raise InvalidInputError(
            "this cannot be searched for",
            why=f"it is shorter than {SHORTEST} letters or longer than {LONGEST}",
            remedy="write a part of a value, a name, a phone number or a digest",
        )
    index = view.lens.work.memory.once(("search", *view.lens.key), lambda: _index(view))
    places = {
        *_inside(index.texts, index.text_places, latin_of(text)),
        *_inside(index.digits, index.digit_places, _digits(text)),
        *_beginning(index, text.casefold()),
        *_sounding(index, text),
    }
    chosen: Chosen = np.zeros(view.total(), np.bool_)
    chosen[sorted(places)] = True
    return chosen


def _inside(texts: pa.Array, places: Sequence[Sequence[int]], part: str) -> Iterator[int]:
    if part:
        for number in pc.indices_nonzero(pc.match_substring(texts, part)).to_pylist():
            yield from places[number]


def _digits(text: str) -> str:
    """The digits of what is written as a part of a phone number, without what stands for a country's zero."""
    if not re.fullmatch(r"[0-9+()/. -]+", text):
        return ""
    digits = re.sub(r"[^0-9]", "", text)
    digits = digits.removeprefix("00") if digits.startswith("00") else digits.removeprefix("0")
    return digits if len(digits) >= FEWEST_DIGITS else ""


def _beginning(index: Index, text: str) -> Iterator[int]:
    if len(text) >= FEWEST_HEX and re.fullmatch(r"[0-9a-f]+", text):
        for number in range(bisect_left(index.digests, text), len(index.digests)):
            if not index.digests[number].startswith(text):
                return
            yield from index.digest_places[number]


def _sounding(index: Index, text: str) -> Iterator[int]:
    """The places of the names in which each word of a text sounds like a word, or like its beginning."""
    if not re.fullmatch(r"[^\W\d_]+(?:[ .,'-]+[^\W\d_]+)*\.?", unicodedata.normalize("NFC", text)):
        return
    names: set[int] | None = None
    for readings in words_as_read(text):
        fitting = {name for reading in readings for name in _names_with(index, reading)}
        names = fitting if names is None else names & fitting
    for name in names or ():
        yield from index.name_places[name]


def _names_with(index: Index, reading: str) -> Iterator[int]:
    for number in range(bisect_left(index.readings, (reading, -1)), len(index.readings)):
        known, name = index.readings[number]
        if not known.startswith(reading):
            return
        yield name


def _index(view: View) -> Index:
    entries: dict[Form, dict[str, set[int]]] = {form: defaultdict(set) for form in Form}
    with engine_with_view(view) as engine:
        for place, form, text in (*_values(engine), *_rows(engine, view)):
            entries[form][text].add(place)
    texts: dict[str, set[int]] = defaultdict(set)
    for form in (Form.TEXT, Form.NAME, Form.PHONE):
        for text, places in entries[form].items():
            texts[latin_of(text)] |= places
    digits: dict[str, set[int]] = defaultdict(set)
    for text, places in entries[Form.PHONE].items():
        digits[re.sub(r"[^0-9]", "", text)] |= places
    digests = dict(sorted(entries[Form.DIGEST].items()))
    names = list(entries[Form.NAME])
    readings = {(reading, number) for number, name in enumerate(names) for reading in _all_readings(name)}
    return Index(
        pa.array(list(texts), pa.string()), _lists(texts),
        pa.array(list(digits), pa.string()), _lists(digits),
        list(digests), _lists(digests), sorted(readings), _lists(entries[Form.NAME]),
    )  # fmt: skip


def _all_readings(name: str) -> Iterable[str]:
    return frozenset().union(*words_as_read(name))


def _lists(places: Mapping[str, set[int]]) -> Sequence[Sequence[int]]:
    return [tuple(held) for held in places.values()]


def _values(engine: Engine) -> Iterator[tuple[int, Form, str]]:
    """The values that are told."""
    for row in fetch(engine, _OF_VALUES).to_pylist():
        kind = HitKind(row["kind"])
        form = Form.DIGEST if kind.behaviour.form is ValueForm.HEX else _form_of(row["value_kind"])
        yield row["place"], form, kind.value_text(row["value"])


def _rows(engine: Engine, view: View) -> Iterator[tuple[int, Form, str]]:
    """What stands in the rows that are told in full."""
    for table, rows in rows_behind(view.lens.work).items():
        engine.register("gathered_rows", rows.table)
        for column, how in _ROWS.get(table, {}).items():
            is_digest, named = how == "digest", how in set(Form)
            query = _OF_ROWS.format(
                column=column,
                form=f"'{how}'" if named else f'"{how}"',
                text=f'lower(hex("{column}"))' if is_digest else f'"{column}"',
            )
            for place, form, text in engine.execute(query, {"table": table}).fetchall():
                yield place, Form(form) if named else _form_of(form), text
        engine.unregister("gathered_rows")


def _form_of(kind: str | None) -> Form:
    """How a value of a kind of selector, or a name, is searched."""
    return Form(kind) if kind in (Form.PHONE, Form.NAME) else Form.TEXT
