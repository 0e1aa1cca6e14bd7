"""Campaign: the public prevention site "Say No!", from texts, catalogues and reporting points.

Decides what stands on which page and what may be shown of a row of reporting points. Knows wording, typeset
and seal, and no case room: nothing of any case can reach a public page, because nothing of it can be
imported here. Refuses a final build of texts that nobody reviewed and of rows that nobody checked.
"""

from mozaik.campaign.build import Built, Inputs, build_site, read_site, require_final
from mozaik.campaign.catalogue import (
    Catalogue,
    catalogue_folder,
    catalogue_path,
    catalogue_tags,
    read_catalogue,
)
from mozaik.campaign.check import Problem, check_catalogues, check_points, check_site
from mozaik.campaign.pages import Site
from mozaik.campaign.reporting import ReportingPoint, read_points
from mozaik.campaign.serve import make_server
from mozaik.campaign.settings import Settings, read_settings
from mozaik.campaign.tally import Tally, make_tally, read_tally, sum_tallies
from mozaik.campaign.translate import (
    Coverage,
    coverage,
    export_catalogue,
    export_template,
    import_catalogue,
    write_text,
)

__all__ = [
    "Built",
    "Catalogue",
    "Coverage",
    "Inputs",
    "Problem",
    "ReportingPoint",
    "Settings",
    "Site",
    "Tally",
    "build_site",
    "catalogue_folder",
    "catalogue_path",
    "catalogue_tags",
    "check_catalogues",
    "check_points",
    "check_site",
    "coverage",
    "export_catalogue",
    "export_template",
    "import_catalogue",
    "make_server",
    "make_tally",
    "read_catalogue",
    "read_points",
    "read_settings",
    "read_site",
    "read_tally",
    "require_final",
    "sum_tallies",
    "write_text",
]
