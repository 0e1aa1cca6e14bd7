"""Web addresses, e-mail addresses and telephone numbers as a public page may show them."""

import re
from urllib.parse import urlsplit

_NUMBER = re.compile(r"\+?[0-9](?: ?[0-9]){1,17}")
_MAIL = re.compile(r"[A-Za-z0-9._-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}")
_HOST = re.compile(r"([a-z0-9-]+\.)+[a-z][a-z0-9-]+")
_MESSENGER = re.compile(
    r"(?:WhatsApp|Viber|Telegram|Signal) (?:@[A-Za-z0-9_]{3,40}|\+?[0-9](?: ?[0-9]){2,17})"
)


def is_web_address(text: str) -> bool:
    """Whether a text is a well-formed https address without a user, blanks or marks."""
    return _scheme(text) == "https"


def is_link(text: str) -> bool:
    """Whether a text is a web address that a page may lead to: https, or http for want of better."""
    return _scheme(text) in ("https", "http")


def is_number(text: str) -> bool:
    """Whether a text is a telephone number as it is printed: digits, blanks, perhaps a plus."""
    return bool(_NUMBER.fullmatch(text))


def is_mail(text: str) -> bool:
    """Whether a text is a plain e-mail address."""
    return bool(_MAIL.fullmatch(text))


def is_messenger(text: str) -> bool:
    """Whether a text is a number or a name in a messenger, such as `Telegram @example`."""
    return bool(_MESSENGER.fullmatch(text))


def digits(number: str) -> str:
    """A number as it is dialled."""
    return number.replace(" ", "")


def _scheme(text: str) -> str:
    """The scheme of a plain web address, or an empty text for anything else."""
    try:
        parts = urlsplit(text)
        named = bool(_HOST.fullmatch(parts.hostname or "")) and parts.port is None
    except ValueError:
        return ""
    plain = named and "@" not in parts.netloc and text.isascii() and not re.search(r"[\s<>\"'\\]", text)
    return parts.scheme if plain else ""
