"""The groups of near pictures as a table of the report: how near, which files, what would split them."""

from collections.abc import Iterator

from mozaik.package.model import Package
from mozaik.package.pictures import NearGroup
from mozaik.release import file_texts, nearest_texts, split_texts
from mozaik.typed_json import Json
from mozaik.wording import say

GROUPS_SHOWN = 20
LINES_SHOWN = 6
"""How many groups the table shows, and how many lines of each cell; it says how many more there are."""

Object = dict[str, Json]


def groups_part(package: Package) -> Object | None:
    """The groups in their order; None where no more than two confirmed pictures hang together."""
    if not package.groups:
        return None
    more = len(package.groups) - GROUPS_SHOWN
    return {
        "rows": [_row(group) for group in package.groups[:GROUPS_SHOWN]],
        "more_text": say("paper.more_groups", count=more) if more > 0 else None,
    }


def _row(group: NearGroup) -> Object:
    return {
        "reference": group.reference,
        "about": [*_about(group)],
        "nearest": _some(nearest_texts(group.nearest)),
        "files": _some(file_texts(group.best, group.best_grade, group.files)),
        "splits": _some(split_texts(group.splits)),
    }


def _about(group: NearGroup) -> Iterator[str]:
    yield say("paper.group_pictures", count=group.pictures)
    yield say("paper.group_step", step=group.step)
    if group.apart is not None:
        yield say("paper.group_apart", apart=group.apart)
    yield f"{' + '.join(group.handling)}, {group.grade}"


def _some(lines: list[str]) -> list[Json]:
    more = len(lines) - LINES_SHOWN
    told: list[Json] = [*lines[:LINES_SHOWN]]
    return [*told, say("paper.more_of_group", count=more)] if more > 0 else told
