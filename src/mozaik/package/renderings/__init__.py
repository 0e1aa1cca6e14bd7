"""The forms of a package, in the order in which they are made: for machines, for tables, for people."""

from mozaik.package.model import Package
from mozaik.package.rendering import Form, Rendering
from mozaik.package.renderings.bundle_stix import PACKAGE_STIX
from mozaik.package.renderings.event_misp import PACKAGE_MISP
from mozaik.package.renderings.graph_case import PACKAGE_CASE
from mozaik.package.renderings.machine_json import PACKAGE_JSON
from mozaik.package.renderings.media_vics import VICS_CASES, VICS_MEDIA
from mozaik.package.renderings.paper_pdf import PACKAGE_PDF
from mozaik.package.renderings.sheets_xlsx import PACKAGE_XLSX
from mozaik.package.renderings.tables_csv import HITS_CSV, LEADS_CSV

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


def render(package: Package) -> dict[str, bytes]:
    """All forms of a package by the name of their member."""
    return {rendering.member: rendering.render(package) for rendering in RENDERINGS}


def rendering_of(form: Form) -> Rendering:
    """The rendering by which a person means a form."""
    return next(rendering for rendering in RENDERINGS if rendering.form is form)
