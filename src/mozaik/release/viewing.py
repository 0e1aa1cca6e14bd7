"""Through whose eyes WORK is looked at: the lens of who asks."""

from collections.abc import Sequence
from dataclasses import replace

from mozaik.acts import TermsAmended, amendments_in_force
from mozaik.release.amended import amended_sets, opened_rows
from mozaik.release.asking import Asking, admit_reader
from mozaik.release.said import acknowledged_by
from mozaik.release.view import Lens, lens_of, read_terms
from mozaik.release.work import Work
from mozaik.terms import Disclosure


def lens_for(work: Work, asking: Asking) -> Lens:
    """The lens of who asks, on the day of asking; worked out once for as long as nobody amends terms.

    Raises as `admit_reader`, and RefusedError where the reader's own chain cannot be believed.
    """
    admit_reader(work, asking)
    acknowledged = acknowledged_by(work, asking.authority, asking.authority)
    amendments = amendments_in_force(work.acts)
    who, use, day = asking.reader, asking.use, asking.day
    names = tuple(amended.id for amended in amendments)

    def look() -> Lens:
        return _lens(work, asking, acknowledged, amendments)

    return work.memory.once(("lens", who, use, day, acknowledged, names), look)


def _lens(
    work: Work,
    asking: Asking,
    acknowledged: frozenset[tuple[str, str]],
    amendments: Sequence[TermsAmended],
) -> Lens:
    """The lens by the terms as they were amended; a row is opened where that tells more than its terms do."""
    stated = amended_sets(work.memory.once("terms", lambda: read_terms(work)), amendments)
    of_rows, opened = opened_rows(stated, amendments, asking.authority)
    lens = lens_of(work, {**stated, **of_rows}, asking.reader, asking.use, asking.day, acknowledged)
    level = {key: lens.levels.get(key, Disclosure.SILENT) for key in lens.stated}
    more = tuple(row for row in opened if level[row.opened_key] > level[row.terms_key])
    used = stated.keys() | {row.opened_key for row in more}
    return replace(
        lens,
        stated={key: lens.stated[key] for key in lens.stated if key in used},
        levels={key: lens.levels[key] for key in lens.levels if key in used},
        opened=more,
        amended=tuple(amended.id for amended in amendments),
    )
