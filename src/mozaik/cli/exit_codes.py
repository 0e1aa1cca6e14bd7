"""With which code the program ends, so that a script can tell apart what happened (docs/environment.md)."""

from collections.abc import Iterable
from enum import IntEnum

from mozaik.errors import MissingPartError, MozaikError, NothingAcceptedError, RefusedError
from mozaik.seal import SealError, SignerError


class ExitCode(IntEnum):
    """What became of a run."""

    DONE = 0
    BAD_ANSWER = 1
    """Done, and the answer is bad: a rehearsal that missed a planted hit."""
    INVALID = 2
    """The command line, or an input, cannot be used as it is; or several faults of different sorts."""
    MISSING_PART = 3
    FAULT = 4
    """A fault of the program."""
    REFUSED = 5
    """A rule forbids it: terms, who takes part, two persons, a file that would be written over."""
    NOT_TRUSTED = 6
    """A file is intact, and not signed by those who must sign it."""
    DAMAGED = 7
    """A file is not as it was sealed."""
    NOTHING_ACCEPTED = 8
    """Every row of an input was rejected."""
    INTERRUPTED = 130


_BY_ERROR = (
    (MissingPartError, ExitCode.MISSING_PART),
    (NothingAcceptedError, ExitCode.NOTHING_ACCEPTED),
    (SignerError, ExitCode.NOT_TRUSTED),
    (SealError, ExitCode.DAMAGED),
    (RefusedError, ExitCode.REFUSED),
)
"""The first that fits counts; every other error is an input that cannot be used."""


def exit_code_of(error: MozaikError) -> ExitCode:
    """The exit code of an error."""
    fitting = (code for kind, code in _BY_ERROR if isinstance(error, kind))
    return next(fitting, ExitCode.INVALID)


def exit_code_of_all(errors: Iterable[MozaikError]) -> ExitCode:
    """The exit code of what was refused among many: that of all of them, or INVALID where they differ."""
    codes = {exit_code_of(error) for error in errors}
    if not codes:
        return ExitCode.DONE
    return codes.pop() if len(codes) == 1 else ExitCode.INVALID
