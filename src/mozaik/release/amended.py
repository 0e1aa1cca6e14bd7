"""Terms as their owners amended them since: for all rows of a set, and for single rows behind a ticket.

What is said of whole sets opens or closes. What is said of single rows opens them for one reader and closes
nothing: where the terms of all rows tell as much, they count. An owner amends its own sets alone.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from mozaik.acts import AmendedRow, TermsAmended, amendments_in_force
from mozaik.release.view import Opened, StatedTerms
from mozaik.release.work import Work
from mozaik.terms import ReaderDisclosure, Terms

OF_ROWS = -1
"""The `terms_id` of terms for single rows: no row of a table states it."""


def amended_sets(
    all_stated: Mapping[int, StatedTerms], amendments: Sequence[TermsAmended]
) -> dict[int, StatedTerms]:
    """The terms of a folder with what amendments of whole sets say since, in the order given."""
    by_set = _by_set(amendments)
    return {
        key: replace(stated, terms=amend_terms(stated.terms, by_set[stated.set_id]))
        if stated.set_id in by_set
        else stated
        for key, stated in all_stated.items()
    }


def terms_in_force(work: Work, terms: Mapping[str, tuple[Terms, ...]]) -> dict[str, tuple[Terms, ...]]:
    """By id of a set, its terms as they count in WORK; single rows that were opened stay as they were."""
    by_set = _by_set(amendments_in_force(work.acts))
    return {
        set_id: tuple(amend_terms(each, by_set[set_id]) for each in sealed) if set_id in by_set else sealed
        for set_id, sealed in terms.items()
    }


def opened_rows(
    all_stated: Mapping[int, StatedTerms], amendments: Sequence[TermsAmended], reader: str
) -> tuple[dict[int, StatedTerms], tuple[Opened, ...]]:
    """Terms of their own for single rows that owners amended for a reader, and which rows stand under them.

    The keys of these terms follow those of the folder.
    """
    by_row: dict[AmendedRow, list[TermsAmended]] = defaultdict(list)
    for amended in amendments:
        for row in amended.rows if amended.reader == reader else ():
            by_row[row].append(amended)
    rows_alike: dict[tuple[str, tuple[TermsAmended, ...]], list[AmendedRow]] = defaultdict(list)
    for row in sorted(by_row):
        rows_alike[row.set_id, tuple(by_row[row])].append(row)
    terms: dict[int, StatedTerms] = {}
    opened: list[Opened] = []
    for (set_id, said), rows in rows_alike.items():
        for stated in _of_set(all_stated, set_id):
            key = max(all_stated) + 1 + len(terms)
            terms[key] = StatedTerms(key, set_id, OF_ROWS, amend_terms(stated.terms, said))
            opened += [Opened(row.set_id, row.table, row.row_id, stated.terms_key, key) for row in rows]
    return terms, tuple(opened)


def amend_terms(terms: Terms, amendments: Sequence[TermsAmended]) -> Terms:
    """Terms with what their owner said since: of one reader the last change counts, and every permission."""
    own = [amended for amended in amendments if amended.owner == terms.owner]
    changes: dict[str, ReaderDisclosure] = {
        change.reader: change for amended in own if (change := amended.change) is not None
    }
    permissions = tuple(permission for amended in own if (permission := amended.permission) is not None)
    return replace(terms, changes=tuple(changes.values()), permissions=permissions)


def _by_set(amendments: Sequence[TermsAmended]) -> Mapping[str, Sequence[TermsAmended]]:
    """What amendments say of whole sets, by set."""
    by_set: dict[str, list[TermsAmended]] = defaultdict(list)
    for amended in amendments:
        for name in amended.sets if not amended.rows else ():
            by_set[name].append(amended)
    return by_set


def _of_set(all_stated: Mapping[int, StatedTerms], set_id: str) -> Iterator[StatedTerms]:
    return (stated for stated in all_stated.values() if stated.set_id == set_id)
