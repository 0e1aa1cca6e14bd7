"""Plain explanations of what a reader meets: hit kinds, values, handling, grades, disclosure, obstacles."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from mozaik.errors import InvalidInputError
from mozaik.kinds import HitKind, SetKind
from mozaik.terms import Disclosure, Handling, Obstacle
from mozaik.wording.language import load

_load = partial(load, "explanations")


@dataclass(frozen=True, slots=True)
class HitWords:
    """What a kind of hit is called, means, does not mean, what usually comes next, and how hits are counted.

    `one` and `many` are the words after a number; empty where the kind of value is counted instead.
    """

    title: str
    meaning: str
    caution: str
    next_step: str
    one: str
    many: str


def explain_hit(kind: HitKind, language: str = "en") -> HitWords:
    """The words for a kind of hit."""
    entry = _load(language)["hits"][kind]
    counted = entry.get("one", ""), entry.get("many", "")
    return HitWords(entry["title"], entry["meaning"], entry["caution"], entry["next"], *counted)


def explain_value(value_kind: str, language: str = "en") -> str:
    """What a kind of value is called, such as `phone number`; an unknown kind is called by its own name."""
    known: dict[str, str] = _load(language)["values"]
    return known.get(value_kind, value_kind.replace("_", " "))


def explain_fields(
    fields: Mapping[str, object], shorten: Callable[[str], str] = str, language: str = "en"
) -> tuple[str, ...]:
    """The fields of a row that a person reads, as short texts in a fixed order.

    What is not known, and a yes-or-no that is no, is left out; `shorten` cuts a value that is too long.
    """
    known: dict[str, str] = _load(language)["fields"]
    told = ((text, fields.get(name)) for name, text in known.items())
    return tuple(text.format(shorten(str(value))) for text, value in told if value not in (None, "", False))


def explain_handling(code: Handling | str, note: str = "", language: str = "en") -> str:
    """A handling code as text, such as `H2: not to be passed on without ...`; H3 carries the owner's note."""
    text = f"{Handling(code)}: {_load(language)['handling'][str(Handling(code))]}"
    return f"{text} ({note})" if note and Handling(code) is Handling.H3 else text


def explain_grade(grade: str, language: str = "en") -> str:
    """A 4x4 grade as text; InvalidInputError for a grade that is not on the grid."""
    words = _load(language)["grades"]
    if len(grade) != 2 or grade[0] not in words["source"] or grade[1] not in words["information"]:
        raise InvalidInputError("the grade is not on the 4x4 grid", remedy="use A, B, C or X with 1 to 4")
    return f"{grade}: {words['source'][grade[0]]}; {words['information'][grade[1]]}"


def explain_disclosure(level: Disclosure, language: str = "en") -> str:
    """What a level of disclosure means to the reader."""
    text: str = _load(language)["disclosure"][level.word]
    return text


def explain_obstacle(obstacle: Obstacle | str, language: str = "en") -> str:
    """Why facts took no part in the cross-check; a text that is not an obstacle is returned as it is."""
    try:
        key = Obstacle(obstacle).name.lower()
    except ValueError:
        return str(obstacle)
    text: str = _load(language)["obstacles"][key]
    return text


def explain_list_kind(kind: SetKind, language: str = "en") -> str:
    """What a kind of list is called."""
    text: str = _load(language)["list_kinds"][kind]
    return text


def explain_nothing_found(language: str = "en") -> str:
    """The statement that stands beside what was compared; the same whether or not something silent exists."""
    text: str = _load(language)["nothing"]["found"]
    return text


def country_name(code: str, language: str = "en") -> str:
    """What a country is called; a code without a name of ours is returned as it is."""
    known: dict[str, str] = load("countries", language)["names"]
    return known.get(code, code)
