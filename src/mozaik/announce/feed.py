"""The news feed: Atom (RFC 4287), one a language, one entry a version."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Entry:
    """One version in a feed: the path of its page, language, title, lead, moment (UTC text) and authors."""

    path: str
    language: str
    title: str
    summary: str
    at: str
    authors: tuple[str, ...]


def feed(title: str, language: str, base_url: str, entries: Sequence[Entry]) -> bytes:
    """The feed as XML, the newest entry first; without an entry it is of the first day of the calendar."""
    newest = sorted(entries, key=lambda entry: (entry.at, entry.path), reverse=True)
    updated = newest[0].at if newest else "1970-01-01T00:00:00Z"
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escape(language)}">',
        f"<title>{escape(title)}</title>",
        f"<id>{escape(base_url)}/feed.{escape(language)}.atom</id>",
        f'<link rel="self" href="{escape(base_url)}/feed.{escape(language)}.atom"/>',
        f"<updated>{updated}</updated>",
        *(line for entry in newest for line in _entry(entry, base_url)),
        "</feed>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _entry(entry: Entry, base_url: str) -> list[str]:
    address = f"{escape(base_url)}/{escape(entry.path)}"
    authors = "".join(f"<author><name>{escape(author)}</name></author>" for author in entry.authors)
    return [
        f'<entry xml:lang="{escape(entry.language)}">',
        f"<title>{escape(entry.title)}</title>",
        f"<id>{address}</id>",
        f'<link rel="alternate" type="text/html" hreflang="{escape(entry.language)}" href="{address}"/>',
        f"<updated>{entry.at}</updated><published>{entry.at}</published>",
        authors,
        f"<summary>{escape(entry.summary)}</summary>",
        "</entry>",
    ]
