"""The forms of `mozaik campaign`."""

from typing import Literal, TypedDict


class ProblemFound(TypedDict):
    """Something to mend or to know, and where."""

    severe: bool
    severity: Literal["error", "not_final", "note"]
    where: str
    what: str


class SiteBuilt(TypedDict):
    """A site that was built, and what is to mend or to know of its inputs."""

    folder: str
    pages: int
    files: int
    bytes: int
    languages: int
    countries: int
    problems: list[ProblemFound]


class InputsChecked(TypedDict):
    """What is to mend or to know of the inputs, and how many errors there are."""

    errors: int
    problems: list[ProblemFound]


class SiteServed(TypedDict):
    """Where a site is shown on this machine."""

    address: str
    folder: str


class FilesWritten(TypedDict):
    """Files that were written."""

    files: list[str]


class CatalogueStands(TypedDict):
    """How far a language is, and who reviewed it; empty while nobody has."""

    tag: str
    name: str
    done: int
    total: int
    reviewer: str


class Catalogues(TypedDict):
    """How far languages are."""

    catalogues: list[CatalogueStands]


class CatalogueSigned(TypedDict):
    """A catalogue that a native speaker has read."""

    file: str
    language: str
    reviewer: str


class TallySealed(TypedDict):
    """A count of screenings, and of persons reached, that was sealed."""

    file: str
    id: str
    screenings: int
    reach: int | None


class TallyOfPartner(TypedDict):
    """One partner's count of screenings, and of persons reached where it counted them."""

    id: str
    partner: str
    screenings: int
    reach: int | None


class Tallies(TypedDict):
    """The screenings and persons reached of all partners together, and of each."""

    screenings: int
    reach: int
    tallies: list[TallyOfPartner]


PUBLIC_FORMS: dict[str, object] = {
    "mozaik.campaign.build": SiteBuilt,
    "mozaik.campaign.check": InputsChecked,
    "mozaik.campaign.serve": SiteServed,
    "mozaik.campaign.tally": TallySealed,
    "mozaik.campaign.tallies": Tallies,
    "mozaik.campaign.translate.export": FilesWritten,
    "mozaik.campaign.translate.import": Catalogues,
    "mozaik.campaign.translate.coverage": Catalogues,
    "mozaik.campaign.translate.sign-off": CatalogueSigned,
}
