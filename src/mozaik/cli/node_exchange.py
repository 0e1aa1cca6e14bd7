"""The commands by which nodes meet: `mozaik node key`, `mozaik node exchange` and `mozaik node carry`."""

from collections.abc import Iterator
from pathlib import Path

import click

from mozaik.cli.alarm_text import say_alarms
from mozaik.cli.common import FOLDER, NEW_PATH, counted, echo_json, json_option, now, trust_option
from mozaik.cli.own_keys import own_trust
from mozaik.cli.sealing import moment_of, now_option
from mozaik.exchange import named_gaps, said_of
from mozaik.files import refuse_existing
from mozaik.node import Pair, carry, erased_on_the_way, open_node, pairs_of, public_key_of
from mozaik.seal import save_public_key
from mozaik.typed_json import to_json


@click.command("key")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("-o", "--output", type=NEW_PATH, required=True, help="The public key file to write.")
@click.option("--replace", is_flag=True, help="Write over a file that exists.")
@now_option
@json_option
def node_key(folder: Path, output: Path, replace: bool, moment: str | None, as_json: bool) -> None:
    """Write the public key of the node, which other authorities trust so that files reach it.

    In the role `node` it signs numbers and receipts, and nothing that persons sign. Compare its id by voice,
    as that of a person's key.

    \b
    Examples:
      mozaik node key ljubljana -o ljubljana.pub
      mozaik keys trust ljubljana.pub
    """
    key = public_key_of(open_node(folder), moment_of(moment))
    refuse_existing((output,), replace)
    save_public_key(key, output)
    if as_json:
        echo_json({"file": str(output), "key_id": key.key_id, "person": key.reference})
        return
    click.echo(f"{output}: key of node {key.reference}, id {key.key_id}")
    click.echo(f"  others trust it with: mozaik keys trust {output}")


@click.command("exchange")
@click.argument("folder", metavar="DIR", type=FOLDER)
@trust_option
@json_option
def exchange(folder: Path, trust_path: Path | None, as_json: bool) -> None:
    """Say what came from every other authority, what is missing, and what of yours has arrived there.

    \b
    Examples:
      mozaik node exchange ljubljana
      mozaik node exchange ljubljana --json
    """
    trust = own_trust(trust_path)
    node = open_node(folder)
    pairs = pairs_of(node, trust)
    if as_json:
        echo_json({"with": to_json(pairs)})
        return
    say_alarms(folder, trust, now())
    if not pairs:
        click.echo("Nothing was sent and nothing numbered came. Next: mozaik send FILE --to AUTH")
    for pair in pairs:
        for line in _lines(pair, erased_on_the_way(node, pair)):
            click.echo(line)


@click.command("carry")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("target", metavar="FOLDER", type=FOLDER)
@click.option("--to", "recipient", metavar="AUTH", default="", help="Only what is for this authority.")
@trust_option
@now_option
@json_option
def carry_out(
    folder: Path, target: Path, recipient: str, trust_path: Path | None, moment: str | None, as_json: bool
) -> None:
    """Copy what no recipient has confirmed yet, and receipts, to FOLDER, such as a stick.

    The files are encrypted and named SENDER/RECIPIENT/000017-....age. There: mozaik receive FOLDER. Carrying
    a file twice, late or in another order changes nothing.

    \b
    Examples:
      mozaik node carry ljubljana /media/stick
      mozaik node carry ljubljana /media/stick --to EU-EC3
    """
    node = open_node(folder)
    carried = carry(node, target, own_trust(trust_path), moment_of(moment), recipient)
    if as_json:
        echo_json({"files": [str(path) for path in carried.files], "copied": carried.copied})
        return
    click.echo(f"{target}: {counted(len(carried.files), 'file')}, {carried.copied} copied now")
    click.echo(f"  there: mozaik receive {target} --node DIR")


def _lines(pair: Pair, erased: tuple[int, ...]) -> Iterator[str]:
    confirmed, still = pair.confirmed.confirmed, pair.confirmed.open
    yield f"{pair.authority}"
    if pair.came.came:
        yield f"  from it: {said_of(pair.came)}"
    if confirmed or still:
        gaps = named_gaps(tuple((number, number) for number in still))
        rest = f"; not confirmed: no. {gaps}" if still else ""
        yield f"  to it: {len(confirmed):,} of {len(confirmed) + len(still):,} arrived{rest}"
    if erased:
        gaps = named_gaps(tuple((number, number) for number in erased))
        yield f"  erased before it was confirmed, a gap there for good: no. {gaps}"
    for refused in pair.refused:
        yield f"  refused there: no. {refused.number}: {refused.why}"
