"""The forms of `mozaik announce`."""

from typing import Literal, TypedDict


class FilesWritten(TypedDict):
    """Files of a draft that was begun."""

    files: list[str]


class PreviewWritten(FilesWritten):
    """Every form of a draft, and how many figures are in it."""

    figures: int


class DraftApproved(TypedDict):
    """An announcement, who approved it, and how many persons are still missing."""

    file: str
    id: str
    version: int
    signers: list[str]
    missing: int
    figures: int


class Published(TypedDict):
    """Pages of announcements that were written."""

    folder: str
    versions: int
    pages: int
    files: int


class Concern(TypedDict):
    """What is wrong or must be looked at, and whether it stops the draft."""

    topic: str
    what: str
    remedy: str
    place: str
    stops: bool


class Difference(TypedDict):
    """A figure or text that differs between two versions."""

    kind: Literal["value", "added", "removed", "text"]
    key: str
    scope: str
    before: str
    after: str


class Checked(TypedDict):
    """Whether a draft is ready, and everything that concerns it."""

    ready: bool
    concerns: list[Concern]


class Differing(TypedDict):
    """What differs between two versions."""

    changes: list[Difference]


class SmallCountAgreed(TypedDict):
    """An authority agrees that a small count is told, in one version of one announcement."""

    file: str
    authority: str
    announcement: str
    version: int
    figure: str
    scope: str


class RowOfNumber(TypedDict):
    """A row behind a number; set and row of the reader's own alone."""

    authority: str
    table: str
    key: str
    set_id: str | None
    row_id: int | None


class NumberOpened(TypedDict):
    """A number, and the rows behind it that the reader may know."""

    key: str
    scope: str
    value: int | str | None
    rows: list[RowOfNumber]


ANNOUNCE_FORMS: dict[str, object] = {
    "mozaik.announce.new": FilesWritten,
    "mozaik.announce.check": Checked,
    "mozaik.announce.preview": PreviewWritten,
    "mozaik.announce.approve": DraftApproved,
    "mozaik.announce.publish": Published,
    "mozaik.announce.diff": Differing,
    "mozaik.announce.agree": SmallCountAgreed,
    "mozaik.announce.rows": NumberOpened,
}
