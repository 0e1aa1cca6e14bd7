"""Plain explanations of what a reader meets: hit kinds, values, handling, grades, disclosure, obstacles."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from mozaik.errors import InvalidInputError
from mozaik.kinds import HitKind, SetKind
from mozaik.terms import INFORMATION_GRADES, SOURCE_GRADES, Disclosure, Handling, Obstacle, Use
from mozaik.wording.catalogue import english, is_said, say

FIELDS = (
    "path", "container", "category_scheme", "category_code", "graded_by", "series", "camera_model",
    "full_name", "country", "noted_on", "deleted",
)  # fmt: skip
"""What people are shown of a row, in this order; what is not named here is in the machine forms alone."""


@dataclass(frozen=True, slots=True)
class HitWords:
    """What a kind of hit is called, means, does not mean, and what usually comes next."""

    title: str
    meaning: str
    caution: str
    next_step: str


def explain_hit(kind: HitKind) -> HitWords:
    """The words for a kind of hit."""
    return HitWords(
        title=say(f"hit.{kind}.title"),
        meaning=say(f"hit.{kind}.meaning"),
        caution=say(f"hit.{kind}.caution"),
        next_step=say(f"hit.{kind}.next"),
    )


def count_hits(kind: HitKind, value_kind: str, count: int) -> str:
    """So many hits, such as `2 files` or, for kinds that go by their value, `1 phone number`."""
    return count_values(value_kind, count) if kind.behaviour.by_value else say(f"counted.{kind}", count=count)


def explain_value(value_kind: str) -> str:
    """What a kind of value is called, such as `phone number`; an unknown kind is called by its own name."""
    known = is_said(f"value.{value_kind}")
    return say(f"value.{value_kind}") if known else value_kind.replace("_", " ")


def count_values(value_kind: str, count: int) -> str:
    """So many values of a kind, such as `2 phone numbers`."""
    if is_said(f"counted.value.{value_kind}"):
        return say(f"counted.value.{value_kind}", count=count)
    return say("counted.value.other", count=count, kind=explain_value(value_kind))


def explain_fields(fields: Mapping[str, object], shorten: Callable[[str], str] = str) -> tuple[str, ...]:
    """The fields of a row that a person reads, as short texts in a fixed order.

    What is not known, and a yes-or-no that is no, is left out; `shorten` cuts a value that is too long.
    """
    told = ((name, fields.get(name)) for name in FIELDS)
    return tuple(
        say(f"field.{name}", value=shorten(str(value)))
        for name, value in told
        if value not in (None, "", False)
    )


def explain_handling(code: Handling | str, note: str = "") -> str:
    """A handling code as text, such as `H2: not to be passed on without ...`; H3 carries the owner's note."""
    handling = Handling(code)
    text = say(f"handling.{handling}")
    if note and handling is Handling.H3:
        return say("handling.noted", code=handling, text=text, note=note)
    return say("handling.text", code=handling, text=text)


def explain_use(use: Use) -> str:
    """What a use allows, in a sentence."""
    return say(f"use.{use}")


def explain_grade(grade: str) -> str:
    """A 4x4 grade as text; InvalidInputError for a grade that is not on the grid."""
    if len(grade) != 2 or grade[0] not in SOURCE_GRADES or grade[1] not in INFORMATION_GRADES:
        raise InvalidInputError("the grade is not on the 4x4 grid", remedy="use A, B, C or X with 1 to 4")
    source, information = say(f"grade.source.{grade[0]}"), say(f"grade.information.{grade[1]}")
    return say("grade.text", grade=grade, source=source, information=information)


def explain_disclosure(level: Disclosure) -> str:
    """What a level of disclosure means to the reader."""
    return say(f"disclosure.{level.word}")


def explain_obstacle(obstacle: Obstacle | str) -> str:
    """Why facts took no part in the cross-check; what we have no words for is returned as it is.

    It may be said in English already, as packages state it.
    A reason may have a cause behind a colon, as the reports of sealed sets have it.
    """
    for known in Obstacle:
        if obstacle in (known, english()[f"obstacle.{known.name.lower()}"].text):
            return say(f"obstacle.{known.name.lower()}")
    what, colon, why = str(obstacle).partition(": ")
    said = _say_reason(what)
    return say("phrase.because", what=said, why=_say_reason(why)) if colon else said


def _say_reason(text: str) -> str:
    """A reason; a name in brackets at its end stays as it is, where only what stands before it has words."""
    said = _say_stored("not_compared", text)
    before, bracket, name = text.rpartition(" (")
    return f"{_say_stored('not_compared', before)}{bracket}{name}" if said == text and before else said


def explain_likeness(verdict: str, score: int, steps: Sequence[tuple[str, str]]) -> str:
    """Why two spellings may be one name: what the comparison says, and the rules with their details."""
    told = (
        say(
            "likeness.step",
            rule=_say_stored("likeness.rule", rule),
            detail=_say_stored("likeness.detail", detail),
        )
        if detail
        else _say_stored("likeness.rule", rule)
        for rule, detail in steps
    )
    said = _say_stored("likeness.verdict", verdict)
    return say("near.likeness", verdict=said, score=score, steps=", ".join(dict.fromkeys(told)))


def explain_nearness(distance: int, form: str | None) -> str:
    """How near two pictures are, such as `12 of 256 bits differ, rotate 90`."""
    bits = say("near.bits", count=distance)
    return say("near.turned", bits=bits, form=_say_stored("form", form)) if form else bits


def explain_group(reference: str, pictures: int, step: int, apart: int | None) -> str:
    """To which group a near pair belongs, how many pictures hang together in it, and how nearly."""
    group = say("near.group", group=reference, pictures=pictures, step=step)
    return group if apart is None else say("near.apart", group=group, apart=apart)


def explain_compared(table: str, method: str, set_kind: SetKind) -> str:
    """What was compared, such as `files of a list, known material, by digest`."""
    what = _say_stored("table", table)
    if set_kind.is_list:
        what = say("compared.list", table=what, list=explain_list_kind(set_kind))
    return say("compared.method", table=what, method=_say_stored("method", method)) if method else what


def _say_stored(prefix: str, text: str) -> str:
    """A text that files store in English, in the language of the moment; as it is where we have no words.

    It is found by its letters; its numbers are filled in as `first` and `second`.
    """
    key = re.sub(r"[^a-z_]+", "-", text.lower()).strip("-")
    if not is_said(f"{prefix}.{key}"):
        return str(text)
    return say(f"{prefix}.{key}", **dict(zip(("first", "second"), re.findall(r"\d+", text), strict=False)))


def explain_list_kind(kind: SetKind) -> str:
    """What a kind of list is called."""
    return say(f"list.{kind}")


def explain_nothing_found() -> str:
    """The statement that stands beside what was compared; the same whether or not something silent exists."""
    return say("nothing.found")


def country_name(code: str) -> str:
    """What a country is called; a code without a name of ours is returned as it is."""
    return say(f"country.{code}") if is_said(f"country.{code}") else code


def listed(words: Sequence[str]) -> str:
    """Words as a phrase: `a`, `a and b`, `a, b and c`."""
    if len(words) > 2:
        return say("phrase.more", first=words[0], rest=listed(words[1:]))
    return say("phrase.two", first=words[0], last=words[1]) if len(words) == 2 else "".join(words)


def listed_some(words: Sequence[str], most: int) -> str:
    """The first words as a phrase, and how many more there are."""
    if len(words) <= most:
        return listed(words)
    return say("phrase.and_more", some=", ".join(words[:most]), count=len(words) - most)
