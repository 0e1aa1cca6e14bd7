"""Accounts at known services, `service:handle`, from profile addresses or handles beside a service's name.

The same handle at another service is another account. A bare `@handle` names no service and is not read.
"""

import re
from collections.abc import Callable, Iterator

from mozaik.selectors.host import ascii_host
from mozaik.selectors.kind import Selector, SelectorKind
from mozaik.selectors.noise import listed
from mozaik.selectors.outline import Outline
from mozaik.selectors.services import NO_HANDLES, SCHEME_NAMES, SCHEMES, SERVICES, Service
from mozaik.terms import Handling

_BY_NAME = {service.name: service for service in SERVICES}
_BY_HOST = {host: service for service in SERVICES for host in service.hosts}
_BY_WORD = {word: service for service in SERVICES for word in service.called}
_HANDLES = {service.name: re.compile(service.handle) for service in SERVICES}
_EXACT = {service.name: re.compile(service.exact) for service in SERVICES if service.exact}
_HOST_END = re.compile(r"\.(?:me|com|dog|am|ru|net|app|tv|id)/", re.IGNORECASE)
_HOST = re.compile(r"[a-zA-Z0-9.-]{1,30}+")
_SCHEME_END = re.compile(r":(?<=[^\W\d_].)(?=[/\w])")
_SCHEME = re.compile(r"[a-zA-Z]{2,9}+(?![\w.+-])")
_PATH = re.compile(r"[A-Za-z0-9_.@/?=-]{1,140}+")
_PROFILE_HANDLE = re.compile(r"[A-Za-z0-9_.-]{1,140}+")
_WORD_BEFORE = re.compile(
    r"[ \t\"']{0,3}[^\w\s\"'@]{0,4}[ \t\"']{0,3}+(\w{2,12}+)(?![\w.@/]|-(?![xX](?!\w)))"
)
"""The name of a service before `@handle`, read backwards; a colon, quotes or a picture may part them."""
_HANDLE_AFTER = re.compile(r"[A-Za-z0-9_.]{2,40}+")
_ON_SERVICE = re.compile(r"(?i)[ \t]{1,3}(?:on|na|auf|su|sur|en|no|op|via|на|в|у)[ \t]{1,3}(\w{2,14}+)")
_STATED = re.compile(
    r"[:=](?:(?<=[^\W\d_].)|(?<=[^\W\d_][ \t].))[ \t]{0,3}"
    r"((?:live:\.?)?+[A-Za-z0-9_][A-Za-z0-9_.#-]{1,39}+)(?![\w@/:])"
)
"""A handle behind a colon, where the name of a service may stand before it."""
_SIGN_INSIDE = re.compile(
    r"[._#](?<=[A-Za-z0-9].)(?=[A-Za-z0-9])(?!(?<=[^A-Za-z0-9]\d\d.)\d)|\d(?<=[A-Za-z]{4}.)(?=\d{1,3}(?!\w))"
)
_ID = re.compile(r"[ \t](?:id|ID|Id)[ \t]{1,2}(?=[A-Za-z0-9])")
_FIRST_PART = re.compile(r"([A-Za-z0-9]{1,30}+)(?=[ \t])")
_TOLD = re.compile(r"([A-Za-z0-9_.#-]{2,40}+)(?![\w@/:])")
"""A handle behind a space, which no word looks like, where the name of a service may stand before it."""
_NAME_BEFORE = re.compile(
    r"[ \t]{0,2}(?:(di|resu|emanresu|tnuocca|liforp|kcin|kin|emi|eman|kinbaropu)[ \t:]{1,3})?"
    r"(\w{2,12}+)(?![\w.@/]|-(?!x(?!\w)))",
    re.IGNORECASE,
)
"""The name of a service, read backwards; `id` or `user` may stand behind it."""
_CARD = re.compile(
    r"(?i)X-SERVICE-TYPE=([A-Za-z]{2,14})[^:\r\n]{0,80}:(?:[a-z-]{1,12}:)?([A-Za-z0-9_.@#-]{2,60})"
)
"""A messenger's line of a card."""
_SENTENCE = re.compile(r"[ \t]{1,3}[^\W\d_]")
_REDDIT = re.compile(r"u/(?:(?<![\w./:]u/)|(?<=/u/)(?<![\w./:]/u/))([A-Za-z0-9_-]{5,20}+)(?![\w/.])")
_FEDERATED_PAGE = re.compile(
    r"(?<![\w.@-])((?:[A-Za-z0-9-]{1,40}\.){0,3}(?:mastodon|mstdn|pixelfed)(?:[A-Za-z0-9-]{0,20}\.)[A-Za-z0-9.-]{2,40})/@"
    r"([A-Za-z0-9_.]{1,30})"
)
_KIK = re.compile(r"(?<![\w.+-])([A-Za-z0-9._]{2,20}?)(?:_[a-z0-9]{3})?@talk\.kik\.com(?![\w-]|\.\w)")
"""An address of Kik: the name, and three signs that the service adds."""
_FACEBOOK = re.compile(r"(?<![\w.+])-?([0-9]{5,20})@chat\.facebook\.com(?![\w-]|\.\w)")
_SKYPE = re.compile(r"(?<![\w.:+-])8:(live:[A-Za-z0-9_.,-]{3,63}+)|\A8:([A-Za-z][A-Za-z0-9_.,-]{5,31})\Z")
"""An account as Skype names it; without `live:` only where it is the whole text."""
_FEDERATED = re.compile(r"@(?<![\w.@/+-]@)([A-Za-z0-9_.-]{1,30}+)@([A-Za-z0-9.-]{4,120}+)")


