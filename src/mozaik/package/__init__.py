"""The intelligence package: what one authority receives, in machine and human form.

Decides what of the released hits goes into a package, which hits together are a lead, in which order, and
what the next step is. Refuses a draft without a reason, a transfer outside the Union without a stated
ground, and a release by fewer than two persons. It knows hits only through the release room.
"""

from mozaik.package.beyond import Beyond, countries_beyond, draft_beyond
from mozaik.package.content import make_package
from mozaik.package.draft import Draft, draft_package
from mozaik.package.drafting import Drafting
from mozaik.package.elsewhere import (
    DraftSeen,
    StaleReleaseError,
    draft_as_signed,
    draft_to_sign,
    manifest_of_release,
    release_as_signed,
    release_to_sign,
    see_draft,
    see_package,
)
from mozaik.package.exhibits import CustodyEvent, Exhibit
from mozaik.package.lapse import Lapse, Lapsed, LapsedError
from mozaik.package.leads import make_leads
from mozaik.package.model import (
    Ask,
    Custody,
    HiddenHolder,
    Hit,
    Holder,
    Lead,
    Package,
    Pointer,
    Topic,
)
from mozaik.package.pictures import NearGroup
from mozaik.package.preview import HeldBack, Preview, preview_package
from mozaik.package.reading import NewerPackageError, package_from_json, read_package
from mozaik.package.release import Released, release_draft
from mozaik.package.rendering import Form
from mozaik.package.renderings import RENDERINGS, render, rendering_of, renderings_of
from mozaik.package.say_again import say_again
from mozaik.package.transfer import is_third_country

__all__ = [
    "RENDERINGS",
    "Ask",
    "Beyond",
    "Custody",
    "CustodyEvent",
    "Draft",
    "DraftSeen",
    "Drafting",
    "Exhibit",
    "Form",
    "HeldBack",
    "HiddenHolder",
    "Hit",
    "Holder",
    "Lapse",
    "Lapsed",
    "LapsedError",
    "Lead",
    "NearGroup",
    "NewerPackageError",
    "Package",
    "Pointer",
    "Preview",
    "Released",
    "StaleReleaseError",
    "Topic",
    "countries_beyond",
    "draft_as_signed",
    "draft_beyond",
    "draft_package",
    "draft_to_sign",
    "is_third_country",
    "make_leads",
    "make_package",
    "manifest_of_release",
    "package_from_json",
    "preview_package",
    "read_package",
    "release_as_signed",
    "release_draft",
    "release_to_sign",
    "render",
    "rendering_of",
    "renderings_of",
    "say_again",
    "see_draft",
    "see_package",
]
