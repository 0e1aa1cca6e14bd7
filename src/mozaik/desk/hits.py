"""Reading the hits as one authority, one of them in plain words, and judging them as a named person of it."""

from collections.abc import Mapping
from pathlib import Path

from mozaik.moments import utc_day
from mozaik.operation import require_holder
from mozaik.release import (
    Asking,
    Explained,
    Judged,
    Page,
    Reading,
    Verdict,
    Work,
    explain_reference,
    judge_group,
    judge_many,
    read_hits,
    require_key_of,
)
from mozaik.seal import SigningKey, TrustStore

EVERYTHING = Page()


def read(work: Path, asking: Asking, trust: TrustStore, page: Page = EVERYTHING) -> Reading:
    """What an authority may know of the hits of WORK; logged in its chain first. Raises as `read_hits`.

    Only judgements that the trust store confirms count. Where nothing is shared with `page.authority` it must
    take part or own a list in use, or a misspelt id would read as "nothing was found": NotTakingPartError.
    """
    opened = Work.open(work, trust)
    reading = read_hits(opened, asking, page)
    if page.authority and not reading.hits:
        require_holder(opened.operation, page.authority, utc_day(asking.now), "--with")
    return reading


def explain(work: Path, reference: str, asking: Asking, trust: TrustStore) -> Explained:
    """One hit of WORK by reference or ticket, and who judged it; logged. Raises as `explain_reference`."""
    return explain_reference(Work.open(work, trust), asking, reference)


def judge(
    work: Path,
    verdicts: Mapping[str, Verdict],
    asking: Asking,
    key: SigningKey,
    trust: TrustStore,
    *,
    acknowledge_h3: bool = False,
) -> tuple[Judged, ...]:
    """Record and sign a person's verdicts on hits by reference, for one reason; raises as `judge_many`.

    RefusedError for the key of another person than the one who asks.
    """
    require_key_of(asking.person, key, trust)
    opened = Work.open(work, trust)
    return judge_many(opened, verdicts, key, asking.reason, asking.now, acknowledge_h3=acknowledge_h3)


def judge_pictures(
    work: Path,
    group: str,
    verdict: Verdict,
    asking: Asking,
    key: SigningKey,
    trust: TrustStore,
    *,
    beyond: int | None = None,
    acknowledge_h3: bool = False,
) -> tuple[Judged, ...]:
    """Record and sign one verdict on the hits of a group of near pictures; raises as `judge_group`.

    RefusedError for the key of another person than the one who asks.
    """
    require_key_of(asking.person, key, trust)
    return judge_group(
        Work.open(work, trust), group, verdict, key, asking.reason, asking.now,
        beyond=beyond, acknowledge_h3=acknowledge_h3,
    )  # fmt: skip
