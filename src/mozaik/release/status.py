"""Where each hit stands for a reader: only judgements about a pair that the reader sees count.

A judgement is about the pairs that its judge sees. It counts for a reader who sees one of these pairs too;
so a judgement of pairs with a holder that is silent to the reader leaves no trace. Of one person the last
word counts; two persons who differ make the hit disputed. A judgement lies over a view and never changes it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from mozaik.release.cut import View
from mozaik.release.model import Status, Verdict
from mozaik.release.references import reference_of
from mozaik.release.said import acknowledged_by, verdicts
from mozaik.release.view import Engine, Lens, Row, level_of
from mozaik.terms import Disclosure, Reader, Use

Cell = tuple[str, str, str, bool]
"""A holder as it pairs: its side, authority and unit, and whether it is an entry of a list."""

Sees = Callable[[int], bool]
"""Whether somebody sees facts under terms, by their key."""


def status_of(view: View, hits: Sequence[Row], holders: Sequence[Sequence[Row]]) -> dict[bytes, Status]:
    """Where those hits stand that somebody judged, as the reader may know; `holders` are those of each."""
    spoken = verdicts(view.lens.work, view.lens.reader)
    eyes: dict[str, Sees] = {}
    statuses = {}
    for hit, behind in zip(hits, holders, strict=True):
        if judged := spoken.get(hit["hit_id"]):
            heard = set()
            for judge in {person.authority for person in judged}:
                sees = eyes.setdefault(judge, _eyes_of(view.lens, judge))
                if judge == view.lens.reader or (not hit["is_bare"] and _is_about_a_pair(behind, sees)):
                    heard |= {verdict for person, verdict in judged.items() if person.authority == judge}
            if heard:
                statuses[hit["hit_id"]] = _status(heard)
    return statuses


def judged_hits(view: View) -> list[tuple[Row, Status]]:
    """The hits of the view that somebody judged, with where they stand, as `status_of`."""
    lens = view.lens
    spoken = verdicts(lens.work, lens.reader)
    codes = (reference_of(lens.work.key, lens.reader, hit_id).hex() for hit_id in spoken)
    hits = view.hits_at(sorted(place for code in codes for place in view.places_between(code, code)))
    statuses = status_of(view, hits, view.holders_of(hits))
    return [(hit, statuses[hit["hit_id"]]) for hit in hits if hit["hit_id"] in statuses]


def load_status(engine: Engine, view: View) -> None:
    """Leave the table `status(hit_id, status)` in the engine: the judged hits as the reader may know."""
    judged = judged_hits(view)
    engine.execute("CREATE TEMP TABLE status (hit_id BLOB, status VARCHAR)")
    engine.execute(
        "INSERT INTO status (hit_id, status) SELECT unnest($hits), unnest($statuses)",
        {"hits": [hit["hit_id"] for hit, _ in judged], "statuses": [str(status) for _, status in judged]},
    )


def _status(heard: set[Verdict]) -> Status:
    if len(heard) > 1:
        return Status.DISPUTED
    return Status.CONFIRMED if Verdict.CONFIRM in heard else Status.REJECTED


def _eyes_of(lens: Lens, judge: str) -> Sees:
    """What a judge sees on the reader's day, as one who takes part: what it judged stays when it leaves."""
    reader, acknowledged = Reader(judge, takes_part=True), acknowledged_by(lens.work, lens.reader, judge)
    seen: dict[int, bool] = lens.work.memory.once(("eyes", judge, acknowledged, lens.key), dict)

    def sees(terms_key: int) -> bool:
        if terms_key not in seen:
            stated = lens.stated[terms_key]
            level = level_of(stated, reader, Use.ANALYSIS, lens.on, stated.note in acknowledged)
            seen[terms_key] = level > Disclosure.SILENT
        return seen[terms_key]

    return sees


def _is_about_a_pair(holders: Iterable[Row], sees: Sees) -> bool:
    """Whether two of the reader's holders that the judge sees too pair."""
    return have_pair(
        (row["side"], row["authority"], row["unit"], row["is_list"])
        for row in holders
        if sees(row["terms_key"]) and (row["support_terms_key"] is None or sees(row["support_terms_key"]))
    )


def have_pair(holders: Iterable[Cell]) -> bool:
    """Whether any two holders pair, as `mozaik.terms.pairs` says it of two.

    Counted as in `view.py`: the steps grow with the holders, not with their square.
    """
    cells = set(holders)
    all_cells, items = _Counted(cells), _Counted(cell for cell in cells if not cell[3])
    return any((items if cell[3] else all_cells).partners(cell) for cell in cells)


class _Counted:
    """Cells counted by unit, by side, and by both, so that the partners of each are known in one step."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        self.everything: Counter[tuple[object, ...]] = Counter()
        for side, authority, unit, _ in cells:
            self.everything.update(((), ("unit", authority, unit)))
            if side:
                self.everything.update((("side", side), ("both", side, authority, unit)))

    def partners(self, cell: Cell) -> int:
        """How many of the cells pair with a cell: of another unit, and of another side where it has one."""
        side, authority, unit, _ = cell
        count = self.everything
        same_side = count["side", side] - count["both", side, authority, unit] if side else 0
        return count[()] - count["unit", authority, unit] - same_side
