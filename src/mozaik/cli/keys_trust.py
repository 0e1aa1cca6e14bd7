"""`mozaik keys trust`: compare the ids of public keys with what their persons told, and trust them."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from mozaik import seal
from mozaik.cli.common import FILE, echo_json, json_option, trust_option
from mozaik.cli.exit_codes import exit_code_of_all
from mozaik.cli.key_ids import SHORTEST_ID, IdList, is_told, require_long_enough
from mozaik.cli.screen import complain
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.seal import TrustedKey, changing_trust, home_folder, in_words, load_public_key


@click.command("trust")
@click.argument("files", metavar="FILE...", type=FILE, nargs=-1, required=True)
@click.option("--key-id", help="Of one FILE: the key id as its person told you (16 characters or more).")
@click.option(
    "--ids", "ids_path", type=FILE, metavar="LIST", help="The ids as you were told them, one a line."
)
@trust_option
@json_option
def trust(
    files: tuple[Path, ...],
    key_id: str | None,
    ids_path: Path | None,
    trust_path: Path | None,
    as_json: bool,
) -> int:
    """Trust the public keys in FILES after comparing their ids with what their persons told you.

    Ask for the ids over another channel than the one the files came by: whoever can change a file on its
    way could otherwise put a key of their own in its place. LIST has an id (16 characters or more) a line,
    and behind it its person, if you like, as `mozaik keys list` prints it. What LIST does not name is not
    trusted, and the others are; the exit code is then 5. Without LIST you compare all of them on the screen.

    \b
    Examples:
      mozaik keys trust hr.pub --key-id 77b0e5d1c9aa0f13
      mozaik keys trust *.pub --ids ids.txt
    """
    if key_id is not None and (ids_path is not None or len(files) > 1):
        raise click.UsageError("--key-id is of one FILE; give several with --ids LIST")
    keys = {path: load_public_key(path) for path in files}
    told, given = IdList.read(ids_path) if ids_path else None, tuple(keys.values())
    refused: list[RefusedError] = []
    if told is not None:
        refused = [told.refusal(key, path) for path, key in keys.items() if not told.names(key)]
        keys = {path: key for path, key in keys.items() if told.names(key)}
    else:
        compare_ids(list(keys.values()), key_id, files[0])
    with changing_trust(own_store(trust_path)) as store:
        for key in keys.values():
            store.add(key)
    _say_trusted(list(keys.values()), refused, told.unmet(given) if told else (), as_json)
    return exit_code_of_all(refused)


def _say_trusted(
    keys: Sequence[TrustedKey], refused: Sequence[RefusedError], unmet: Sequence[str], as_json: bool
) -> None:
    if as_json:
        echo_json(
            {
                "keys": [key.to_json() for key in keys],
                "refused": [str(error) for error in refused],
                "not_met": list(unmet),
            }
        )
        return
    for key in keys:
        click.echo(f"trusted {key.reference} as {', '.join(key.roles)}: {key.key_id}")
    for error in refused:
        complain(str(error))
    for text in unmet:
        complain(f"no file holds the key {text} of the list. Remedy: ask its person for the public key")


def own_store(chosen: Path | None) -> Path:
    """The chosen trust store, or one's own."""
    return chosen or seal.trust_path(home_folder())


def compare_ids(keys: Sequence[TrustedKey], key_id: str | None, file: Path) -> None:
    """Raise unless the ids are those that their persons told: too short a beginning, another id, or a no."""
    if key_id is not None:
        if " " not in key_id.strip():
            require_long_enough(key_id, "--key-id")
        if not is_told(key_id, keys[0].key_id):
            raise RefusedError(
                "the key in the file is not the one you were told",
                where=str(file),
                why="its id does not begin with the characters given, or has other words",
                remedy="ask its person again, and do not trust the file",
            )
        return
    if not sys.stdin.isatty():
        raise InvalidInputError(
            "nobody is here to compare the key id",
            where=str(file),
            why="this is no terminal",
            remedy=f"give {SHORTEST_ID} characters or more, as its person told them, with --key-id; "
            "of several keys a list with --ids",
        )
    for key in keys:
        click.echo(f"key of {key.reference}, may sign as {', '.join(key.roles)}:", err=True)
        click.echo(f"  {key.key_id}\n  in words: {in_words(key.key_id)}", err=True)
    many = len(keys) > 1
    question = "Did their persons tell you these ids" if many else "Did its person tell you this id"
    click.confirm(f"{question} over another channel?", abort=True, err=True)
