"""The plain sentences of a lead: its title, why it matters, and the next steps."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from mozaik.kinds import HitKind
from mozaik.package.model import Ask, Topic
from mozaik.release import Pointer, ReleasedHit
from mozaik.terms import Disclosure
from mozaik.wording import country_name, explain_hit, explain_value

MOST_NAMED = 4
"""How many authorities a sentence names; the hits name all of them."""


@dataclass(frozen=True, slots=True)
class LeadWords:
    """The sentences of one lead."""

    title: str
    why: str
    next_steps: tuple[str, ...]


def title_of(topic: Topic, others: Sequence[str], hits: Sequence[ReleasedHit], own: bool) -> str:
    """The heading of a lead."""
    where = _where(others, own)
    match topic:
        case Topic.UNKNOWN:
            return f"Unknown material {where}"
        case Topic.OWN_UNKNOWN:
            return "Unknown material on more than one of your items"
        case Topic.GRADING:
            return f"Graded differently by {_listed([*(['you'] if own else []), *_named(others)])}"
        case Topic.CONTACT:
            return f"{_upper(_kinds(hits))} {where}"
        case Topic.FILE:
            return f"The same files {where}"
        case Topic.KNOWN:
            return f"Known material {where}"
        case Topic.ELSEWHERE:
            return "Between other authorities"
        case Topic.COMMON:
            return f"Common values {where}"
        case Topic.POINTER:
            raise ValueError("a lead of hits is no pointer")
        case unknown:
            assert_never(unknown)


def why_of(topic: Topic, others: Sequence[str], hits: Sequence[ReleasedHit], own: bool) -> str:
    """Why a lead matters, and what it does not show."""
    count, where = _count(hits), _where(others, own)
    match topic:
        case Topic.UNKNOWN | Topic.OWN_UNKNOWN:
            return (
                f"{count} on no list that is disclosed to you, {where}: it may show a child who has not "
                "been found, and it is spreading."
            )
        case Topic.GRADING:
            return f"{count} {where} in different categories: {_lower(_cautions(hits))}"
        case Topic.CONTACT:
            return f"{count} {where}. {_cautions(hits)}"
        case Topic.FILE:
            return f"{count} {where}: nothing you see says that it is a picture or video. {_cautions(hits)}"
        case Topic.KNOWN:
            return f"{count} {where}, on a list of known material or near to it: the grading exists already."
        case Topic.ELSEWHERE:
            return f"{count} between {_listed(others)}, who tell you of it. You hold none of it yourself."
        case Topic.COMMON:
            reasons = sorted(
                {
                    reason.text
                    for hit in hits
                    for reason in hit.reasons
                    if reason.code in ("harmless", "noise", "popular")
                }
            )
            return f"{count} {where}, ranked down: {'; '.join(reasons)}."
        case Topic.POINTER:
            raise ValueError("a lead of hits is no pointer")
        case unknown:
            assert_never(unknown)


def steps_of(
    topic: Topic,
    others: Sequence[str],
    own_units: Sequence[str],
    asks: Sequence[Ask],
    hits: Sequence[ReleasedHit],
) -> tuple[str, ...]:
    """What to do next, the first step first."""
    if topic is Topic.COMMON:
        return ("Nothing now; keep it in mind when another lead meets it.",)
    if topic is Topic.ELSEWHERE:
        return ("Nothing for you to do, unless your own work knows it: then ask the holders.",)
    steps = [_first_step(topic, others, own_units, hits)]
    steps += _ask_steps(asks)
    told = sorted(set(others) - {ask.authority for ask in asks})
    if told:
        steps.append(f"Compare with what {_listed(told)} shows you in the hits {_references(hits)}.")
    return tuple(step for step in steps if step)


def pointer_words(
    noisy: bool,
    authorities: Sequence[str],
    pointers: Sequence[Pointer],
    asks: Sequence[Ask],
    country: str,
) -> LeadWords:
    """The sentences of a lead that points to a country; a pointer is never called a hit."""
    counts = Counter(explain_value(pointer.kind) for pointer in pointers)
    several = _listed(
        [f"{count} {word if count == 1 else _plural(word)}" for word, count in sorted(counts.items())]
    )
    name = country_name(country)
    title = f"{_upper(_listed(sorted(counts)))} in {name}, known to {_listed(authorities)}"
    if noisy:
        why = f"{several} in {name}: common values that prove little alone."
        return LeadWords(title, why, ("Nothing now; keep it in mind when another lead meets it.",))
    why = (
        f"{several}, known to {_listed(authorities)} and pointing to {name}. It is where to look, not a hit "
        f"that a person has confirmed.{_unsettled(pointers)}"
    )
    steps = _ask_steps(asks)
    if any(holder.level is Disclosure.FULL for pointer in pointers for holder in pointer.holders):
        steps.insert(0, "Check whether your own records know it, and answer the sender either way.")
    return LeadWords(title, why, tuple(steps))


def _unsettled(pointers: Sequence[Pointer]) -> str:
    """That values are in hits of the reader's own too, which nobody has settled."""
    hits = sorted({pointer.hit for pointer in pointers if pointer.hit})
    if not hits:
        return ""
    more = f" and {len(hits) - 3} more" if len(hits) > 3 else ""
    return f" Of the same values you have hits, to be judged first: {_listed(hits[:3])}{more}."


