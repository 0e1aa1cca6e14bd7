"""Campaign: the public prevention site "Say No!", from texts, catalogues and reporting points.

Decides what stands on which page and which facts may be shown. Knows wording, typeset and seal, and no case
room: nothing of any case can reach a public page, because nothing of it can be imported here. Refuses a
final build that nobody signs, of texts that nobody reviewed, or with numbers that nobody has dialled.
"""

from mozaik.campaign.build import Built, Inputs, build_site, read_site
from mozaik.campaign.catalogue import (
    Catalogue,
    catalogue_folder,
    catalogue_path,
    catalogue_tags,
    read_catalogue,
)
from mozaik.campaign.check import check_site
from mozaik.campaign.check_inputs import check_inputs, require_final
from mozaik.campaign.countries import Country
from mozaik.campaign.facts import Fact
from mozaik.campaign.problems import Problem, Severity
from mozaik.campaign.serve import make_server
from mozaik.campaign.settings import Settings, read_settings
from mozaik.campaign.site import Site
from mozaik.campaign.translate import (
    Coverage,
    coverage,
    export_catalogue,
    export_template,
    import_catalogue,
    sign_off,
    unsaved_keys,
    write_text,
)

__all__ = [
    "Built",
    "Catalogue",
    "Country",
    "Coverage",
    "Fact",
    "Inputs",
    "Problem",
    "Settings",
    "Severity",
    "Site",
    "build_site",
    "catalogue_folder",
    "catalogue_path",
    "catalogue_tags",
    "check_inputs",
    "check_site",
    "coverage",
    "export_catalogue",
    "export_template",
    "import_catalogue",
    "make_server",
    "read_catalogue",
    "read_settings",
    "read_site",
    "require_final",
    "sign_off",
    "unsaved_keys",
    "write_text",
]
