"""The errors a caller can act on: every one says what failed, where, why, and what to do about it.

An error text never carries a selector value or a person's name.
"""


class MozaikError(Exception):
    """Something failed in a way that the caller can act on.

    `what` names the failure, `where` the file, row or field, `why` the cause, `remedy` the next step.
    """

    def __init__(self, what: str, *, where: str = "", why: str = "", remedy: str = "") -> None:
        self.what, self.where, self.why, self.remedy = what, where, why, remedy
        super().__init__(self.__str__())

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}" if self.where else self.what
        if self.why:
            text += f": {self.why}"
        if self.remedy:
            text += f". Remedy: {self.remedy}"
        return text


class InvalidInputError(MozaikError):
    """An input cannot be read as what it claims to be."""


class NothingAcceptedError(InvalidInputError):
    """Everything in an input was rejected, each row with its reason, so there is nothing to go on with."""


class RefusedError(MozaikError):
    """A rule forbids the step: terms, handling, two persons, ownership."""


class MissingPartError(MozaikError):
    """An optional part of the program or of the system is not installed."""
