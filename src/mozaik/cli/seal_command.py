"""`mozaik seal`: encrypt a sealed file to its recipients for the way."""

from pathlib import Path

import click

from mozaik.cli.common import FILE, NEW_PATH, echo_json, json_option, progress_bar, trust_option
from mozaik.cli.look_text import look_json, look_text
from mozaik.cli.own_keys import own_trust
from mozaik.desk import EncryptionPlan, encrypt_as_planned, look_at, plan_encryption
from mozaik.seal import TrustedKey, TrustStore, load_public_key

ENCRYPTION = "age (X25519, ChaCha20-Poly1305)"


@click.command()
@click.argument("file", type=FILE)
@click.option(
    "--to",
    "recipients",
    multiple=True,
    required=True,
    help="A key id of the trust store (8 characters or more) or a public key file; may be repeated.",
)
@click.option("-o", "--output", type=NEW_PATH, help="The encrypted file; default FILE.age.")
@click.option(
    "--plan", "only_plan", is_flag=True, help="Only say what would be encrypted to whom; write nothing."
)
@click.option("--replace", is_flag=True, help="Write over a file that exists.")
@trust_option
@json_option
def command(
    file: Path,
    recipients: tuple[str, ...],
    output: Path | None,
    only_plan: bool,
    replace: bool,
    trust_path: Path | None,
    as_json: bool,
) -> None:
    """Encrypt the sealed FILE so that only the recipients can open it.

    The file is verified first, and its manifest must name the recipients. Signing is not a part of this: a
    contribution is signed when it is made, a package by `mozaik release`. With --plan the same command line
    makes every check, says what the file holds, under which terms, who signed it and who could open it, and
    writes nothing.

    \b
    Examples:
      mozaik seal HR-MUP.package --to 3f9a1c22 -o HR-MUP.package.age --plan
      mozaik seal HR-MUP.package --to 3f9a1c22 -o HR-MUP.package.age
      mozaik seal SI-GPD.contribution --to coordinator.pub --to 3f9a1c22
    """
    trust, target = own_trust(trust_path), output or file.with_name(file.name + ".age")
    keys = [recipient_of(text, trust) for text in recipients]
    plan = plan_encryption(file, keys, trust, target, replace=replace)
    if only_plan:
        _say_plan(plan, as_json)
        return
    with progress_bar("seal", quiet=as_json) as step:
        encrypt_as_planned(plan, step)
    if as_json:
        echo_json({"file": str(target), "recipients": [key.reference for key in keys]})
    else:
        click.echo(f"{target}: only {', '.join(key.reference for key in keys)} can open it")


def _say_plan(plan: EncryptionPlan, as_json: bool) -> None:
    """What would be encrypted: the file as `mozaik show` says it, and who could open it."""
    look = look_at(plan.verified)
    if as_json:
        keys = [{"reference": key.reference, "key_id": key.key_id} for key in plan.recipients]
        told = {"file": str(plan.target), "encryption": ENCRYPTION, "recipients": keys}
        echo_json({"schema": "mozaik.seal.plan/1", **told, "content": look_json(look)})
        return
    click.echo(look_text(look), nl=False)
    click.echo(f"Nothing is written. It would be encrypted with {ENCRYPTION} as {plan.target}, and only")
    for key in plan.recipients:
        click.echo(f"  {key.reference}, key {key.key_id}")
    click.echo("could open it.")


def recipient_of(text: str, trust: TrustStore) -> TrustedKey:
    """The key a `--to` names; a file's key counts as revoked if the trust store says so."""
    if not Path(text).is_file():
        return trust.pick(text)
    key = load_public_key(Path(text))
    return trust.find(key.key_id) or key
