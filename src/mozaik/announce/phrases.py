"""A figure in words of a language: the number with its noun, the number alone, or the names counted."""

from datetime import date

from mozaik.announce.model import Quoted
from mozaik.announce.template import Form
from mozaik.announce.words import Words

DATES = "dates"


def phrase(figure: Quoted, words: Words, form: Form = Form.PHRASE, more_than: int | None = None) -> str:
    """How a text says a figure; a suppressed one is said without its number."""
    if form is Form.NAMES:
        return words.listed([words.country(name) for name in figure.names])
    if figure.value is None:
        return words.say("suppressed")
    if isinstance(figure.value, str):
        return days_in_words(figure.value, words)
    number = figure.value if more_than is None else more_than
    said = words.number(number) if form is Form.NUMBER else words.say(f"counted.{figure.key}", count=number)
    return said if more_than is None else words.say("more_than", number=said)


def value_in_words(value: int | str, words: Words) -> str:
    """A value alone: a number, or two days."""
    return words.number(value) if isinstance(value, int) else days_in_words(value, words)


def days_in_words(value: str, words: Words) -> str:
    """Two days, `2023-11-06/2023-11-17`, in words; any other text as it is."""
    first, slash, last = value.partition("/")
    try:
        return words.days(date.fromisoformat(first), date.fromisoformat(last)) if slash else value
    except ValueError:
        return value
