"""The forms of what people do with hits: compare, plan, read, judge, package, release."""

from collections.abc import Mapping
from datetime import date
from typing import TypedDict, get_type_hints

from mozaik.cli.forms.files import Refused
from mozaik.cli.forms.request import AlarmAtNode, CaseTold
from mozaik.desk import (
    Beyond,
    ConflictsTold,
    CrosscheckSummary,
    Draft,
    Form,
    Judged,
    OwnJudgement,
    PictureGroup,
    Preview,
    Reading,
    ReleasedHit,
    Waiting,
)
from mozaik.json_schema import Chosen, Joined
from mozaik.node import Listed, Notice, Recalled
from mozaik.terms import Use


class _RefusedToo(TypedDict):
    refused: list[Refused]


class HitExplained(TypedDict):
    """A hit as it is told to the reader, and what its people said of it."""

    reader: str
    use: Use
    hit: ReleasedHit
    group: PictureGroup | None
    ticket: str | None
    judgements: list[OwnJudgement]
    by_others: bool


class _Reader(TypedDict):
    """What waits for a reader; `refused` and `notices` are those of a node."""

    reader: str


class _PlanReader(TypedDict):
    """An authority's own plans, and what is in their way."""

    reader: str


class _AtNode(TypedDict):
    alarms: list[AlarmAtNode]
    requests: list[CaseTold]
    answered: list[CaseTold]
    packages: list[str]
    recalls: list[Recalled]
    news: list[str]
    refused: list[Listed]
    notices: list[Notice]


class RowsJudged(TypedDict):
    """What became of a table with verdicts."""

    judged: list[Judged]
    without_verdict: int
    refused: int
    rejects_file: str | None


class PackageDrafted(TypedDict):
    """A draft of a package, not yet released."""

    file: str
    id: str
    recipient: str
    synthetic: bool
    leads: int


_OF_PACKAGE = Chosen(
    get_type_hints(Draft)["package"], ("counts", "first", "custody", "expires_on", "keep_until")
)


class PackagePreviewed(TypedDict):
    """What a draft of this moment would tell; `held_back` hits are only counted in it."""

    recipient: str


_OF_PREVIEW = Chosen(get_type_hints(Preview)["package"], (
    "leads", "hits", "pointers", "counts", "handling", "expires_on", "keep_until", "not_compared",
    "statement",
))  # fmt: skip


class CountriesBeyond(TypedDict):
    """The countries without a contribution to which facts point."""

    countries: list[Beyond]


class FormWritten(TypedDict):
    """One form of a released package as a bare file; `signed` if two persons signed these very bytes."""

    file: str
    format: Form
    signed: bool


class DraftReleased(TypedDict):
    """What a signature made of a draft, who signed, and how many persons are still missing."""

    file: str
    id: str
    signers: list[str]
    missing: int


class PlanRead(TypedDict):
    """A plan that was sealed or, with `--check`, only read: the file and its id are null then."""

    file: str | None
    id: str | None
    rejects_file: str | None
    read: int
    accepted: int
    duplicate: int
    rejected: int
    countries: Mapping[str, int]
    disclosure: str
    review_on: date


class PlanReplaced(TypedDict):
    """A plan that takes the place of others."""

    file: str
    id: str
    supersedes: list[str]


class PlansEntered(TypedDict):
    """Plans that were taken in beside WORK."""

    work: str
    entered: list[str]


CASE_FORMS: dict[str, object] = {
    "mozaik.crosscheck": Joined((CrosscheckSummary, _RefusedToo)),
    "mozaik.plan.seal": PlanRead,
    "mozaik.plan.outcome": PlanReplaced,
    "mozaik.plan.withdraw": PlanReplaced,
    "mozaik.plan.enter": PlansEntered,
    "mozaik.plan.conflicts": Joined((_PlanReader, ConflictsTold)),
    "mozaik.hits": Reading,
    "mozaik.explain": HitExplained,
    "mozaik.tasks": Joined((_Reader, Waiting, _AtNode)),
    "mozaik.judge": Judged,
    "mozaik.judge.rows": RowsJudged,
    "mozaik.unjudge": Judged,
    "mozaik.package": Joined((PackageDrafted, _OF_PACKAGE)),
    "mozaik.package.preview": Joined((PackagePreviewed, _OF_PREVIEW, Chosen(Preview, ("held_back",)))),
    "mozaik.package.beyond": CountriesBeyond,
    "mozaik.package.form": FormWritten,
    "mozaik.release": DraftReleased,
}
