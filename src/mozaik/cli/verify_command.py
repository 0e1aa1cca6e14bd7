"""`mozaik verify`: check sealed files completely; the exit code says what was refused."""

from pathlib import Path

import click

from mozaik.cli.common import FILE, echo_json, json_option, progress_bar, trust_option
from mozaik.cli.exit_codes import exit_code_of_all
from mozaik.cli.layout import laid_out
from mozaik.cli.look_text import counts_text, look_json, terms_text
from mozaik.cli.own_keys import own_trust
from mozaik.cli.screen import complain
from mozaik.desk import SealedLook, look_at
from mozaik.errors import MozaikError
from mozaik.progress import file_by_file
from mozaik.seal import TrustStore, inspect_draft, verify_sealed
from mozaik.visible import visible_line


@click.command()
@click.argument("files", type=FILE, nargs=-1, required=True)
@click.option("--draft", is_flag=True, help="Accept a package that still lacks signatures.")
@trust_option
@json_option
def command(files: tuple[Path, ...], draft: bool, trust_path: Path | None, as_json: bool) -> int:
    """Check every byte and signature of sealed FILES against the trust store, and the rows of their tables.

    Says for each file what it is, who signed it, how much it holds and under which terms, or why it is
    refused: by the exit code 6 a script knows that a signer is not trusted, by 7 that a file is damaged.

    \b
    Examples:
      mozaik verify SI-GPD.contribution
      mozaik verify --trust operation.json *.contribution *.list
      mozaik verify --draft HR-MUP.draft
    """
    trust = own_trust(trust_path)
    sound: list[SealedLook] = []
    refused: list[dict[str, str]] = []
    errors: list[MozaikError] = []
    with progress_bar("verify", quiet=as_json) as step:
        for path in file_by_file(files, step):
            try:
                sound.append(_checked(path, trust, draft))
            except MozaikError as error:
                errors.append(error)
                refused.append({"path": str(path), "error": type(error).__name__, "message": str(error)})
    if as_json:
        echo_json({"sound": [_facts(look) for look in sound], "refused": refused})
    else:
        _print(sound, refused)
    return exit_code_of_all(errors)


def _checked(path: Path, trust: TrustStore, draft: bool) -> SealedLook:
    return look_at(inspect_draft(path, trust) if draft else verify_sealed(path, trust))


def _facts(look: SealedLook) -> dict[str, object]:
    told = look_json(look)
    return {"path": told.pop("file"), "kind": told.pop("what"), **told}


def _print(sound: list[SealedLook], refused: list[dict[str, str]]) -> None:
    for look in sound:
        data = "synthetic data" if look.synthetic else "real data"
        click.echo(f"{visible_line(look.file)}: sound: {look.what} {look.id} of {look.sender}, {data}")
        signers = ", ".join(look.signed_by)
        click.echo(f"  signed by {signers or 'nobody yet'}; SHA-256 {look.sha256}")
        rows = [("  ", f"holds {counts_text(look)}")] if look.tables else []
        rows += [("  ", f"terms {terms_text(stated)}") for stated in look.terms]
        click.echo(laid_out(rows), nl=False)
    for refusal in refused:
        complain(refusal["message"])
