"""Texts in base64 inside a text: values of XML property lists, and `data:` addresses of texts."""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass

from mozaik.triage.binary import read_binary
from mozaik.triage.charset import decode_text, is_text

_DATA = re.compile(r"<data>([A-Za-z0-9+/=\s]{4,67108864}+)</data>")
_ADDRESS = re.compile(
    r"(?i)data:text/[\w.+-]{1,40}+(?:;[\w=-]{1,40}+){0,3};base64,([A-Za-z0-9+/=]{4,67108864}+)"
)


@dataclass(frozen=True, slots=True)
class Embedded:
    """The texts inside a text, and how many values of its property list are no text."""

    texts: tuple[str, ...]
    binary: int


def read_embedded(text: str) -> Embedded:
    """What stands in base64 inside a text."""
    values = list(_values(text, _DATA)) if "<plist" in text and "<data>" in text else []
    read = [read_binary(value) for value in values]
    texts = [inner for each in read for inner in each.texts]
    linked = _values(text, _ADDRESS) if ";base64," in text else ()
    texts += [decode_text(value) for value in linked if is_text(value[:4096])]
    return Embedded(tuple(texts), sum(each.left_out for each in read))


def _values(text: str, pattern: re.Pattern[str]) -> Iterator[bytes]:
    for match in pattern.finditer(text):
        letters = "".join(match[1].split()).rstrip("=")
        letters = letters[: len(letters) - (len(letters) % 4 == 1)]
        yield binascii.a2b_base64(letters + "=" * (-len(letters) % 4))
