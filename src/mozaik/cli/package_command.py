"""`mozaik package`: draft the intelligence package of one authority."""

from datetime import date, datetime
from pathlib import Path

import click

from mozaik.cli.common import FOLDER, NEW_PATH, echo_json, json_option, now, progress_bar
from mozaik.package import Draft, Drafting, draft_package
from mozaik.release import Work


@click.command(short_help="draft the intelligence package of one authority")
@click.argument("work", type=FOLDER)
@click.option("--for", "recipient", required=True, metavar="AUTH", help="The authority that receives it.")
@click.option("--reason", required=True, help="Why you read and draft; logged.")
@click.option("--by", "person", required=True, metavar="PERSON", help="Who drafts, as AUTHORITY/name.")
@click.option(
    "--transfer-ground", metavar="TEXT", help="Ground of the transfer, for recipients outside the EU."
)
@click.option(
    "--expires", type=click.DateTime(["%Y-%m-%d"]), help="Last day to keep it; default in half a year."
)
@click.option("-o", "--output", type=NEW_PATH, required=True, help="The draft to write, FILE.draft.")
@json_option
def command(
    work: Path,
    recipient: str,
    reason: str,
    person: str,
    transfer_ground: str | None,
    expires: datetime | None,
    output: Path,
    as_json: bool,
) -> None:
    """Draft what one authority receives from WORK: leads, confirmed hits, what was compared.

    The draft holds package.json, leads.csv, hits.csv and package.pdf. It becomes a package when two
    different persons have signed its release with `mozaik release`.

    \b
    Examples:
      mozaik package WORK --for SI-GPD --reason "action days" --by EU-EC3/maria -o si.draft
      mozaik package WORK --for RS-MUP --reason "action days" --by EU-EC3/maria \\
          --transfer-ground "derogation: serious threat, decision 12/2023" -o rs.draft
    """
    drafting = Drafting(recipient, reason, person, now(), transfer_ground, _day(expires))
    with progress_bar(f"Drafting for {recipient}", quiet=as_json) as step:
        draft = draft_package(Work.open(work), drafting, output)
        step(1, 1)
    if as_json:
        echo_json(_summary(draft))
        return
    _say(draft)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _summary(draft: Draft) -> dict[str, object]:
    body = draft.document.body
    return {
        "file": str(draft.path),
        "id": draft.manifest.id,
        "recipient": draft.manifest.recipients[0],
        "synthetic": draft.manifest.synthetic,
        "leads": len(draft.document.leads),
        "counts": body["counts"],
        "first": body["first"],
        "custody": body["custody"],
    }


def _say(draft: Draft) -> None:
    body = draft.document.body
    click.echo(f"{draft.path}: draft no. {draft.manifest.properties['sequence']}, not yet released")
    counts = body["counts"]
    if isinstance(counts, dict):
        others = ", ".join(f"{counts[name]} {name}" for name in ("disputed", "unjudged", "rejected"))
        click.echo(f"  {len(draft.document.leads)} leads from {counts['confirmed']} confirmed hits; {others}")
    click.echo("  next: two persons run  mozaik release FILE.draft --key KEY")
