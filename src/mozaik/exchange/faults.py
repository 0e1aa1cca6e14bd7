"""What is wrong with a file of the exchange, as one error with its reason and remedy."""

import re
from collections.abc import Iterable

from mozaik.errors import InvalidInputError
from mozaik.terms import Handling

MOST_TEXT, MOST_LINE = 2_000, 200
_GRADE = re.compile(r"[ABCX][1-4]", re.ASCII)


class ExchangeError(InvalidInputError):
    """A file of the exchange breaks a rule of its kind."""


def broken_rule(where: str, why: str, remedy: str = "ask its sender to seal it again") -> ExchangeError:
    """A file of the exchange that cannot stand."""
    return ExchangeError("this cannot stand in the exchange", where=where, why=why, remedy=remedy)


def require_line(where: str, text: str, what: str = "its reason") -> None:
    """ExchangeError unless a text is one line of 1 to 200 characters."""
    if not text.strip() or len(text) > MOST_LINE or not text.isprintable():
        raise broken_rule(where, f"{what} is no line of 1 to {MOST_LINE} characters")


def require_text(where: str, text: str) -> None:
    """ExchangeError unless a text says something, in 1 to 2,000 characters."""
    if not text.strip() or len(text) > MOST_TEXT or not text.replace("\n", " ").isprintable():
        raise broken_rule(where, f"it says nothing in words, or more than {MOST_TEXT:,} characters")


def require_terms(where: str, handling: Iterable[Handling], grade: str) -> None:
    """ExchangeError unless a document states its terms: handling codes in order with H0, and a 4x4 grade."""
    codes = tuple(handling)
    if not _GRADE.fullmatch(grade):
        raise broken_rule(where, "nothing is sent without terms: its grade is not one of the 4x4 system")
    if tuple(sorted(set(codes))) != codes or Handling.H0 not in codes:
        raise broken_rule(where, "nothing is sent without terms: its handling codes lack H0 or order")
