"""The forms of a package, in the order in which they are made: for machines, for spreadsheets, for people."""

from mozaik.package.model import Package
from mozaik.package.rendering import Rendering
from mozaik.package.renderings.machine_json import PACKAGE_JSON
from mozaik.package.renderings.paper_pdf import PACKAGE_PDF
from mozaik.package.renderings.tables_csv import HITS_CSV, LEADS_CSV

RENDERINGS: tuple[Rendering, ...] = (PACKAGE_JSON, LEADS_CSV, HITS_CSV, PACKAGE_PDF)


def render(package: Package) -> dict[str, bytes]:
    """All forms of a package by the name of their member."""
    return {rendering.member: rendering.render(package) for rendering in RENDERINGS}
