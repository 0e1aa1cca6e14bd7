"""E-mail addresses: the domain by IDNA, the local part in lower case, provider rules as a weaker key.

RFC 5321 lets a server tell `Ana` from `ana`; no provider of any size does, people write both, and a person's
address in two spellings must meet. So the normal form lowers the local part, and `written` keeps the writing.
"""

import re
import unicodedata
from collections.abc import Iterator

from mozaik.selectors.host import ascii_host, country_of_host, mixes_scripts
from mozaik.selectors.kind import Selector, SelectorKind, words
from mozaik.selectors.kinds import onion
from mozaik.selectors.noise import listed
from mozaik.selectors.outline import Outline
from mozaik.terms import Handling

_LOCAL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}+")
_BEFORE = re.compile(r"[\w.+'!-]{1,65}+")
_DOMAIN = re.compile(r"[\w.-]{1,254}+")
_COMMON_TOPS = words(
    "com org net edu gov mil int info biz name pro app dev xyz online site email example test"
)
_FILE_ENDINGS = words("mov zip")
"""Top-level domains that stand behind an @ as the ending of a file's name, and hardly ever in an address."""
OTHER_NAMESPACES = words(
    "s.whatsapp.net g.us c.us lid.whatsapp.net talk.kik.com groups.kik.com conference.talk.kik.com "
    "thread.skype p2p.thread.skype cast.skype unq.gbl.spaces chat.facebook.com"
)
"""Hosts of messengers: before them stands a phone number, a group or an account, and not a mailbox."""
_WRAP = re.compile(r"\r?\n[> ]{0,4}")
_REPOSITORY = re.compile(r":[\w./~-]{1,200}\.git(?!\w)")
_CONTENT_ID = re.compile(
    r"(?i)(?:message-id|in-reply-to|references|content-id)[ \t]{0,2}[:=](?:[^\r\n]|\r?\n[ \t]){0,600}\Z|"
    r"(?:cid|mid):\Z"
)
"""What stands before the name of a message or a part of one: it is shaped like an address."""
_ESCAPED = words("09 0A 0D 20 22 27 28 2C 3A 3B 3C 3D 3E 5B 7C")
"""Hexadecimal digits of the signs before an address, as quoted-printable writes them behind `=`."""
_SIP_PHONE = re.compile(r"\+\d{7,15}\Z")
_ALIASES = {
    "googlemail.com": "gmail.com",
    "protonmail.com": "proton.me",
    "pm.me": "proton.me",
    "me.com": "icloud.com",
    "mac.com": "icloud.com",
    "ya.ru": "yandex.ru",
    "yandex.com": "yandex.ru",
}
_IGNORED = {"gmail.com": ".", "proton.me": ".-_"}
_TAGGED = words("gmail.com proton.me icloud.com outlook.com hotmail.com live.com fastmail.com")


def check(text: str) -> str | None:
    """The normal form of an address, or None; quoted local parts and address literals are not read."""
    local, _, domain = text.strip().rpartition("@")
    local = unicodedata.normalize("NFC", local).lower()
    if not _LOCAL.fullmatch(local) or len(local.encode()) > 64:
        return None
    if local[0] == "." or local[-1] == "." or ".." in local or "_" in domain:
        return None
    host = ascii_host(domain)
    if host is None or host in OTHER_NAMESPACES or _is_no_mail_host(host) or len(local) + len(host) > 253:
        return None
    return f"{local}@{host}"


def _is_no_mail_host(host: str) -> bool:
    """Whether a host is a file's name, or an onion service without a right checksum."""
    *_, second, top = host.split(".")
    return top in _FILE_ENDINGS or (top == "onion" and onion.check(second) is None)


def find(outline: Outline, _region: str | None) -> Iterator[Selector]:
    """Addresses around each `@`: at most 65 characters before it and 254 after it are looked at."""
    text = outline.text
    at = text.find("@")
    while at >= 0:
        if text[at - 1 : at].isalnum() or text[at - 1 : at] in ("_", "-", "+", "'", "!"):
            selector = _around(text, at)
            if selector:
                yield selector
        at = text.find("@", at + 1)


