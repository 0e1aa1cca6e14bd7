"""A form of a package: the name of its member in the sealed file, and how it is made from the value."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from mozaik.package.model import Package


class Form(StrEnum):
    """A form by which a person asks for one bare file of a package."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    PDF = "pdf"
    STIX = "stix"
    MISP = "misp"
    CASE = "case"
    VICS = "vics"


@dataclass(frozen=True, slots=True)
class Rendering:
    """One form; the same package gives the same bytes.

    `member` is the file's name inside the sealed package, `render` makes its bytes and adds nothing to the
    package that it is given. `form` is how a person asks for it, None for a second file of a form.
    """

    member: str
    render: Callable[[Package], bytes]
    form: Form | None = None
