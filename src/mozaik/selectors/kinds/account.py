"""Accounts at known services, `service:handle`, from profile addresses or `@handle` after a service's name.

The same handle at another service is another account. A bare `@handle` names no service and is not read.
"""

import re
from collections.abc import Iterator

from mozaik.selectors.kind import Found, SelectorKind
from mozaik.selectors.services import SERVICES
from mozaik.terms import Handling

_BY_NAME = {service.name: service for service in SERVICES}
_BY_HOST = {host: service for service in SERVICES for host in service.hosts}
_BY_WORD = {word: service for service in SERVICES for word in service.called}
_HANDLES = {service.name: re.compile(service.handle) for service in SERVICES}
_HOST_END = re.compile(r"\.(?:me|com|dog|am|ru)/", re.IGNORECASE)
_HOST = re.compile(r"[a-zA-Z0-9.-]{1,30}+")
_PATH = re.compile(r"[A-Za-z0-9_.@/-]{1,140}+")
_WORD_BEFORE = re.compile(r"[ \t]{0,2}[(:=\-–]?[ \t]{0,2}+(\w{2,12}+)(?![\w.@/-])")
_BEFORE_MENTION = frozenset(" \t:(=-–")
_HANDLE_AFTER = re.compile(r"[A-Za-z0-9_.]{2,40}+")


def check(text: str) -> str | None:
    """`service:handle` in lower case for a known service and a handle it could give, or None."""
    name, _, handle = text.strip().lower().partition(":")
    handle = handle.removeprefix("@")
    service = _BY_NAME.get(name) or _BY_WORD.get(name)
    if service is None or handle in service.pages or not _HANDLES[service.name].fullmatch(handle):
        return None
    return f"{service.name}:{handle}" if any(sign.isalnum() for sign in handle) else None


def find(text: str, _region: str | None) -> Iterator[Found]:
    """Profile addresses, with or without a scheme, and `@handle` right after the name of a service."""
    for anchor in _HOST_END.finditer(text):
        found = _profile(text, anchor.start(), anchor.end())
        if found:
            yield found
    at = text.find("@")
    while at >= 0:
        if text[at - 1 : at] in _BEFORE_MENTION:
            found = _mention(text, at)
            if found:
                yield found
        at = text.find("@", at + 1)


def _profile(text: str, dot: int, path_start: int) -> Found | None:
    before = _HOST.match(text[max(0, dot - 30) : dot][::-1])
    path = _PATH.match(text, path_start)
    if before is None or path is None:
        return None
    host = before[0][::-1] + text[dot : path_start - 1]
    start = dot - len(before[0])
    service = _BY_HOST.get(host.lower().removeprefix("www."))
    if service is None or (start and (text[start - 1].isalnum() or text[start - 1] in "_@")):
        return None
    for prefix in sorted(service.prefixes, key=len, reverse=True):
        if path[0].lower().startswith(prefix):
            handle = path[0][len(prefix) :].partition("/")[0].rstrip(".-")
            normal = check(f"{service.name}:{handle}") if not handle.startswith("@") else None
            end = path_start + len(prefix) + len(handle)
            return Found("account", normal, text[start:end], start) if normal else None
    return None


def _mention(text: str, at: int) -> Found | None:
    before = _WORD_BEFORE.match(text[max(0, at - 20) : at][::-1])
    after = _HANDLE_AFTER.match(text, at + 1)
    if before is None or after is None or text[after.end() : after.end() + 1] in ("@", "-"):
        return None
    service = _BY_WORD.get(before[1][::-1].lower())
    if service is None:
        return None
    handle = after[0].rstrip(".")
    normal = check(f"{service.name}:{handle}")
    return Found("account", normal, "@" + handle, at) if normal else None


def show_safely(normal: str) -> str:
    """The service and the first letter: `telegram:a…`."""
    name, _, handle = normal.partition(":")
    return f"{name}:{handle[:1]}…"


def noise_reason(normal: str) -> str | None:
    """Handles that stand for a role and not for a person."""
    handle = normal.partition(":")[2]
    role = handle in {"admin", "support", "info", "help", "official", "username", "user", "durov", "telegram"}
    return "handle of a role or a service, not of a person" if role else None


KIND = SelectorKind(
    name="account",
    doc="an account at a known service",
    normal_form="service:handle in lower case, without @",
    examples=(
        ("telegram:@Ana_Example", "telegram:ana_example"),
        ("tg:ana_example", "telegram:ana_example"),
        ("instagram:ana.example", "instagram:ana.example"),
    ),
    counter_examples=(
        "ana_example",
        "@ana_example",
        "telegram:joinchat",
        "telegram:a",
        "nowhere:ana_example",
    ),
    handling=Handling.H2,
    erasure="erase the value, its writing and every link that names it",
    check=check,
    find=find,
    show_safely=show_safely,
    noise_reason=noise_reason,
)
