"""Who shares what with whom, as far as the recipient may know: counted for a table, placed for a drawing."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations

from mozaik.kinds import HitKind
from mozaik.package.model import Hit, Package, Pointer, holders_of
from mozaik.parties import Authority
from mozaik.typed_json import Json
from mozaik.wording import count_hits, listed, say

DRAWN = 12
"""How many authorities stand around the recipient in the drawing; the table has all."""
WIDTH, HEIGHT = 1660, 840
"""The drawing in tenths of a millimetre."""

Object = dict[str, Json]


@dataclass(slots=True)
class Shared:
    """What one authority shares with the recipient: hits by kind, how many told in full, and pointers."""

    authority: Authority
    kinds: Counter[tuple[HitKind, str]] = field(default_factory=Counter)
    full: int = 0
    pointers: int = 0

    @property
    def hits(self) -> int:
        """How many hits both hold."""
        return self.kinds.total()


def shared_with(package: Package) -> tuple[Shared, ...]:
    """What each other authority shares with the recipient, most first; who shares nothing is not there."""
    shares: dict[Authority, Shared] = {}
    for told in package.told:
        if isinstance(told, Hit) and package.recipient.authority not in contributors_of(told):
            continue
        in_full = {holder.authority for holder in told.told if not holder.set_kind.is_list}
        for authority in sorted(contributors_of(told) - {package.recipient.authority}):
            share = shares.setdefault(authority, Shared(authority))
            if isinstance(told, Pointer):
                share.pointers += 1
                continue
            share.kinds[told.kind, told.value_kind if told.kind.behaviour.by_value else ""] += 1
            share.full += authority in in_full
    return tuple(sorted(shares.values(), key=lambda share: (-share.hits, -share.pointers, share.authority)))


def between_others(package: Package) -> Counter[tuple[Authority, Authority]]:
    """How many hits two others share, also those that the recipient does not hold."""
    pairs: Counter[tuple[Authority, Authority]] = Counter()
    for hit in package.hits:
        others = contributors_of(hit) - {package.recipient.authority}
        pairs.update(combinations(sorted(others), 2))
    return pairs


def contributors_of(told: Hit | Pointer) -> frozenset[Authority]:
    """The authorities that hold something in a contribution; lists are not holders here."""
    return frozenset(
        holder.authority for holder in holders_of(told) if not holder.set_kind.is_list
    )  # fmt: skip


def sharing_part(package: Package) -> Object | None:
    """The table, the drawing and its text alternative; None where nobody shares anything."""
    shares, pairs = shared_with(package), between_others(package)
    if not shares and not pairs:
        return None
    others = list(
        dict.fromkeys([*(share.authority for share in shares), *(name for pair in pairs for name in pair)])
    )
    drawn = others[:DRAWN]
    return {
        "drawing": _drawing(package.recipient.authority, drawn, shares, pairs),
        "alt": _alternative(package.recipient.authority, shares, pairs),
        "more_text": say("paper.sharing_more", count=len(others) - DRAWN) if len(others) > DRAWN else None,
        "rows": [_row(share) for share in shares],
        "between_text": say("paper.between", whom=_pairs_text(pairs)) if pairs else None,
    }


def _row(share: Shared) -> list[Json]:
    hits = [count_hits(kind, value, count) for (kind, value), count in sorted(share.kinds.items())]
    pointers = [say("paper.pointers_counted", count=share.pointers)] if share.pointers else []
    hidden = share.hits - share.full
    return [share.authority, listed([*hits, *pointers]), str(share.full or "–"), str(hidden or "–")]


def _alternative(
    recipient: Authority, shares: Sequence[Shared], pairs: Counter[tuple[Authority, Authority]]
) -> str:
    """What the drawing shows, in words."""
    told = [
        say(
            f"paper.sharing_{_line_kind(share)}",
            authority=share.authority,
            count=share.hits or share.pointers,
        )
        for share in shares
    ]
    text = say("paper.sharing_alt", authority=recipient, whom="; ".join(told) or "–")
    return f"{text} {say('paper.between', whom=_pairs_text(pairs))}" if pairs else text


def _pairs_text(pairs: Counter[tuple[Authority, Authority]]) -> str:
    """The pairs with most in common, each with the number of hits."""
    ranked = sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0]))
    named = [f"{first} – {second}: {count}" for (first, second), count in ranked[:DRAWN]]
    more = len(ranked) - len(named)
    return say("phrase.and_more", some="; ".join(named), count=more) if more > 0 else "; ".join(named)


def _drawing(
    recipient: Authority,
    others: Sequence[Authority],
    shares: Sequence[Shared],
    pairs: Counter[tuple[Authority, Authority]],
) -> Object:
    """Places in tenths of a millimetre: the recipient in the middle, the others around it."""
    middle = (WIDTH // 2, HEIGHT // 2)
    places = {name: _place(number, len(others)) for number, name in enumerate(others)}
    lines: list[Json] = [
        _line(places[first], places[second], "", count, "others")
        for (first, second), count in sorted(pairs.items())
        if first in places and second in places
    ]
    lines += [
        _line(
            middle, places[share.authority], str(share.hits or share.pointers), share.hits, _line_kind(share)
        )
        for share in shares
        if share.authority in places
    ]
    nodes: list[Json] = [{"name": recipient, "x": middle[0], "y": middle[1], "own": True}]
    nodes += [{"name": name, "x": x, "y": y, "own": False} for name, (x, y) in places.items()]
    return {"width": WIDTH, "height": HEIGHT, "lines": lines, "nodes": nodes}


def _line_kind(share: Shared) -> str:
    return "hits" if share.hits else "pointers"


def _place(number: int, count: int) -> tuple[int, int]:
    """A place on the ellipse around the middle; the first stands to the left, where reading begins."""
    angle = math.pi + 2 * math.pi * number / count
    across, down = (WIDTH / 2 - 160) * math.cos(angle), (HEIGHT / 2 - 60) * math.sin(angle)
    return round(WIDTH / 2 + across), round(HEIGHT / 2 + down)


def _line(start: tuple[int, int], end: tuple[int, int], label: str, count: int, kind: str) -> Json:
    """A line, the thicker the more hits; its label stands nearer to its end, where lines part."""
    at: list[Json] = [round(first + (last - first) * 0.6) for first, last in zip(start, end, strict=True)]
    weight = round(6 + 5 * math.log2(count or 1))
    return {
        "from": [*start], "to": [*end], "at": at, "label": label,
        "weight": min(weight, 40), "kind": kind,
    }  # fmt: skip
