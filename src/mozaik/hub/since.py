"""What changed for a person since it was here: read from notices, documents and packages each time."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from mozaik.exchange import Case
from mozaik.hub import floor, packages
from mozaik.hub.models import Account, account_of
from mozaik.moments import moment_from_text, utc_text
from mozaik.node import Listed, cases_for, notices_of
from mozaik.terms import Use

_SINCE = "since"
"""Where a session keeps when its person was here before."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What is new since a moment: hits by kind, conflicts of plans by kind, how many hits are told no more.

    And the requests, answers and packages that came.
    """

    since: datetime
    hits: Mapping[str, int]
    gone: int
    plans: Mapping[str, int]
    asked: tuple[Case, ...]
    answered: tuple[Case, ...]
    packages: tuple[Listed, ...]

    @property
    def is_something(self) -> bool:
        """Whether anything is new."""
        return bool(self.hits or self.gone or self.plans or self.asked or self.answered or self.packages)


def here_before(request: HttpRequest, now: datetime) -> datetime | None:
    """When the person of a session was here before that session; None at its first visit."""
    account, session = account_of(request), request.session
    if _SINCE not in session:
        session[_SINCE] = utc_text(account.home_seen_at) if account.home_seen_at else ""
    Account.objects.filter(pk=account.pk).update(home_seen_at=now)
    return moment_from_text(session[_SINCE]) if session[_SINCE] else None


def changed_since(account: Account, since: datetime) -> Changed:
    """What changed for an account's authority since a moment; requests for who has the place for them."""
    node = floor.node()
    notices = notices_of(node, account.authority, since)
    hits, plans = Counter[str](), Counter[str]()
    for notice in notices:
        hits.update(notice.hits)
        plans.update(notice.plans)
    works = account.rights.use is Use.ANALYSIS
    cases = cases_for(node, account.authority, floor.trust()) if works else ()
    text, own = utc_text(since), account.authority
    return Changed(
        since,
        dict(sorted(hits.items())),
        sum(notice.gone for notice in notices),
        dict(sorted(plans.items())),
        tuple(case for case in cases if case.request.to == own and case.at >= text),
        tuple(case for case in cases if case.asker == own and _last_answer(case) >= text),
        tuple(_came(account, text)) if works else (),
    )


def _last_answer(case: Case) -> str:
    return max((each.at for each in case.answers), default="")


def _came(account: Account, since: str) -> Iterator[Listed]:
    store = floor.node().store
    return (
        line for line in packages.received_by(account) if store.manifest_of(line.sha256).created_at >= since
    )
