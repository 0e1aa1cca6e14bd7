"""What is wrong with a file of the exchange, as one error with its reason and remedy."""

from mozaik.errors import InvalidInputError

MOST_LINE = 200


class ExchangeError(InvalidInputError):
    """A file of the exchange breaks a rule of its kind."""


def broken_rule(where: str, why: str, remedy: str = "ask its sender to seal it again") -> ExchangeError:
    """A file of the exchange that cannot stand."""
    return ExchangeError("this cannot stand in the exchange", where=where, why=why, remedy=remedy)


def require_line(where: str, text: str, what: str = "its reason") -> None:
    """ExchangeError unless a text is one line of 1 to 200 characters."""
    if not text.strip() or len(text) > MOST_LINE or not text.isprintable():
        raise broken_rule(where, f"{what} is no line of 1 to {MOST_LINE} characters")
