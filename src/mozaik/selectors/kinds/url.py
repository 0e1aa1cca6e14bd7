"""Web addresses in a normal form like that of the WHATWG URL standard.

Kept as written: path (dot segments resolved), query, letter case of both. Percent escapes are written as RFC
3986 (6.2.2) says: those of unreserved characters are read, others have capital digits. Dropped: fragment,
default port, user name and password (a credential is not a part of the place). Lowered: scheme and host.
"""

import ipaddress
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import quote, unquote

from mozaik.selectors.host import ascii_host, country_of_host, mixes_scripts
from mozaik.selectors.kind import Selector, SelectorKind
from mozaik.selectors.kinds import onion
from mozaik.selectors.noise import listed
from mozaik.selectors.outline import Outline
from mozaik.terms import Handling

_LONGEST = 2048
_SCHEME_END = re.compile(r"://(?<=[fpsFPS]...)")
_ANCHOR = re.compile(r":(?<=[fpsFPS]:)//|[wW]{3}\.(?<![\w@/.\\%-]....)(?=\w)|%3[aA]%2[fF]%2[fF]")
"""Where an address may begin: behind its scheme, at a bare `www.`, and inside another one's query."""
_SCHEME = re.compile(r"(?i)(?:ptth|sptth|ptf)(?![^\W_]|[+.-])")
_RUN = re.compile(r"[^\s<>\"{}|\\^`«»“”„。，、；！？）】」』》\x00-\x1f\x7f\ufffd]{1,2049}+")
_INNER = re.compile(r"[^\s<>\"{}|\\^`&#;=]{1,2049}+")
_BRACKETS = re.compile(r"\[/|[\[\]]")
_PARTS = re.compile(r"(?i)(https?|ftp)://([^/?#]{1,1000}+)([^?#]*+)(\?[^#]*+)?(?:#.*+)?", re.DOTALL)
_ESCAPE = re.compile(r"(?<!%)(?<!%[0-9A-Fa-f])%([0-9A-Fa-f]{2})")
"""An escape; behind a percent sign that is none it stays, so that reading twice is reading once."""
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PORTS = {"http": "80", "https": "443", "ftp": "21"}
_CLOSERS = {")": "(", "]": "["}


def check(text: str) -> str | None:
    """The normal form of an http, https or ftp address, or None; `www.` alone stands for http."""
    text = text.strip()
    if text[:4].lower() == "www.":
        text = "http://" + text
    match = _PARTS.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None or any(sign.isspace() for sign in text):
        return None
    scheme = match[1].lower()
    host, port = _host_and_port(match[2].rpartition("@")[2])
    if host is None or port is None:
        return None
    if port and port != _PORTS[scheme]:
        host += ":" + port
    return f"{scheme}://{host}{_path(_escaped(match[3]))}{_escaped(match[4] or '')}"


def _host_and_port(authority: str) -> tuple[str | None, str | None]:
    """Host in normal form (None: not one) and port digits ('' for none, None for a wrong one)."""
    if authority.startswith("["):
        inner, _, rest = authority[1:].partition("]")
        host: str | None = _ip(inner, "[{}]")
        port = rest.removeprefix(":")
        if rest and not rest.startswith(":"):
            return None, None
    else:
        name, _, port = authority.partition(":")
        last = name.removesuffix(".").rpartition(".")[2]
        host = _ip(name, "{}") if last.isdigit() else _domain(name)
    if port and (not port.isascii() or not port.isdigit() or len(port) > 5 or int(port) > 65535):
        return host, None
    return host, str(int(port)) if port else ""


def _domain(name: str) -> str | None:
    host = ascii_host(unquote(name))
    if host and host.endswith(".onion") and len(host.split(".")[-2]) != 16 and onion.check(host) is None:
        return None
    return host


def _ip(text: str, shape: str) -> str | None:
    try:
        return shape.format(ipaddress.IPv6Address(text) if shape != "{}" else ipaddress.IPv4Address(text))
    except ValueError:
        return None


def _path(path: str) -> str:
    """The path with dot segments resolved; an empty one is `/`."""
    kept: list[str] = []
    segments = path.split("/")[1:] or [""]
    for number, segment in enumerate(segments):
        last = number == len(segments) - 1
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
            continue
        if last:
            kept.append("")
    return "/" + "/".join(kept)


def _escaped(text: str) -> str:
    """Characters outside ASCII as escapes of UTF-8, escapes in their one form; all else as written."""
    if not text.isascii():
        text = "".join(sign if sign.isascii() else quote(sign) for sign in text)
    return _ESCAPE.sub(_read_escape, text)


def _read_escape(match: re.Match[str]) -> str:
    sign = chr(int(match[1], 16))
    return sign if sign in _UNRESERVED else match[0].upper()


