"""Names of hosts that stand alone, without an address around them.

Names of files, of packages and of parts of programs look the same, and a sentence whose full stop lacks its
space ends one. So only endings that are neither words nor file endings count alone; any other needs a word
before it that calls it a host, or a path behind it.
"""

import re
from collections.abc import Iterator

from mozaik.selectors.host import ascii_host, mixes_scripts
from mozaik.selectors.kind import Selector, SelectorKind, words
from mozaik.selectors.kinds.email import OTHER_NAMESPACES
from mozaik.selectors.noise import listed
from mozaik.selectors.outline import Outline
from mozaik.selectors.services import SERVICES
from mozaik.terms import Handling

_DOT = re.compile(r"\.(?=[a-zA-Z])(?<=[A-Za-z0-9].)")
_BEFORE = re.compile(r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?")
_NAME = re.compile(r"[a-zA-Z0-9-]{1,63}(?:\.[a-zA-Z0-9-]{1,63}){1,8}+")
_CLEAR = words("com net org info biz eu ru rs hr mk bg hu ro ua by gr uk cz sk pl ch example")
"""Endings that stand alone: hardly a word, a file or a part of a program ends so."""
_LEAD = re.compile(
    r"(?i)(?<![^\W_])(?:domen\w{0,2}|domain\w{0,2}|host(?:name)?|site|website|web|server|strana|stran\w{0,2}|sajt\w{0,2}|forum\w{0,2}|dns|whois|sni|ns|mx|cname|"
    r"портал\w{0,2}|сајт\w{0,2}|сайт\w{0,2}|страниц\w{0,2}|домен\w{0,2}|visit|on|na|at|"
    r"na strani)(?:[ ]{1,2}|[\"']?[ ]?[:=>(][ ]?[\"']?|\n)(?:is |je )?\Z"
)
_CODE = re.compile(r"[\w\])]\Z|[@/\\=:$#%&~.-]\Z")
_AFTER = re.compile(r"[(@\[{\\=]|[\w-]|\.\w|:[A-Za-z]")
_PATH = re.compile(r"(?::\d{2,5})?/[A-Za-z0-9]")
_HOSTS = frozenset(host for service in SERVICES for host in service.hosts) | OTHER_NAMESPACES
_INVITING = words(
    "discord.gg chat.whatsapp.com matrix.to signal.group invite.viber.com join.skype.com ig.me wa.me"
)
_PROGRAM = words(
    "self this module exports get set log logger logging console req res ctx err app sys os system"
)
"""What members of a program (`logger.info`) begin with."""
_SOURCES = words("lib.rs main.rs mod.rs build.rs")
"""Names of files of a language whose ending is a country's."""
_LEFT = _HOSTS | _INVITING | _SOURCES
_NOISE = listed("domain")


def check(text: str) -> str | None:
    """The name in lower-case ASCII (IDNA), without a dot behind it; None for onion services."""
    host = ascii_host(text.strip())
    return host if host and host.rpartition(".")[2] != "onion" and "_" not in host else None


def find(outline: Outline, _region: str | None) -> Iterator[Selector]:
    """Names that stand alone, by their ending or by what stands around them."""
    text, end = outline.text, 0
    for dot in _DOT.finditer(text):
        if dot.start() < end:
            continue
        before = _BEFORE.match(text[max(0, dot.start() - 64) : dot.start()][::-1])
        start = dot.start() - len(before[0]) if before else dot.start()
        name = _NAME.match(text, start)
        if before is None or name is None:
            continue
        end = name.end()
        written = name[0].rstrip("-")
        value = check(written) if _stands_alone(outline, start, start + len(written), written) else None
        if value:
            yield Selector("domain", value, written, start)


def _stands_alone(outline: Outline, start: int, end: int, written: str) -> bool:
    text = outline.text
    is_led = outline.behind(_LEAD, start, 30)
    if (_CODE.search(text[max(0, start - 1) : start]) and not is_led) or _AFTER.match(text, end):
        return False
    if any(sign.isdecimal() for sign in written.rpartition(".")[2]) or written.replace(".", "").isdecimal():
        return False
    if (
        written[:4].lower() == "www."
        or written.lower() in _LEFT
        or written.partition(".")[0] in _PROGRAM
        or text[max(0, start - 6) : start].rstrip().endswith("@")
    ):
        return False  # an address, a profile, or the second line of a mailbox
    top = written.rpartition(".")[2]
    if top.lower() in _CLEAR and (top == top.lower() or written == written.upper()):
        return True
    return _PATH.match(text, end) is not None or is_led


def show_safely(value: str) -> str:
    """The top-level domain: `….example`."""
    return f"….{value.rpartition('.')[2]}"


def noise_reason(value: str) -> str | None:
    """Sites that everyone visits, and shorteners."""
    parts = value.split(".")
    return next(
        (_NOISE[name] for at in range(len(parts) - 1) if (name := ".".join(parts[at:])) in _NOISE), None
    )


def warning(value: str) -> str | None:
    """Names with look-alike letters."""
    return "the domain mixes look-alike letters" if mixes_scripts(value) else None


KIND = SelectorKind(
    name="domain",
    doc="the name of a host that stands alone",
    normal_form="lower-case ASCII (IDNA), without a dot at the end",
    examples=(
        ("Forum.Example", "forum.example"),
        ("cdn.files.example.", "cdn.files.example"),
        ("bücher.example", "xn--bcher-kva.example"),
    ),
    counter_examples=("main.xyzzy", "localhost", "192.0.2.7", "ana@forum.example", "index.html"),
    handling=Handling.H0,
    erasure="erase the value and its writing",
    check=check,
    find=find,
    show_safely=show_safely,
    noise_reason=noise_reason,
    warning=warning,
)