def check(text: str) -> str | None:
    """`service:handle` for a known service and a handle it could give, or None.

    In lower case, but for identifiers in which the service itself tells letter case.
    """
    name, _, handle = text.strip().partition(":")
    handle = handle.strip().removeprefix("@")
    service = _BY_NAME.get(name.lower()) or _BY_WORD.get(name.lower())
    if service is None:
        return None
    if service.exact and _EXACT[service.name].fullmatch(handle):
        return f"{service.name}:{handle}"
    handle = handle.lower()
    if handle in service.pages or not _HANDLES[service.name].fullmatch(handle):
        return None
    if service.name == "mastodon" and ascii_host(handle.partition("@")[2]) is None:
        return None
    return f"{service.name}:{handle}" if any(sign.isalnum() for sign in handle) else None


def find(outline: Outline, _region: str | None) -> Iterator[Selector]:
    """Profile addresses, with or without a scheme, and handles beside the name of a service."""
    text = outline.text
    taken: set[int] = set()
    for selector in _every(text):
        if selector.start not in taken:
            taken.update(range(selector.start, selector.start + len(selector.written)))
            yield selector


def _every(text: str) -> Iterator[Selector]:
    for anchor in _HOST_END.finditer(text):
        selector = _profile(text, anchor.start(), anchor.end())
        if selector:
            yield selector
    yield from _in_schemes(text)
    if "/@" in text:
        yield from _matched(_FEDERATED_PAGE, text, lambda match: f"mastodon:{match[2]}@{match[1]}")
    if "SERVICE" in text:
        yield from _matched(_CARD, text, lambda match: f"{match[1]}:{match[2]}")
    if "u/" in text:
        yield from _matched(_REDDIT, text, lambda match: f"reddit:{match[1]}")
    if "@" in text:
        yield from _matched(_FEDERATED, text, lambda match: f"mastodon:{match[1]}@{match[2].rstrip('.-')}")
        yield from _in_addresses(text)
        yield from _mentions(text)
    if "8:live:" in text or text.startswith("8:"):
        yield from _matched(_SKYPE, text, lambda match: f"skype:{(match[1] or match[2]).rstrip('.,-')}")
    yield from _stated(text)


def _in_addresses(text: str) -> Iterator[Selector]:
    """Addresses of messengers that are shaped like e-mail and name an account."""
    if "@talk.kik.com" in text:
        yield from _matched(_KIK, text, lambda match: f"kik:{match[1]}")
    if "@chat.facebook.com" in text:
        yield from _matched(_FACEBOOK, text, lambda match: f"facebook:{match[1]}")


def _matched(pattern: re.Pattern[str], text: str, read: Callable[[re.Match[str]], str]) -> Iterator[Selector]:
    for match in pattern.finditer(text):
        value = check(read(match))
        if value:
            yield Selector("account", value, match[0].rstrip(".-"), match.start())


def _in_schemes(text: str) -> Iterator[Selector]:
    """Links that open a service's own application at an account."""
    for end in _SCHEME_END.finditer(text):
        name = _SCHEME.match(text[max(0, end.start() - 10) : end.start()][::-1])
        start = end.start() - len(name[0]) if name else 0
        if name is None or name[0][::-1].lower() not in SCHEME_NAMES:
            continue
        match = SCHEMES.match(text, start)
        handle = match[4].rstrip(".,:-") if match else ""
        if match and handle.lower() not in NO_HANDLES:
            selector = _account(match[1] or match[2] or match[3], handle, text, start, match.start(4))
            if selector:
                yield selector