def find(outline: Outline, _region: str | None) -> Iterator[Selector]:
    """Addresses with a scheme or a `www.`; closing punctuation stays with the sentence.

    An address that another one carries in its query, percent-encoded, is found beside it.
    """
    text = outline.text
    end = 0
    is_plain = "%3" not in text and not any(name in text for name in ("www.", "WWW.", "Www."))
    for anchor in (_SCHEME_END if is_plain else _ANCHOR).finditer(text):
        if text[anchor.start()] == "%":
            selector = _carried(text, anchor)
        elif anchor.start() < end:
            continue
        else:
            selector, end = _open(text, anchor, end)
        if selector:
            yield selector


def _open(text: str, anchor: re.Match[str], end: int) -> tuple[Selector | None, int]:
    """The address at an anchor, if there is one, and where its run of characters ends."""
    is_bare = anchor[0][0] in "wW"
    scheme = None if is_bare else _SCHEME.match(text[max(0, anchor.start() - 6) : anchor.start()][::-1])
    run = _RUN.match(text, anchor.start() if is_bare else anchor.end())
    if run is None or (scheme is None and not is_bare):
        return None, end
    start = anchor.start() - (len(scheme[0]) if scheme else 0)
    whole = _to_bracket(text[start : run.end()])
    written = _undressed(text, start, trim(whole))
    value = check(written) if len(written) <= _LONGEST else None
    return (Selector("url", value, written, start) if value else None), start + len(whole)


def _to_bracket(written: str) -> str:
    """An address up to a bracket that it did not open: `[url=https://forum.example/a]here[/url]`."""
    depth = 0
    for bracket in _BRACKETS.finditer(written) if "[" in written or "]" in written else ():
        depth += 1 if bracket[0] == "[" else -1
        if depth < 0 or bracket[0] == "[/":
            return written[: bracket.start()]
    return written


def _carried(text: str, anchor: re.Match[str]) -> Selector | None:
    scheme = _SCHEME.match(text[max(0, anchor.start() - 6) : anchor.start()][::-1])
    rest = _INNER.match(text, anchor.end())
    if scheme is None or rest is None:
        return None
    start = anchor.start() - len(scheme[0])
    written = text[start : rest.end()]
    value = check(trim(unquote(written)))
    return Selector("url", value, written, start) if value else None


def _undressed(text: str, start: int, written: str) -> str:
    """Without the sign that stands on both sides of an address: `~https://site.example/~`."""
    before = text[start - 1 : start]
    return trim(written[:-1]) if before and before in "~|'_*" and written.endswith(before) else written


def trim(written: str) -> str:
    """Without closing punctuation, and without a closing bracket that was not opened inside."""
    while written:
        last = written[-1]
        if (
            (not last.isascii() and unicodedata.category(last)[0] in "PSZC")
            or last in ".,;:!?'*_"
            or (last in _CLOSERS and written.count(last) > written.count(_CLOSERS[last]))
        ):
            written = written[:-1]
        else:
            break
    return written


def show_safely(value: str) -> str:
    """Scheme and top domain: `https://….org/…`; nothing of a numeric host."""
    top = _host(value).rpartition(".")[2]
    return (
        f"{value.partition('://')[0]}://….{top}/…" if top.isalpha() else f"{value.partition('://')[0]}://…/…"
    )


def country_of(value: str) -> str | None:
    """The country of the host's country-code domain."""
    return country_of_host(_host(value))


def noise_reason(value: str) -> str | None:
    """Short links and the front pages of sites that everyone visits prove little."""
    host = _host(value).removeprefix("www.")
    bare = value.partition("://")[2].partition("/")[2] == ""
    is_front = bare and host in listed("domain")
    return listed("url_host").get(host, "front page of a site that everyone visits" if is_front else None)


def warning(value: str) -> str | None:
    """Hosts with look-alike letters."""
    return "the host mixes look-alike letters" if mixes_scripts(_host(value)) else None


def _host(value: str) -> str:
    return value.partition("://")[2].partition("/")[0].partition(":")[0]


KIND = SelectorKind(
    name="url",
    doc="a web address with scheme and host",
    normal_form="scheme and host in lower case (IDNA), no default port, no credentials, no fragment",
    examples=(
        ("HTTPS://Example.ORG:443/A/../b?q=1#top", "https://example.org/b?q=1"),
        ("http://bücher.example", "http://xn--bcher-kva.example/"),
        ("https://forum.example/тема", "https://forum.example/%D1%82%D0%B5%D0%BC%D0%B0"),
        ("http://192.0.2.7:8080/x", "http://192.0.2.7:8080/x"),
        ("https://forum.example/%7eana/%c5%a1", "https://forum.example/~ana/%C5%A1"),
    ),
    counter_examples=(
        "example.org/x",
        "https://",
        "https://exa mple.org/",
        "http://example.org:99999/",
        "file:///etc",
    ),
    handling=Handling.H0,
    erasure="erase the value and its writing; the onion, account or e-mail in it is erased as its own kind",
    check=check,
    find=find,
    as_written=True,
    show_safely=show_safely,
    country_of=country_of,
    noise_reason=noise_reason,
    warning=warning,
)