def _around(text: str, at: int) -> Selector | None:
    backwards = _BEFORE.match(text[max(0, at - 66) : at][::-1])
    wrap = _WRAP.match(text, at + 1)
    after = _DOMAIN.match(text, wrap.end() if wrap else at + 1)
    if (
        backwards is None
        or after is None
        or len(backwards[0]) > 64
        or text[after.end() : after.end() + 1] == "@"
    ):
        return None
    local = backwards[0][::-1].lstrip(".'-+!")
    if text[after.end() - 1] == "_":  # a sentence dressed with underscores
        local = local.lstrip("_")
    domain = after[0].rstrip(".-_")
    ends_escaped = text.startswith("=", after.start() + len(domain))
    if local[:2] in _ESCAPED and ends_escaped and text[at - len(local) - 1 : at - len(local)] == "=":
        local = local[2:]  # `=3Cana@example.org=3E`, a piece of a mail
    start = at - len(local)
    if (
        not local
        or _SIP_PHONE.search(text[max(0, at - 17) : at])
        or (local == "git" or _REPOSITORY.match(text, after.end()))
        or text[at - len(backwards[0]) - 1 : at - len(backwards[0])] == "@"
        or _in_userinfo(text, start)
        or unicodedata.category(text[start - 1 : start] or " ")[0] == "M"
        or (text[start - 1 : start] in ("<", ":") and _CONTENT_ID.search(text[max(0, start - 620) : start]))
    ):
        return None
    value = check(f"{local}@{domain}") if _plausible(local) else None
    written = text[start : after.start() + len(domain)]
    return Selector("email", value, written, start) if value and not _looks_random(value) else None


def _plausible(local: str) -> bool:
    """Whether a local part in running text is one: ASCII, or letters of a script that is not Latin."""
    return local.isascii() or not any(sign < "\u0250" and sign.isalpha() for sign in local)


def _looks_random(value: str) -> bool:
    """Whether the domain is one or two letters below a rare top domain: noise of binary data."""
    *_, second, top = value.rpartition("@")[2].split(".")
    return len(top) > 2 and len(second) < 3 and top not in _COMMON_TOPS


def _in_userinfo(text: str, start: int) -> bool:
    """Whether the characters before belong to `scheme://name:` of a URL."""
    if text[start - 1 : start] not in (":", "/"):
        return False
    before = text[max(0, start - 80) : start]
    rest = before.rpartition("://")
    return bool(rest[1]) and not any(sign in rest[2] for sign in "/?# \n\t")


def show_safely(value: str) -> str:
    """The first letter and the top domain: `a…@….org`."""
    return f"{value[0]}…@….{value.rpartition('.')[2]}"


def country_of(value: str) -> str | None:
    """The country of the domain's country code."""
    return country_of_host(value)


def noise_reason(value: str) -> str | None:
    """Role addresses and disposable domains prove little by themselves."""
    local, _, host = value.partition("@")
    return listed("email_local").get(local) or listed("email_host").get(host)


def warning(value: str) -> str | None:
    """Domains with look-alike letters."""
    return "the domain mixes look-alike letters" if mixes_scripts(value.rpartition("@")[2]) else None


def weak_keys(value: str) -> tuple[str, ...]:
    """The mailbox by the provider's rules (dots, +tag, alias domains) where it differs from the address."""
    local, _, host = value.rpartition("@")
    host = _ALIASES.get(host, host)
    if host in _TAGGED:
        local = local.partition("+")[0] or local
    kept = "".join(letter for letter in local if letter not in _IGNORED.get(host, ""))
    mailbox = f"{kept or local}@{host}"
    return (mailbox,) if mailbox != value else ()


KIND = SelectorKind(
    name="email",
    doc="an e-mail address",
    normal_form="local part and domain in lower case, the domain in ASCII (IDNA)",
    examples=(
        ("Ana.Primer@Example.ORG", "ana.primer@example.org"),
        ("ana@bücher.example", "ana@xn--bcher-kva.example"),
        ("ana+tag@mail.example", "ana+tag@mail.example"),
    ),
    counter_examples=(
        "ana@",
        "@example.org",
        "ana@localhost",
        "a..b@example.org",
        "icon@2x.png",
        "ana example.org",
    ),
    handling=Handling.H2,
    erasure="erase the value, its writing, its weak keys and every link that names it",
    check=check,
    find=find,
    show_safely=show_safely,
    country_of=country_of,
    noise_reason=noise_reason,
    weak_keys=weak_keys,
    warning=warning,
)
