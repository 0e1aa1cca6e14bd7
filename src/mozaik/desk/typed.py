"""Short words that a person types beside the data: references, editions, schemes."""

from mozaik.errors import InvalidInputError
from mozaik.visible import visible_line

LONGEST = 200


def typed_word(text: str, what: str) -> str:
    """A word without the blanks around it; InvalidInputError names `what` it is when nobody can read it.

    Two sets meet only where their words are the same: a sign that nobody sees is refused, and so is nothing.
    """
    word = text.strip()
    if not word or len(word) > LONGEST or visible_line(word) != word:
        raise InvalidInputError(
            f"{what} is empty, too long or holds a sign that nobody sees",
            remedy=f"type it in at most {LONGEST} letters, digits and plain signs",
        )
    return word


def typed_scheme(text: str | None) -> str | None:
    """The name of a category scheme in small letters, or None for none."""
    return typed_word(text, "the category scheme").lower() if text is not None else None
