"""`mozaik request`: ask another authority, see what is asked and by when, answer, count."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from mozaik.cli.alarm_text import say_alarms
from mozaik.cli.common import FOLDER, echo_json, json_option, person_key_option, trust_option
from mozaik.cli.own_keys import own_person, own_trust, person_key
from mozaik.cli.request_options import AskedFor, asked_for, conditions_options, handling_of, request_of
from mozaik.cli.request_text import case_json, case_line, case_lines
from mozaik.cli.sealing import moment_of, now_option
from mozaik.desk import Asking, ReleasedHit, reader_in, rows_asked
from mozaik.exchange import Answer, Case, Ground, Outcome, Statistics, statistics_of
from mozaik.node import answer, ask, case_of, cases, hits_of, open_node
from mozaik.parties import Authority
from mozaik.typed_json import to_json

_BY = click.option("--by", "person", metavar="PERSON", help="Who, as AUTH/name; by default you.")
_REASON = click.option("--reason", required=True, help="Why you read; logged before anything is shown.")


@click.group()
def command() -> None:
    """Ask another authority, answer what is asked of yours, each under terms and by a clock.

    The operation file says how long an answer may take: 8 hours, 3 days or 7 days unless it says otherwise.

    \b
    Examples:
      mozaik request ask zagreb-node --to HR-MUP --selector email:ana@mail.example --question "Who is it?" \\
          --reference "SI 114" --legal-basis "article 4" --grade A2
      mozaik request list ljubljana
      mozaik request show ljubljana ID --reason "case 114"
      mozaik request answer ljubljana ID given --text "see the contribution" --reference "HR 7" --grade B2
    """


@command.command("ask")
@click.argument("folder", metavar="DIR", type=FOLDER)
@conditions_options
@asked_for
@person_key_option
@trust_option
@now_option
@json_option
def ask_one(
    folder: Path,
    key_path: Path | None,
    trust_path: Path | None,
    moment: str | None,
    as_json: bool,
    **more: str,
) -> None:
    """Seal a request to another authority and put it into DIR/out, with its selectors to be compared there.

    \b
    Examples:
      mozaik request ask ljubljana --to HR-MUP --ticket T-B3QBLTLMAAAAAAAA --question "What more is known?" \\
          --reference "SI 114" --legal-basis "article 4" --grade A2 --urgency urgent
    """
    node, at = open_node(folder), moment_of(moment)
    asked = AskedFor(**more)  # type: ignore[arg-type]
    who = own_person(asked.person, node.authority)
    request, selectors = request_of(node, asked, who, at)
    sent = ask(node, request, selectors, person_key(key_path, who), own_trust(trust_path), at)
    if as_json:
        echo_json({"sent": asdict(sent.document), "facts": asdict(sent.facts) if sent.facts else None})
        return
    click.echo(f"{sent.document.id} is no. {sent.document.number} to {request.to}")
    click.echo(f"  to be answered by {request.answer_by}; next: mozaik node carry {folder} FOLDER")


@command.command("list")
@click.argument("folder", metavar="DIR", type=FOLDER)
@trust_option
@now_option
@json_option
def list_all(folder: Path, trust_path: Path | None, moment: str | None, as_json: bool) -> None:
    """List the requests that DIR sent and received, those first whose answer is due first.

    \b
    Examples:
      mozaik request list ljubljana
    """
    at, trust = moment_of(moment), own_trust(trust_path)
    known = cases(open_node(folder), trust)
    if as_json:
        echo_json({"requests": [case_json(case, at) for case in known]})
        return
    say_alarms(folder, trust, at)
    if not known:
        click.echo("No request was sent and none came.")
    for case in known:
        click.echo(case_line(case, at))


@command.command("show")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("name", metavar="ID")
@_BY
@_REASON
@trust_option
@now_option
@json_option
def show(
    folder: Path,
    name: str,
    person: str | None,
    reason: str,
    trust_path: Path | None,
    moment: str | None,
    as_json: bool,
) -> None:
    """Show one request with its answers, and what your own cross-check holds of the selectors it brought.

    \b
    Examples:
      mozaik request show ljubljana 3f2a0c11d2e4b5a6 --reason "case 114"
    """
    node, at, trust = open_node(folder), moment_of(moment), own_trust(trust_path)
    case = case_of(node, name, trust)
    hits: tuple[ReleasedHit, ...] = ()
    if case.request.selectors and case.request.to == node.authority and node.work.exists():
        who = own_person(person, node.authority)
        reader = reader_in(node.work, node.authority, trust, at, "DIR")
        hits = hits_of(node, case, Asking(reader, who, reason, at), trust)
    if as_json:
        echo_json({**case_json(case, at), "hits": to_json(hits)})
        return
    for line in case_lines(case, at):
        click.echo(line)
    for hit in hits:
        click.echo(f"You hold it: {hit.reference} {hit.kind}, {len(hit.holders)} holders")


@command.command("answer")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("name", metavar="ID")
@click.argument("outcome", type=click.Choice([str(outcome) for outcome in Outcome]))
@click.option("--text", required=True, help="The answer in words.")
@click.option(
    "--ground", type=click.Choice([str(ground) for ground in Ground if ground]), help="Why not, or not all."
)
@click.option("--facts", default="", metavar="ID", help="The contribution that you sent for it.")
@conditions_options
@_BY
@person_key_option
@trust_option
@now_option
@json_option
def answer_one(
    folder: Path,
    name: str,
    outcome: str,
    text: str,
    ground: str | None,
    facts: str,
    reference: str,
    handling: tuple[str, ...],
    grade: str,
    person: str | None,
    key_path: Path | None,
    trust_path: Path | None,
    moment: str | None,
    as_json: bool,
) -> None:
    """Seal an answer to a request that came, signed by you, and put it into DIR/out.

    What is refused, wholly or in part, has a ground. Facts that you give are a contribution of your own that
    you send before, with terms that say who may know them and until when: mozaik send.

    \b
    Examples:
      mozaik request answer zagreb 3f2a0c11d2e4b5a6 refused --ground ongoing-investigation \\
          --text "not before the action days" --reference "HR 7" --grade B2
    """
    node, at, trust = open_node(folder), moment_of(moment), own_trust(trust_path)
    who, case = own_person(person, node.authority), case_of(node, name, trust)
    codes = handling_of(handling)
    content = Answer(
        case.id, who, Outcome(outcome), Ground(ground or ""), text, codes, grade, reference, facts
    )
    sent = answer(node, content, person_key(key_path, who), trust, at)
    if as_json:
        echo_json({"sent": asdict(sent)})
        return
    click.echo(f"{sent.id} is no. {sent.number} to {sent.recipient}; next: mozaik node carry {folder} FOLDER")


@command.command("ticket")
@click.argument("work", metavar="WORK", type=FOLDER)
@click.argument("ticket", metavar="TICKET")
@click.option("--from", "asker", metavar="AUTH", required=True, help="Who quotes the ticket.")
@click.option("--by", "person", metavar="PERSON", required=True, help="Who reads, as AUTH/name.")
@_REASON
@trust_option
@now_option
@json_option
def ticket_rows(
    work: Path,
    ticket: str,
    asker: str,
    person: str,
    reason: str,
    trust_path: Path | None,
    moment: str | None,
    as_json: bool,
) -> None:
    """Say which rows of your own another authority asks about with TICKET, in the joint WORK; logged.

    \b
    Examples:
      mozaik request ticket lyon T-B3QBLTLMAAAAAAAA --from SI-GPD --by HR-MUP/eva --reason "request SI 114"
    """
    trust, at, who = own_trust(trust_path), moment_of(moment), own_person(person)
    asking = Asking(reader_in(work, who.authority, trust, at, "--by"), who, reason, at)
    rows = rows_asked(work, asking, Authority.parse(asker, "--from"), ticket, trust)
    if as_json:
        echo_json({"rows": to_json(rows)})
        return
    for row in rows:
        click.echo(f"{row.set_id}, table {row.table}, row {row.row_id}")


@command.command("statistics")
@click.argument("folder", metavar="DIR", type=FOLDER)
@trust_option
@now_option
@json_option
def statistics(folder: Path, trust_path: Path | None, moment: str | None, as_json: bool) -> None:
    """Count the requests that DIR received and sent: by urgency, outcome and ground, in time or not.

    First all of them, then those of each other authority by themselves, as the yearly report asks for them.

    \b
    Examples:
      mozaik request statistics ljubljana --json
    """
    node, at = open_node(folder), moment_of(moment)
    known = cases(node, own_trust(trust_path))
    received = [case for case in known if case.request.to == node.authority]
    sent = [case for case in known if case.asker == node.authority]
    whole = {"received": statistics_of(received, at), "sent": statistics_of(sent, at)}
    by_other = {
        "received_from": _by(received, lambda case: case.asker, at),
        "sent_to": _by(sent, lambda case: case.request.to, at),
    }
    if as_json:
        echo_json({name: to_json(part) for name, part in (*whole.items(), *by_other.items())})
        return
    named = {f"{part.replace('_', ' ')} {other}": counted for part, others in by_other.items()
             for other, counted in others.items()}  # fmt: skip
    for name, part in (*whole.items(), *named.items()):
        in_time = f"answered in time {part.in_time}, late {part.late}, overdue {part.overdue}"
        click.echo(f"{name}: {part.requests}; {in_time}")
        for counted in (part.by_urgency, part.by_stage, part.by_ground):
            for word, count in sorted(counted.items()):
                click.echo(f"  {word}: {count}")


def _by(
    listed: Sequence[Case], other: Callable[[Case], Authority], at: datetime
) -> dict[Authority, Statistics]:
    """The figures of the cases with each other authority, in order of their ids."""
    names = sorted({other(case) for case in listed})
    return {name: statistics_of((case for case in listed if other(case) == name), at) for name in names}
