"""One PDF from a template and data; the only place that calls Typst."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import typst

from mozaik.errors import MozaikError
from mozaik.typeset.printable import FONT_FOLDER, Json, printable

# Typst's own annotation wants one type for the template and its root folder; at run time they may differ.
_compile: Callable[..., bytes] = typst.compile

_TEMPLATES = Path(__file__).parent / "templates"


class TypesetError(MozaikError):
    """A document cannot be made from its template and data."""


def make_pdf(template: str, data: Mapping[str, Json], made_at: datetime) -> bytes:
    """The PDF of a Typst template, byte for byte the same for the same input.

    The template takes its data by `json(bytes(sys.inputs.data))` and the common look by `import "page.typ"`.
    `made_at` (with a time zone) is the document's time. The result is PDF/A-2a (archiving) and PDF/UA-1
    (accessible); a document that misses either raises `TypesetError`, as does any fault of the template.
    """
    if made_at.tzinfo is None:
        raise TypesetError("the document's time has no time zone", remedy="give a time in UTC")
    if "@" in template:
        raise TypesetError(
            "the template holds an @", why="packages are never loaded", remedy="use the page's own functions"
        )
    try:
        return _compile(
            template.encode(),
            root=str(_TEMPLATES),
            font_paths=[str(FONT_FOLDER)],
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(printable(dict(data)), ensure_ascii=False, sort_keys=True)},
            pdf_standards=["a-2a", "ua-1"],
            timestamp=int(made_at.astimezone(UTC).timestamp()),
        )
    except RuntimeError as error:
        raise TypesetError(
            "the document cannot be made", why=_without_values(str(error)), remedy="check the template"
        ) from None


def _without_values(message: str) -> str:
    """The diagnostic up to the first part that might be a value from the data."""
    first = message.splitlines()[0] if message else "unknown cause"
    return re.split(r"[\"`]|with: ", first)[0].strip(" :")
