"""What differs between two versions of an announcement: figures by key and scope, and the English text."""

from collections.abc import Iterator

from mozaik.announce.model import ENGLISH, Announcement, Block, Difference, DifferenceKind, Quoted


def changes_of(before: Announcement, after: Announcement) -> tuple[Difference, ...]:
    """Every difference, figures first; a number that changes in a text is a change of its figure alone."""
    return (*_figures(before, after), *_texts(before, after))


def _figures(before: Announcement, after: Announcement) -> Iterator[Difference]:
    old = {(figure.key, figure.scope): figure for figure in before.figures}
    new = {(figure.key, figure.scope): figure for figure in after.figures}
    for (key, scope), figure in new.items():
        if (key, scope) not in old:
            yield Difference(DifferenceKind.ADDED, key, scope, "", _told(figure))
        elif _told(old[key, scope]) != _told(figure):
            yield Difference(DifferenceKind.VALUE, key, scope, _told(old[key, scope]), _told(figure))
    for (key, scope), figure in old.items():
        if (key, scope) not in new:
            yield Difference(DifferenceKind.REMOVED, key, scope, _told(figure), "")


def _texts(before: Announcement, after: Announcement) -> Iterator[Difference]:
    old = {block.key: _said(before, block) for block in before.text(ENGLISH).blocks}
    new = {block.key: _said(after, block) for block in after.text(ENGLISH).blocks}
    for key in dict.fromkeys((*new, *old)):
        if old.get(key, "") != new.get(key, ""):
            yield Difference(DifferenceKind.TEXT, key, "", old.get(key, ""), new.get(key, ""))


def _told(figure: Quoted) -> str:
    return "" if figure.value is None else str(figure.value)


def _said(announcement: Announcement, block: Block) -> str:
    """The words of a block, with the key of a figure where it stands."""
    return "".join(
        run.text if run.note is None else f"[{announcement.figure(run.note).label}]" for run in block.runs
    )
