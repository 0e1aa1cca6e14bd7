"""What is wrong with a file of the exchange, as one error with its reason and remedy."""

from mozaik.errors import InvalidInputError


class ExchangeError(InvalidInputError):
    """A file of the exchange breaks a rule of its kind."""


def broken_rule(where: str, why: str, remedy: str = "ask its sender to seal it again") -> ExchangeError:
    """A file of the exchange that cannot stand."""
    return ExchangeError("this cannot stand in the exchange", where=where, why=why, remedy=remedy)
