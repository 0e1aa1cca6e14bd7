"""`mozaik tasks`: what waits for one authority, read from records."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

import click

from mozaik.cli.alarm_text import alarm_lines, open_alarms
from mozaik.cli.common import FOLDER, echo_json, json_option, now, trust_option
from mozaik.cli.own_keys import own_person, own_trust
from mozaik.cli.request_text import case_json, case_line
from mozaik.desk import (
    Asking,
    DraftWaiting,
    TermsDue,
    Waiting,
    planning_reader,
    reader_in,
    tasks,
    tasks_before,
)
from mozaik.exchange import Alarm, Case, Followed, PackageStage
from mozaik.kinds import HitKind
from mozaik.moments import utc_text
from mozaik.node import (
    Listed,
    Notice,
    Recalled,
    cases,
    is_node,
    news_from,
    notices_of,
    open_node,
    packages_followed,
    recalls_of,
    refused_for,
)
from mozaik.seal import TrustStore
from mozaik.typed_json import to_json
from mozaik.wording import explain_hit, say

LATELY = timedelta(days=7)


@click.command(short_help="what waits for one authority")
@click.argument("work", type=FOLDER)
@click.option("--as", "reader", required=True, metavar="AUTH", help="The authority that asks.")
@click.option("--reason", required=True, help="Why you read; logged before anything is shown.")
@click.option("--by", "person", metavar="PERSON", help="Who asks, as AUTH/name; by default your login.")
@click.option(
    "--within",
    type=click.IntRange(0, 3660),
    default=30,
    show_default=True,
    metavar="DAYS",
    help="Name terms whose day of review comes within so many days.",
)
@trust_option
@json_option
def command(
    work: Path,
    reader: str,
    reason: str,
    person: str | None,
    within: int,
    trust_path: Path | None,
    as_json: bool,
) -> None:
    """Say what waits for an authority in WORK: hits to judge, drafts to release, terms to review.

    Also which plans of others are in the way of its own; at a node before all else whether a child may be in
    danger now, then what is asked, recalled and new at other nodes, which of its files were refused, and what
    was new in the last seven days.

    It is read from the records each time: nobody keeps a list. The reading is logged in the authority's own
    chain. Drafts are those that its own people made, the last one for each recipient.

    \b
    Examples:
      mozaik tasks WORK --as SI-GPD --reason "morning round"
      mozaik tasks WORK --as EU-EC3 --reason "morning round" --within 90 --json
    """
    trust, moment = own_trust(trust_path), now()
    if not as_json:  # before all else: a child does not wait for a cross-check
        for line in alarm_lines(open_alarms(work, trust, reader), moment):
            click.echo(line)
    is_before = is_node(work) and not open_node(work).work.exists()
    participant = (planning_reader if is_before else reader_in)(work, reader, trust, moment, "--as")
    asking = Asking(participant, own_person(person, participant.authority), reason, moment)
    arrived = _at_node(work, asking, trust)
    waiting = (
        tasks_before(work, asking, trust) if is_before else tasks(work, asking, trust, timedelta(days=within))
    )
    if as_json:
        came = {**asdict(arrived), "packages": [each.package for each in arrived.packages]}
        for name, listed in (("requests", arrived.requests), ("answered", arrived.answered)):
            came[name] = [case_json(case, moment) for case in listed]
        came["alarms"], came["recalls"] = to_json(arrived.alarms), to_json(arrived.recalls)
        echo_json({"reader": reader, **asdict(waiting), **came})
        return
    exchanged = _exchange_lines(arrived, work, moment)
    for line in (*_lines(waiting, work, asking), *exchanged, *_node_lines(arrived)):
        click.echo(line)


@dataclass(frozen=True, slots=True)
class _Arrived:
    """What a node adds: alarms before all, what is asked and recalled, who has news, refused files, notices.

    `requests` wait for the reader: to be answered, or to be made clearer. `answered` are its own that were
    answered lately, `packages` those that came and of which nothing was reported. `recalls` came to it.
    """

    alarms: tuple[Alarm, ...] = ()
    requests: tuple[Case, ...] = ()
    answered: tuple[Case, ...] = ()
    packages: tuple[Followed, ...] = ()
    recalls: tuple[Recalled, ...] = ()
    news: tuple[str, ...] = ()
    refused: tuple[Listed, ...] = ()
    notices: tuple[Notice, ...] = ()


def _at_node(place: Path, asking: Asking, trust: TrustStore) -> _Arrived:
    if not is_node(place):
        return _Arrived()
    node, reader = open_node(place), asking.authority
    mine = reader == node.authority
    recalls, known = recalls_of(node, trust, asking.now), cases(node, trust)
    followed, lately = packages_followed(node, trust), utc_text(asking.now - LATELY)
    return _Arrived(
        alarms=open_alarms(place, trust, reader),
        requests=tuple(case for case in known if case.waits_for(reader)),
        answered=tuple(case for case in known if case.asker == reader and case.answered_at >= lately),
        packages=tuple(each for each in followed if mine and _is_new(each, reader)),
        recalls=tuple(each for each in recalls if mine and each.recipient == reader),
        news=news_from(node, trust) if mine else (),
        refused=refused_for(node, reader),
        notices=notices_of(node, reader, asking.now - LATELY),
    )


def _is_new(package: Followed, reader: str) -> bool:
    return package.recipient == reader and package.run.stage is PackageStage.SENT


def _exchange_lines(arrived: _Arrived, place: Path, at: datetime) -> Iterator[str]:
    """What other authorities wait for, take back, and have for this one."""
    if arrived.requests:
        yield ""
        yield f"Requests that wait for you: {len(arrived.requests):,}"
        yield from (f"  {case_line(case, at)}" for case in arrived.requests)
        yield f"  mozaik request list {place}"
    if arrived.answered:
        yield ""
        yield f"Answered in the last seven days: {len(arrived.answered):,}"
        yield from (f"  {case_line(case, at)}" for case in arrived.answered)
    if arrived.packages:
        yield ""
        yield f"Packages that came, of which nothing was reported: {len(arrived.packages):,}"
        yield from (f"  {each.package}" for each in arrived.packages)
        yield f"  mozaik outcome report {place} ID taken-up"
    if arrived.recalls:
        yield ""
        yield f"Recalled, to be used no more: {len(arrived.recalls):,}"
        yield from (f"  {each.sender}: {', '.join(each.recall.files)}" for each in arrived.recalls)
        yield f"  mozaik recall list {place}"
    if arrived.news:
        yield ""
        yield f"There is something new for you at {', '.join(arrived.news)}: ask for a reading"


def _node_lines(arrived: _Arrived) -> Iterator[str]:
    if arrived.notices:
        yield ""
        yield say("tasks.notices")
    for notice in arrived.notices:
        hits = [f"{explain_hit(HitKind(kind)).title} {count:,}" for kind, count in notice.hits.items()]
        plans = [f"{say(f'plan.new.{kind}')} {count:,}" for kind, count in notice.plans.items()]
        if hits:
            yield f"  {say('tasks.new', at=notice.at, kinds=', '.join(hits))}"
        if plans:
            yield f"  {say('tasks.plans', at=notice.at, kinds=', '.join(plans))}"
        if notice.gone:
            yield f"  {say('tasks.gone', at=notice.at, count=notice.gone)}"
    if arrived.refused:
        yield ""
        yield say("tasks.refused", count=len(arrived.refused))
    for line in arrived.refused:
        yield f"  {line.id or line.sha256[:16]}: {line.why}"


def _lines(waiting: Waiting, work: Path, asking: Asking) -> Iterator[str]:
    """What waits, group by group, each with the command that deals with it."""
    yield say("tasks.title", reader=asking.authority, day=asking.day)
    if not (waiting.conflicts or waiting.hits or waiting.drafts or waiting.terms):
        yield say("tasks.nothing")
    if waiting.conflicts:
        yield ""
        yield say("tasks.conflicts", count=sum(line.count for line in waiting.conflicts))
        for conflict in waiting.conflicts:
            yield f"  {conflict.count:>7,}  {say(f'plan.new.{conflict.kind}')}"
        yield f'  mozaik plan conflicts {work} --as {asking.authority} --reason "..."'
    if waiting.hits:
        yield ""
        yield say("tasks.hits", count=sum(line.count for line in waiting.hits))
        for line in waiting.hits:
            kind, status = explain_hit(line.kind).title, say(f"status.{line.status}")
            yield f"  {line.count:>7,}  {kind}; {status}"
        yield f'  mozaik hits {work} --as {asking.authority} --reason "..."'
    if waiting.drafts:
        yield ""
        yield say("tasks.drafts", count=len(waiting.drafts))
        yield from (_draft(draft) for draft in waiting.drafts)
        yield f"  mozaik release FILE.draft --work {work}"
    if waiting.terms:
        yield ""
        yield say("tasks.terms", count=len(waiting.terms))
        yield from (_terms(due, asking) for due in waiting.terms)


def _draft(draft: DraftWaiting) -> str:
    text = say(
        "tasks.draft",
        number=draft.sequence,
        recipient=draft.recipient,
        by=draft.drafted_by,
        at=draft.drafted_at,
        day=draft.expires_on,
    )
    if draft.signed_by:
        text = say("tasks.signed", draft=text, whom=", ".join(draft.signed_by))
    return f"  {text}"


def _terms(due: TermsDue, asking: Asking) -> str:
    key = "quarantined" if due.is_quarantine else "overdue" if due.review_on < asking.day else "due"
    return f"  {say(f'tasks.{key}', set=due.set_id, terms=due.terms, day=due.review_on)}"
