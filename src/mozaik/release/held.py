"""Asking about one picture or digest: who holds it or something near, of all that is held.

The question is the reader's own fact, as if it had sealed it: of what others hold it learns what their terms
disclose to it. Held in full is told row by row with the distance; hit level tells for each authority that it
holds a match, and not how many nor how near; silent rows are as those that are not there.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import pyarrow.parquet as pq

from mozaik.errors import InvalidInputError
from mozaik.kinds import HitKind
from mozaik.media import DIHEDRAL_FORMS, near_picture
from mozaik.release.asking import Asking
from mozaik.release.coverage import read_coverage
from mozaik.release.detail import folded, folded_holder, full_holder
from mozaik.release.digests import rows_with_digest
from mozaik.release.log import record
from mozaik.release.model import Coverage, ReleasedHolder
from mozaik.release.pictures import held_pictures
from mozaik.release.places import Places, places_in
from mozaik.release.rows import read_fields
from mozaik.release.view import Lens, Row
from mozaik.release.viewing import lens_for
from mozaik.release.work import Work
from mozaik.terms import Disclosure, Use

DIGESTS: Mapping[int, str] = {16: "md5", 20: "sha1", 32: "sha256"}
"""The kind of a digest by its length in bytes."""
PICTURE_BYTES = 32
MOST_TOLD = 50
"""Values in full in one answer, unless more are asked for."""


class Asked(StrEnum):
    """What a question is about."""

    PICTURE = "picture"
    DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class Question:
    """A picture by its PDQ (32 bytes), or a file by its MD5, SHA-1 or SHA-256; else InvalidInputError."""

    asked: Asked
    value: bytes

    def __post_init__(self) -> None:
        fits = len(self.value) in DIGESTS if self.asked is Asked.DIGEST else len(self.value) == PICTURE_BYTES
        if not fits:
            raise InvalidInputError(
                f"this is no {self.asked} to search for",
                why="a PDQ or SHA-256 has 64 hex digits, a SHA-1 40, an MD5 32",
                remedy="give the whole hash in hexadecimal digits",
            )

    @property
    def value_kind(self) -> str:
        """The kind of its value, as hits name it."""
        return "pdq" if self.asked is Asked.PICTURE else DIGESTS[len(self.value)]


@dataclass(frozen=True, slots=True)
class HeldValue:
    """A value that somebody holds and tells in full: in hex, with its holders.

    `distance` is how many of 256 bits differ from the picture asked about, turned as `transform` says; both
    are None of a digest, which is equal.
    """

    value: str
    distance: int | None
    transform: str | None
    holders: tuple[ReleasedHolder, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """The answer: what is told in full, nearest first, and who holds a match and tells no more.

    `total` counts the values in full, of which `values` has the nearest.
    """

    reader: str
    use: Use
    operation: str
    edition: str
    synthetic: bool
    asked: Asked
    total: int
    values: tuple[HeldValue, ...]
    others: tuple[ReleasedHolder, ...]
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class _Match:
    """A held value at a distance, with those of its rows that the reader may know, each with its level."""

    value: bytes
    distance: int | None
    transform: str | None
    rows: Sequence[Row]


def search_held(work: Work, asking: Asking, question: Question, limit: int = MOST_TOLD) -> Held:
    """Who holds a picture, or one near it, or a file: the nearest `limit` values, and how many there are.

    It is logged in the reader's chain before it is told. Terms count on the day of asking. Raises as
    `read_hits`.
    """
    lens = lens_for(work, asking)
    matches = list(_matches(lens, question))
    full = [match for match in matches if any(row["level"] == Disclosure.FULL for row in match.rows)]
    full.sort(key=lambda match: (match.distance or 0, match.value))
    told = tuple(_told(lens, question, full[:limit]))
    others = tuple(_others(lens, question, matches))
    details = {"asked": str(question.asked), "values": len(full), "others": len(others)}
    record(work, asking, "search-held", details)
    described = work.description
    return Held(
        reader=lens.reader, use=lens.use, operation=described.operation, edition=described.edition,
        synthetic=described.synthetic, asked=question.asked, total=len(full), values=told, others=others,
        coverage=_coverage(lens),
    )  # fmt: skip


def _matches(lens: Lens, question: Question) -> Iterator[_Match]:
    owners = _owners(lens.work)
    if question.asked is Asked.DIGEST:
        rows = list(_known(lens, owners, rows_with_digest(lens.work, question.value_kind, question.value)))
        if rows:
            yield _Match(question.value, None, None, rows)
        return
    distance, threads = lens.work.description.parameters["distance"], len(os.sched_getaffinity(0))
    matches: dict[bytes, _Match] = {}
    for held in held_pictures(lens.work):
        near = near_picture(question.value, held.codes, distance, threads=threads)
        for number, apart, form in zip(near.rows, near.distance, near.form, strict=True):
            rows = list(_known(lens, owners, held.holders(int(number))))
            value = held.value(int(number))
            if rows and value in matches:
                rows = [*matches[value].rows, *rows]
            if rows:
                matches[value] = _Match(value, int(apart), DIHEDRAL_FORMS[form], rows)
    yield from matches.values()


def _owners(work: Work) -> Mapping[str, Row]:
    """Authority and kind of each set."""

    def look() -> Mapping[str, Row]:
        rows = pq.read_table(work.part("sets"), columns=["set_id", "authority", "set_kind"]).to_pylist()
        return {row["set_id"]: row for row in rows}

    return work.memory.once("owners", look)


def _known(lens: Lens, owners: Mapping[str, Row], rows: Iterable[Row]) -> Iterator[Row]:
    """The rows that the reader may know, as holders of a hit that the question makes."""
    for row in rows:
        level = lens.levels.get(row["terms_key"], Disclosure.SILENT)
        if level > Disclosure.SILENT:
            owner = owners[row["set_id"]]
            yield {
                **row, **owner, "level": level, "alone": Disclosure.FULL,
                "side": "", "terms_keys": {row["terms_key"]},
            }  # fmt: skip


def _told(lens: Lens, question: Question, matches: Sequence[_Match]) -> Iterator[HeldValue]:
    full = [row for match in matches for row in match.rows if row["level"] == Disclosure.FULL]
    if not full:
        return
    keys = {(row["set_id"], row["table"], row["row_id"]) for row in full}
    with lens.work.engine() as engine:
        fields, places = read_fields(engine, lens.work, full), places_in(engine, lens, keys)
    for match in matches:
        hit = _as_hit(question, match.value)
        holders = []
        for row in match.rows:
            if row["level"] == Disclosure.FULL:
                about = row["set_id"], row["table"], row["row_id"]
                holders.append(full_holder(row, hit, fields[about], places.get(about, Places()), lens))
        holders.sort(key=lambda holder: (not holder.own, holder.authority, holder.set_kind, repr(holder)))
        yield HeldValue(match.value.hex(), match.distance, match.transform, tuple(holders))


def _others(lens: Lens, question: Question, matches: Sequence[_Match]) -> Iterator[ReleasedHolder]:
    """One for each authority and kind of set that holds something at hit level, whatever and how often."""
    rows = [row for match in matches for row in match.rows]
    hit = _as_hit(question, question.value)
    told = [folded_holder(row, hit, lens) for row in folded(rows)]
    yield from sorted(told, key=lambda holder: (holder.authority, holder.set_kind))


def _as_hit(question: Question, value: bytes) -> Row:
    """What a hit on a value would be; the ticket of one asks about the value that was searched for."""
    kind = HitKind.PICTURE if question.asked is Asked.PICTURE else HitKind.DIGEST
    text = f"{kind}|{question.value_kind}|{value.hex()}||"
    hit_id = hashlib.sha256(text.encode()).digest()[:16]
    return {"hit_id": hit_id, "kind": kind, "left_value": value, "right_value": None}


def _coverage(lens: Lens) -> Coverage:
    def look() -> Coverage:
        with lens.work.engine() as engine:
            return read_coverage(engine, lens)

    return lens.work.memory.once(("coverage", *lens.key), look)
