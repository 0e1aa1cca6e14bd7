"""Selectors as a person types them into a request: `email:ana@mail.example`, in normal form from then on."""

from mozaik.errors import InvalidInputError
from mozaik.exchange import AskedSelector
from mozaik.selectors import KINDS, normalise


def selector_of_text(text: str, region: str) -> AskedSelector:
    """The selector that a text names, phones read as in a region (ISO 3166-1); InvalidInputError for none."""
    kind, _, value = text.strip().partition(":")
    if kind not in KINDS or not value.strip():
        raise InvalidInputError(
            "this names no selector",
            remedy="write KIND:VALUE, such as email:ana@mail.example or phone:+38641000000",
        )
    return AskedSelector(kind, normalise(kind, value.strip(), region))