def _first_step(
    topic: Topic, others: Sequence[str], own_units: Sequence[str], hits: Sequence[ReleasedHit]
) -> str:
    items = f" {_listed(own_units)}" if own_units else ""
    match topic:
        case Topic.UNKNOWN:
            return f"Examine{items} for the origin of the material first." if items else ""
        case Topic.OWN_UNKNOWN:
            return f"Examine{items} together: establish which of them had the material first."
        case Topic.GRADING:
            return (
                f"Compare the gradings with {_listed(others)} and agree on one." if others else "Grade again."
            )
        case Topic.CONTACT:
            used = "it was" if len(hits) == 1 else "they were"
            return f"Establish when and by whom {used} used on{items}." if items else ""
        case Topic.FILE:
            return explain_hit(hits[0].kind).next_step
        case Topic.KNOWN:
            return "Take over the category of the list: nobody has to view the files again."
        case Topic.POINTER | Topic.ELSEWHERE | Topic.COMMON:
            return ""
        case unknown:
            assert_never(unknown)


def _ask_steps(asks: Sequence[Ask]) -> list[str]:
    """One step an authority, or one for all where they would fill the page."""
    if len(asks) <= MOST_NAMED:
        return [_ask_step(ask) for ask in asks]
    names = _listed([ask.authority for ask in asks])
    return [f"Ask {names} for what they hold, quoting to each its own ticket from the table."]


def _ask_step(ask: Ask) -> str:
    more = f" and {len(ask.tickets) - 1} more" if len(ask.tickets) > 1 else ""
    return f"Ask {ask.authority} for what it holds, quoting ticket {ask.tickets[0]}{more}."


def _where(others: Sequence[str], own: bool) -> str:
    """Between whom, as the end of a phrase."""
    if others and own:
        return f"shared with {_listed(_named(others))}"
    if len(others) > 1:
        return f"shared by {_listed(_named(others))}"
    if others:
        return f"with {others[0]}"
    return "on your items"


def _named(others: Sequence[str]) -> Sequence[str]:
    """The authorities by name, or how many there are where names would fill the line."""
    return others if len(others) <= MOST_NAMED else [f"{len(others)} authorities"]


def _count(hits: Sequence[ReleasedHit]) -> str:
    """How many of what, such as `2 files and 1 near picture`."""
    counts = Counter(_noun(hit) for hit in hits)
    return _listed(
        [f"{count} {noun[0] if count == 1 else noun[1]}" for noun, count in sorted(counts.items())]
    )


def _noun(hit: ReleasedHit) -> tuple[str, str]:
    if hit.kind.behaviour.by_value:
        word = explain_value(hit.value_kind)
        return word, _plural(word)
    words = explain_hit(hit.kind)
    return words.one, words.many


def _plural(word: str) -> str:
    head, space, tail = word.partition(" at ")
    if not space:
        head, space, tail = word.partition(" (")
    ending = "es" if head.endswith(("s", "x")) else "s"
    return f"{head}{ending}{space}{tail}"


def _kinds(hits: Sequence[ReleasedHit]) -> str:
    """The kinds of value in a lead, such as `e-mail address and phone number`."""
    return _listed(sorted({explain_value(hit.value_kind) for hit in hits}))


def _cautions(hits: Sequence[ReleasedHit]) -> str:
    """What each kind of hit in a lead does not show, in the order of the kinds."""
    kinds = {hit.kind for hit in hits}
    return " ".join(explain_hit(kind).caution for kind in HitKind if kind in kinds)


def _references(hits: Sequence[ReleasedHit]) -> str:
    names = [hit.reference for hit in hits]
    return _listed(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _listed(words: Sequence[str]) -> str:
    """Words as a phrase: `a`, `a and b`, `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
