"""What people are shown of a hit and of a row told in full: the same on the screen and on paper."""

from collections.abc import Callable, Mapping, Sequence

from mozaik.kinds import SetKind
from mozaik.release.model import (
    CoverageLine,
    FieldValue,
    FoundAt,
    GroupFile,
    GroupParts,
    NameLikeness,
    OwnersApart,
    PictureGroup,
)
from mozaik.wording import (
    explain_compared,
    explain_fields,
    explain_group,
    explain_likeness,
    explain_list_kind,
    explain_nearness,
    explain_obstacle,
    say,
)

MOST_PLACES = 3
"""How many places of one file people are shown; the machine forms have all of them."""
HASH_SHOWN = 16
"""How many digits of a picture's hash people are shown; the machine forms have all of them."""


def lines_of_row(
    fields: Mapping[str, FieldValue],
    places: Sequence[FoundAt],
    value: str | None = None,
    shorten: Callable[[str], str] = str,
) -> tuple[str, ...]:
    """What is worth reading of a row: its own fields, then where its file lies.

    `value` stands beside the row already and is not repeated; `shorten` cuts what is too long for a page.
    """
    own = {name: content for name, content in fields.items() if content != value}
    lines = [*explain_fields(own, shorten)]
    for place in places[:MOST_PLACES]:
        where = {"path": place.path, "container": place.container, "deleted": place.deleted}
        lines.append(", ".join(explain_fields(where, shorten)))
    if len(places) > MOST_PLACES:
        lines.append(say("field.more_places", count=len(places) - MOST_PLACES))
    return tuple(lines)


def nearness_text(distance: int | None, transform: str | None) -> str | None:
    """How near two pictures are, such as `12 of 256 bits differ, turned 90`; None where that is not told."""
    if distance is None:
        return None
    return explain_nearness(distance, transform)


def group_text(group: PictureGroup | None) -> str | None:
    """To which group of near pictures a pair belongs, in a line; None where it belongs to none."""
    if group is None:
        return None
    return explain_group(group.reference, group.pictures, group.step, group.apart)


def nearest_texts(nearest: Sequence[OwnersApart]) -> list[str]:
    """How near each two authorities come to each other in a group, the nearest first, a line each."""
    ordered = sorted(nearest, key=lambda each: (each.distance, each.left, each.right))
    return [
        say("paper.group_owners", left=each.left, right=each.right, distance=each.distance)
        for each in ordered
    ]


def file_texts(best: str, grade: str, files: Sequence[GroupFile]) -> list[str]:
    """The best picture of a group, then its files by name, a line each."""
    lines = [
        say("paper.group_file", authority=file.authority, unit=file.unit, name=file.name) for file in files
    ]
    return [
        say("paper.group_best", grade=grade, picture=f"{best[:HASH_SHOWN]}…"),
        *dict.fromkeys(lines),
    ]


def split_texts(splits: Sequence[GroupParts]) -> list[str]:
    """Into how many parts a group falls at smaller distances, a line each."""
    return [say("paper.group_parts", limit=split.limit, parts=split.parts) for split in splits]


def likeness_text(likeness: NameLikeness | None) -> str | None:
    """Why two spellings may be one name, in a line; None where that is not told."""
    if likeness is None:
        return None
    steps = [(step.rule, step.detail) for step in likeness.steps]
    return explain_likeness(likeness.verdict, likeness.score, steps)


def gathered_coverage(lines: Sequence[CoverageLine]) -> dict[str, dict[str, int]]:
    """What was or was not compared, in words, and of whom: by owner the rows told in full, else 0."""
    gathered: dict[str, dict[str, int]] = {}
    for line in sorted(lines, key=lambda line: (line.table, line.matcher, line.state, line.reason)):
        what = explain_compared(line.table, line.matcher or "triage", SetKind.CONTRIBUTION)
        if line.state == "compared":
            what = say("screen.compared", what=what)
        else:
            what = say("screen.not_compared", what=what, reason=explain_obstacle(line.reason))
        owner = str(line.authority)
        if line.set_kind.is_list:
            owner = say("screen.whose_list", whose=owner, list=explain_list_kind(line.set_kind))
        whose = gathered.setdefault(what, {})
        whose[owner] = whose.get(owner, 0) + (line.rows or 0)
    return gathered
