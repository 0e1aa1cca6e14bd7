"""Pointers: facts that name a reader's country, told at the level their owners disclose to that reader.

A phone prefix, an e-mail domain of a country, an account number or a declared residence can point to a
country whose authorities hold nothing themselves: for them no hit can exist, and still there is something
to do. A pointer is not a hit: nobody has compared or judged anything. The rule of levels is the same, and it
is applied in the engine, before a value leaves it; every reading is logged first.

Web and onion addresses are left out: they say where a name was registered, not where a person is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mozaik.errors import InvalidInputError
from mozaik.kinds import SetKind
from mozaik.parties import Authority, is_country
from mozaik.release.asking import Asking
from mozaik.release.cut import View
from mozaik.release.detail import conditions_of
from mozaik.release.kept import engine_with_view
from mozaik.release.log import record
from mozaik.release.model import ReleasedHolder
from mozaik.release.pointed import make_pointed
from mozaik.release.pointing import contributions, point
from mozaik.release.references import reference_text, ticket_text
from mozaik.release.rows import read_fields
from mozaik.release.status import load_status
from mozaik.release.view import Engine, Lens, Row, rows_of
from mozaik.release.viewing import lens_for
from mozaik.release.work import Work
from mozaik.terms import Disclosure, Handling, union_handling, worst_grade

_HOLDS = """
SELECT 1 FROM read_parquet($paths, union_by_name = true, filename = true)
WHERE terms_id IN (SELECT terms_id FROM stated WHERE set_id = $set_id) AND filename NOT LIKE '%/terms.parquet'
LIMIT 1
"""
"""Whether any row of a set is visible: terms without a row tell of nobody."""

_TOLD = """
SELECT *, reference_of(pointer_id) AS reference FROM pointed
ORDER BY noisy, kind = 'email', authorities DESC, level DESC, reference
"""

_FULL = """
SELECT *, [terms_key] AS terms_keys FROM pointing
WHERE level = 2 AND country = $country AND authority <> $reader
  AND pointer_id IN (SELECT pointer_id FROM pointed)
"""

_FOLDED = """
SELECT pointer_id, authority, list(DISTINCT terms_key) AS terms_keys FROM pointing
WHERE level = 1 AND country = $country AND authority <> $reader
  AND pointer_id IN (SELECT pointer_id FROM pointed)
GROUP BY pointer_id, authority
"""

_COUNTRIES = """
SELECT country, count(DISTINCT pointer_id) AS pointers FROM pointing WHERE level = 2 AND NOT noisy
GROUP BY country ORDER BY country
"""


@dataclass(frozen=True, slots=True)
class Pointer:
    """One fact that names the reader's country, with its holders as told.

    `reference` is the reader's own name for it, `P-...`; `kind` a kind of selector or `residence`; `value`
    is told where one holder is full (never a name); `noisy` says, of a value that is told, that it alone
    proves little; `hit` is the reference of the reader's own hit of that value, which nobody has settled;
    `keep_until` the earliest last day of its holders.
    """

    reference: str
    kind: str
    value: str | None
    noisy: bool
    hit: str | None
    holders: tuple[ReleasedHolder, ...]
    handling: tuple[Handling, ...]
    grade: str
    keep_until: date


@dataclass(frozen=True, slots=True)
class PointerCountries:
    """How many facts point to which country, and who contributed; both as the reader sees it."""

    pointers: Mapping[str, int]
    contributors: tuple[Authority, ...]


def pointers_to(view: View, country: str) -> tuple[Pointer, ...]:
    """The facts that point to `country`, as the reader of a view may know them; its own are left out."""
    with engine_with_view(view) as engine:
        load_status(engine, view)
        point(engine, view.lens)
        return _told(engine, view.lens, country)


def read_pointer_countries(work: Work, asking: Asking) -> PointerCountries:
    """How many facts that the reader sees in full point to which country; noisy values are not counted.

    Logged in the reader's chain. Raises as `read_hits`.
    """
    lens = lens_for(work, asking)
    with work.engine() as engine:
        point(engine, lens)
        counts = {row["country"]: int(row["pointers"]) for row in rows_of(engine, _COUNTRIES)}
        contributors = _contributors(engine, work)
    record(work, asking, "read-pointer-countries", {"countries": sorted(counts)})
    return PointerCountries(counts, contributors)


def require_country(country: str) -> None:
    """InvalidInputError unless the text is a country such as AT."""
    if not is_country(country):
        raise InvalidInputError("not a country", remedy="give two capital letters, such as AT")


def _contributors(engine: Engine, work: Work) -> tuple[Authority, ...]:
    """The authorities of whose contributions the reader sees any row."""
    contributors = set()
    for row in contributions(engine, work):
        tables = Path(work.table(row["set_id"], "terms")).with_name("*.parquet")
        if engine.execute(_HOLDS, {"paths": str(tables), "set_id": row["set_id"]}).fetchone():
            contributors.add(Authority(row["authority"]))
    return tuple(sorted(contributors))


def _told(engine: Engine, lens: Lens, country: str) -> tuple[Pointer, ...]:
    values = {"country": country, "reader": lens.reader}
    make_pointed(engine, lens.reader, country)
    holders: dict[bytes, list[ReleasedHolder]] = {}
    full = rows_of(engine, _FULL, values)
    fields = read_fields(engine, lens.work, full)
    for row in full:
        holder = ReleasedHolder(
            authority=Authority(row["authority"]), set_kind=SetKind.CONTRIBUTION, level=Disclosure.FULL,
            own=False,
            table=row["table"], unit=row["unit"],
            value=None if row["kind"] == "residence" else row["value"],
            fields=fields[row["set_id"], row["table"], row["row_id"]],
            **conditions_of(row["terms_keys"], lens, Disclosure.FULL),
        )  # fmt: skip
        holders.setdefault(row["pointer_id"], []).append(holder)
    for row in rows_of(engine, _FOLDED, values):
        holder = ReleasedHolder(
            authority=Authority(row["authority"]), set_kind=SetKind.CONTRIBUTION, level=Disclosure.HIT,
            own=False,
            ticket=ticket_text(lens.work.key, lens.reader, row["authority"], row["pointer_id"]),
            **conditions_of(row["terms_keys"], lens, Disclosure.HIT),
        )  # fmt: skip
        holders.setdefault(row["pointer_id"], []).append(holder)
    return tuple(_pointer(row, holders[row["pointer_id"]]) for row in rows_of(engine, _TOLD))


def _pointer(row: Row, holders: list[ReleasedHolder]) -> Pointer:
    return Pointer(
        reference=reference_text(bytes.fromhex(row["reference"])).replace("H-", "P-", 1),
        kind=row["kind"],
        value=row["value"],
        noisy=row["noisy"],
        hit=None if row["hit"] is None else reference_text(bytes.fromhex(row["hit"])),
        holders=tuple(sorted(holders, key=_order)),
        handling=tuple(sorted(union_handling(frozenset(holder.handling) for holder in holders))),
        grade=worst_grade(holder.grade for holder in holders),
        keep_until=min(holder.keep_until for holder in holders),
    )


def _order(holder: ReleasedHolder) -> tuple[object, ...]:
    return (
        holder.authority, -holder.level, holder.table or "", repr(sorted((holder.fields or {}).items())),
        holder.handling, holder.grade, holder.keep_until,
    )  # fmt: skip
