"""Invitations into groups, rooms and servers, by their code: who holds one was let in, or lets others in.

Letter case counts in codes. A code of Telegram is one, whichever of its links carries it.
"""

import re
from collections.abc import Iterator

from mozaik.selectors.kind import Selector, SelectorKind
from mozaik.selectors.outline import Outline
from mozaik.terms import Handling

_LINKS = {
    "telegram": (
        r"(?:t\.me|telegram\.(?:me|dog))/(?:joinchat/|\+)|tg://join\?invite=",
        r"[A-Za-z0-9_-]{10,40}+",
    ),
    "whatsapp": (
        r"(?:chat\.)?whatsapp\.com/(?:(?<=chat\.whatsapp\.com/)(?:invite/)?|channel/)",
        r"[A-Za-z0-9]{20,28}+",
    ),
    "discord": (r"(?:discord\.gg|discord(?:app)?\.com/invite)/(?:invite/)?", r"[A-Za-z0-9-]{2,32}+"),
    "signal": (r"(?:sgnl://)?signal\.group/\#", r"[A-Za-z0-9_-]{20,200}+"),
    "viber": (r"invite\.viber\.com/\?g2?=", r"[A-Za-z0-9_%+/=-]{10,120}+"),
    "line": (r"line\.me/(?:R/)?ti/g2?/", r"[A-Za-z0-9_-]{8,60}+"),
    "kik": (r"kik\.me/g/|kik\.com/groups?/", r"[A-Za-z0-9_-]{8,60}+"),
    "matrix": (r"matrix\.to/\#/", r"[#!][A-Za-z0-9._=/-]{1,100}:[A-Za-z0-9.-]{3,100}(?::[0-9]{2,5})?"),
    "skype": (r"join\.skype\.com/(?:invite/)?", r"[A-Za-z0-9]{8,24}+"),
    "messenger": (r"m\.me/j/", r"[A-Za-z0-9_-]{8,60}+"),
    "instagram": (r"ig\.me/j/", r"[A-Za-z0-9_-]{8,60}+"),
    "simplex": (r"simplex\.chat/(?:contact|invitation)/?\#/\?", r"[A-Za-z0-9%&=_.:/+-]{20,400}+"),
    "steam": (r"s\.team/p/", r"[a-z]{3,8}-[a-z]{3,8}(?:/[A-Z]{4,12})?"),
    "wire": (r"app\.wire\.com/join/\?key=", r"[A-Za-z0-9_-]{8,60}+"),
}
"""How each service writes its links up to the code, and the code."""
_ANY = re.compile(
    r"(?i:(?<![\w.@-])(?:https?://)?(?:www\.)?)(?:"
    + "|".join(f"(?i:{before})(?P<{name}>{code})" for name, (before, code) in _LINKS.items())
    + r")(?![^\W_])"
)
_END = re.compile(r"\.(?i:me|dog|com|gg|group|chat|to|team)/")
"""What stands in every link behind the name of the host, but in those that open Telegram's own appl"
"ication."""
_HEAD = re.compile(r"(?i)(?:https?://|tg://|sgnl://)?[a-z0-9.-]{0,40}\Z")
_PHONE = re.compile(r"\d{7,15}")
_CODES = {name: re.compile(code) for name, (_, code) in _LINKS.items()}
_LOWER = frozenset({"matrix"})
"""Names in which letter case does not count."""


def check(text: str) -> str | None:
    """`service:code` of an invitation, also out of its link; None for a phone number behind `t.me/+`."""
    text = text.strip()
    link = _ANY.fullmatch(text)
    return _value(str(link.lastgroup), link[str(link.lastgroup)]) if link else _value(*_parted(text))


def _parted(text: str) -> tuple[str, str]:
    name, _, code = text.partition(":")
    return name, code


def _value(name: str, code: str) -> str | None:
    code = code.lower() if name in _LOWER else code.rstrip("-_")
    if name not in _CODES or not _CODES[name].fullmatch(code):
        return None
    return None if name == "telegram" and _PHONE.fullmatch(code) else f"{name}:{code}"


def find(outline: Outline, _region: str | None) -> Iterator[Selector]:
    """Links that carry a code."""
    end = 0
    places = [mark.start() for mark in _END.finditer(outline.text)]
    for place in sorted([*places, *outline.places(b"join?invite=")]):
        head = _HEAD.search(outline.text, max(0, place - 48), place)
        match = _ANY.search(outline.text, head.start() if head else place, place + 420)
        value = check(match[0]) if match and end <= match.start() <= place else None
        if match and value:
            yield Selector("invite", value, match[0], match.start())
            end = match.end()


def show_safely(value: str) -> str:
    """The service and the first two signs: `telegram:AA…`."""
    name, _, code = value.partition(":")
    return f"{name}:{code[:2]}…"


KIND = SelectorKind(
    name="invite",
    doc="an invitation into a group, room or server",
    normal_form="service:code, letter case kept",
    examples=(
        ("https://t.me/joinchat/AAAAAEExampleExample12", "telegram:AAAAAEExampleExample12"),
        ("https://t.me/+AbCdEfGhIjExample", "telegram:AbCdEfGhIjExample"),
        ("https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv", "whatsapp:AbCdEfGhIjKlMnOpQrStUv"),
        ("discord.gg/ExAmPle9", "discord:ExAmPle9"),
    ),
    counter_examples=(
        "https://t.me/+38641234567",
        "https://discord.gg/",
        "https://t.me/ana_example",
        "discord.com/channels/1",
    ),
    handling=Handling.H2,
    erasure="erase the value, its writing and the web address that carries it",
    check=check,
    find=find,
    show_safely=show_safely,
    as_written=True,
)
