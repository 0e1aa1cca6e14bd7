"""`mozaik verify`: check sealed files completely; exit code 2 if any is refused."""

from pathlib import Path

import click

from mozaik.cli.common import FILE, echo_json, json_option, progress_bar, trust_option
from mozaik.cli.own_keys import own_trust
from mozaik.cli.screen import complain
from mozaik.errors import MozaikError
from mozaik.seal import TrustStore, Verified, inspect_draft, verify_sealed
from mozaik.visible import visible_line


@click.command()
@click.argument("files", type=FILE, nargs=-1, required=True)
@click.option("--draft", is_flag=True, help="Accept a package that still lacks signatures.")
@trust_option
@json_option
def command(files: tuple[Path, ...], draft: bool, trust_path: Path | None, as_json: bool) -> int:
    """Check every byte and signature of sealed FILES against the trust store.

    Says for each file what it is and who signed it, or why it is refused. If any is refused the exit code
    is 2.

    \b
    Examples:
      mozaik verify SI-GPD.contribution
      mozaik verify --trust operation.json *.contribution *.list
      mozaik verify --draft HR-MUP.draft
    """
    trust = own_trust(trust_path)
    sound: list[dict[str, object]] = []
    refused: list[dict[str, str]] = []
    with progress_bar("verify", quiet=as_json) as step:
        for number, path in enumerate(files):
            step(number, len(files))
            try:
                sound.append(_facts(_checked(path, trust, draft)))
            except MozaikError as error:
                refused.append({"path": str(path), "error": type(error).__name__, "message": str(error)})
        step(len(files), len(files))
    if as_json:
        echo_json({"sound": sound, "refused": refused})
    else:
        _print(sound, refused)
    return 2 if refused else 0


def _checked(path: Path, trust: TrustStore, draft: bool) -> Verified:
    return inspect_draft(path, trust) if draft else verify_sealed(path, trust)


def _facts(verified: Verified) -> dict[str, object]:
    manifest = verified.manifest
    return {
        "path": str(verified.path),
        "sha256": verified.sha256,
        "kind": str(manifest.kind),
        "id": manifest.id,
        "edition": manifest.edition,
        "sender": manifest.sender,
        "recipients": list(manifest.recipients),
        "created_at": manifest.created_at,
        "synthetic": manifest.synthetic,
        "signed_by": [f"{signature.key.reference} as {signature.role}" for signature in verified.signatures],
        "members": list(verified.names),
    }


def _print(sound: list[dict[str, object]], refused: list[dict[str, str]]) -> None:
    for facts in sound:
        signers = ", ".join(facts["signed_by"]) if isinstance(facts["signed_by"], list) else ""
        data = "synthetic data" if facts["synthetic"] else "real data"
        path = visible_line(str(facts["path"]))
        click.echo(f"{path}: sound: {facts['kind']} {facts['id']} of {facts['sender']}, {data}")
        click.echo(f"  signed by {signers or 'nobody yet'}; SHA-256 {facts['sha256']}")
    for refusal in refused:
        complain(refusal["message"])
