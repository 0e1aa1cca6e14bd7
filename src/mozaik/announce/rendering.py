"""All forms of an announcement, as members of its sealed file: one announcement, the same bytes."""

from mozaik.announce.model import Announcement
from mozaik.announce.pieces import pieces_of
from mozaik.announce.renderings.plain_text import plain_text
from mozaik.announce.renderings.printed import printed
from mozaik.announce.renderings.web_page import web_page

CONTENT = "announcement.json"
RENDERINGS = {"html": web_page, "txt": plain_text, "pdf": printed}
"""The forms of one language by the ending of their file's name."""


def render(announcement: Announcement, *, is_preview: bool = False) -> dict[str, bytes]:
    """Every form by the name of its member: `announcement.json`, and `sl.html`, `sl.txt`, `sl.pdf`."""
    members = {CONTENT: announcement.to_bytes()}
    for text in announcement.texts:
        pieces = pieces_of(announcement, text.language, is_preview=is_preview)
        for ending, rendering in RENDERINGS.items():
            members[f"{text.language}.{ending}"] = rendering(pieces)
    return members