def _profile(text: str, dot: int, path_start: int) -> Selector | None:
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
            handle = _PROFILE_HANDLE.match(path[0], len(prefix))
            return (
                _account(service.name, handle[0].rstrip(".-"), text, start, path_start + len(prefix))
                if handle
                else None
            )
    return None


def _account(name: str, handle: str, text: str, start: int, handle_start: int) -> Selector | None:
    value = check(f"{name}:{handle}")
    return Selector("account", value, text[start : handle_start + len(handle)], start) if value else None


def _mentions(text: str) -> Iterator[Selector]:
    """`@handle` right after or before the name of a service."""
    at = text.find("@")
    while at >= 0:
        if not text[at - 1 : at].isalnum():
            selector = _mention(text, at)
            if selector:
                yield selector
        at = text.find("@", at + 1)


def _mention(text: str, at: int) -> Selector | None:
    after = _HANDLE_AFTER.match(text, at + 1)
    if after is None or text[after.end() : after.end() + 1] in ("@", "-"):
        return None
    before = _WORD_BEFORE.match(text[max(0, at - 24) : at][::-1])
    service = _BY_WORD.get(before[1][::-1].lower()) if before else None
    handle = after[0].rstrip(".")
    if service is None:
        behind = _ON_SERVICE.match(text, at + 1 + len(handle))
        service = _called(behind[1].lower()) if behind else None
    if service is None or handle.lower() in NO_HANDLES:
        return None
    value = check(f"{service.name}:{handle}")
    return Selector("account", value, "@" + handle, at) if value else None


def _called(word: str) -> Service | None:
    """The service of a name that may be inflected: `telegramu`, `instagramom`."""
    return next(
        (
            _BY_WORD[word[:end]]
            for end in range(len(word), max(2, len(word) - 4), -1)
            if word[:end] in _BY_WORD
        ),
        None,
    )


def _stated(text: str) -> Iterator[Selector]:
    """`kik: anaprimer99`, `ig ana.primer`, `threema id ABCD1234`; a plain word does not begin a sentence."""
    for match in _STATED.finditer(text):
        is_in_sentence = _SENTENCE.match(text, match.end()) is not None
        if not (match[1].isalpha() and is_in_sentence):
            yield from _beside_name(text, match, needs_id=False)
    for start, needs_id in _told_places(text):
        told = _TOLD.match(text, start)
        if told:
            yield from _beside_name(text, told, needs_id=needs_id)


def _told_places(text: str) -> Iterator[tuple[int, bool]]:
    """Where a handle may begin behind a space: one with a sign inside, or one behind `id`."""
    for sign in _SIGN_INSIDE.finditer(text):
        part = _FIRST_PART.match(text[max(0, sign.start() - 31) : sign.start()][::-1])
        if part:
            yield sign.start() - len(part[1]), False
    for word in _ID.finditer(text) if any(name in text for name in (" id ", " ID ", " Id ")) else ():
        yield word.end(), True


def _beside_name(text: str, match: re.Match[str], *, needs_id: bool) -> Iterator[Selector]:
    """The account of a handle, if the name of a service (and `id`, where that is needed) stands before it."""
    before = _NAME_BEFORE.match(text[max(0, match.start() - 28) : match.start()][::-1])
    service = _BY_WORD.get(before[2][::-1].lower()) if before else None
    if before is None or service is None or (needs_id and not before[1]):
        return
    handle = match[1].rstrip(".-")
    if handle.lower() in NO_HANDLES or _is_number(handle) or _is_word(handle) or ascii_host(handle):
        return
    selector = _account(service.name, handle, text, match.start(1), match.start(1))
    if selector:
        yield selector


def _is_number(handle: str) -> bool:
    return handle.replace(".", "").replace("-", "").isdecimal()


def _is_word(handle: str) -> bool:
    """Whether a handle is too short a word to be told from the sentence that it stands in."""
    return handle.isalpha() and len(handle) < 4


def show_safely(value: str) -> str:
    """The service and the first letter: `telegram:a…`."""
    name, _, handle = value.partition(":")
    return f"{name}:{handle[:1]}…"


def noise_reason(value: str) -> str | None:
    """Handles that stand for a role and not for a person."""
    return listed("account_handle").get(value.partition(":")[2])


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
