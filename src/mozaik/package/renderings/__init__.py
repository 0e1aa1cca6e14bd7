"""The forms of a package, in the order in which they are made: for machines, for tables, for people."""

from mozaik.errors import InvalidInputError
from mozaik.package.model import Package
from mozaik.package.rendering import Form, Rendering
from mozaik.package.renderings.bundle_stix import PACKAGE_STIX
from mozaik.package.renderings.event_misp import PACKAGE_MISP
from mozaik.package.renderings.graph_case import PACKAGE_CASE
from mozaik.package.renderings.machine_json import PACKAGE_JSON
from mozaik.package.renderings.media_vics import VICS_CASES, VICS_MEDIA
from mozaik.package.renderings.paper_pdf import PACKAGE_PDF, report_in
from mozaik.package.renderings.sheets_xlsx import PACKAGE_XLSX
from mozaik.package.renderings.tables_csv import HITS_CSV, LEADS_CSV
from mozaik.wording import language_of

RENDERINGS: tuple[Rendering, ...] = (
    PACKAGE_JSON,
    LEADS_CSV,
    HITS_CSV,
    PACKAGE_XLSX,
    PACKAGE_STIX,
    PACKAGE_MISP,
    PACKAGE_CASE,
    VICS_MEDIA,
    VICS_CASES,
    PACKAGE_PDF,
)
"""The forms of every package; a country's own language adds a report in it."""


def renderings_of(package: Package) -> tuple[Rendering, ...]:
    """All forms of a package, with the report in the language of its recipient."""
    language = language_of(package.recipient.authority)
    return (*RENDERINGS, report_in(language)) if language else RENDERINGS


def render(package: Package) -> dict[str, bytes]:
    """All forms of a package by the name of their member."""
    return {rendering.member: rendering.render(package) for rendering in renderings_of(package)}


def rendering_of(form: Form, language: str = "en") -> Rendering:
    """The rendering by which a person means a form; of the report, in a language.

    InvalidInputError for another form in another language than English.
    """
    if language == "en":
        return next(rendering for rendering in RENDERINGS if rendering.form is form)
    if form is not Form.PDF:
        raise InvalidInputError(
            f"{form} is not written in a language", why="the report alone is",
            remedy="give --format pdf, or leave out --language",
        )  # fmt: skip
    return report_in(language)
