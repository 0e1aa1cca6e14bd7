"""`mozaik seal`: encrypt a sealed file to its recipients for the way."""

from pathlib import Path

import click

from mozaik.cli.common import FILE, NEW_PATH, echo_json, json_option, progress_bar, trust_option
from mozaik.cli.own_keys import own_trust
from mozaik.files import refuse_existing
from mozaik.seal import (
    TrustedKey,
    TrustStore,
    check_recipient,
    encrypt_to,
    load_public_key,
    verify_sealed,
)


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
@click.option("--replace", is_flag=True, help="Write over a file that exists.")
@trust_option
@json_option
def command(
    file: Path,
    recipients: tuple[str, ...],
    output: Path | None,
    replace: bool,
    trust_path: Path | None,
    as_json: bool,
) -> None:
    """Encrypt the sealed FILE so that only the recipients can open it.

    The file is verified first, and its manifest must name the recipients. Signing is not a part of this: a
    contribution is signed when it is made, a package by `mozaik release`.

    \b
    Examples:
      mozaik seal HR-MUP.package --to 3f9a1c22 -o HR-MUP.package.age
      mozaik seal SI-GPD.contribution --to coordinator.pub --to 3f9a1c22
    """
    target = output or file.with_name(file.name + ".age")
    refuse_existing((target,), replace and target.resolve() != file.resolve())
    trust = own_trust(trust_path)
    manifest = verify_sealed(file, trust).manifest
    keys = [recipient_of(text, trust) for text in recipients]
    for key in keys:
        check_recipient(manifest, key, str(file))
    with progress_bar("seal", quiet=as_json) as step:
        encrypt_to(file, target, [key.age_recipient for key in keys], step)
    if as_json:
        echo_json({"file": str(target), "recipients": [key.reference for key in keys]})
    else:
        click.echo(f"{target}: only {', '.join(key.reference for key in keys)} can open it")


def recipient_of(text: str, trust: TrustStore) -> TrustedKey:
    """The key a `--to` names; a file's key counts as revoked if the trust store says so."""
    if not Path(text).is_file():
        return trust.pick(text)
    key = load_public_key(Path(text))
    return trust.find(key.key_id) or key
