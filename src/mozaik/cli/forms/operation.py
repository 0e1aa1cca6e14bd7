"""The forms of `mozaik operation`."""

from typing import TypedDict

from mozaik.desk import Operation


class DraftWritten(TypedDict):
    """A draft of an operation file that was written: its version, and how many participants it lists."""

    file: str
    edition: str
    version: int
    participants: int


class OperationTold(TypedDict):
    """An operation file: who signed it, and what it says."""

    file: str
    id: str
    sha256: str
    synthetic: bool
    signed_by: list[str]
    is_complete: bool
    operation: Operation


_CHANGES = ("new", "add", "until", "remove", "expert", "use-list", "clocks", "revoke")

OPERATION_FORMS: dict[str, object] = {
    **{f"mozaik.operation.{name}": DraftWritten for name in _CHANGES},
    **{f"mozaik.operation.{name}": OperationTold for name in ("sign", "use", "show")},
}
