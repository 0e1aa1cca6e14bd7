"""`mozaik release`: one person's signature under the release of a draft; two make it a package."""

import hashlib
import sys
from datetime import datetime
from pathlib import Path

import click

from mozaik.cli.common import FILE, FOLDER, NEW_PATH, echo_json, json_option, key_option, now, trust_option
from mozaik.cli.own_keys import opened_key, own_trust, person_key
from mozaik.desk import Released, reader_in, release
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.parties import PersonRef
from mozaik.seal import (
    Role,
    SigningKey,
    TrustStore,
    in_words,
    inspect_draft,
    is_same_in_words,
    manifest_to_sign,
)


@click.command(short_help="sign the release of a draft; two persons make it a package")
@click.argument("draft", type=FILE)
@click.option(
    "--work", type=FOLDER, required=True, help="WORK of the draft: the terms of the day are asked again."
)
@key_option
@click.option("--by", "person", metavar="PERSON", help="Who releases, as AUTHORITY/name: the key's person.")
@click.option("-o", "--output", type=NEW_PATH, help="The package to write; default FILE.package.")
@click.option("--words", help="What is signed, in the words that the hub or a colleague said, to compare.")
@trust_option
@json_option
def command(
    draft: Path,
    work: Path,
    key_path: Path | None,
    person: str | None,
    output: Path | None,
    words: str | None,
    trust_path: Path | None,
    as_json: bool,
) -> None:
    """Sign the release of DRAFT; the second person's signature writes the package.

    Read the draft first: its package.pdf says what is told to whom. The first signature stays in the
    draft, the second must be another person's. Both cover every byte of the draft. Unlike other commands
    this one never makes a key: a releaser's key is made and trusted beforehand.

    What is signed is said in seven words first, the same that the hub shows for this draft. In a terminal you
    are asked whether to sign; with --words nothing is signed that has other words.

    What the draft tells is compared with what WORK allows today. If a row was disclosed until yesterday,
    is due for erasure, or was withdrawn, the draft is refused and says which hits are concerned.

    \b
    Examples:
      mozaik release si.draft --work WORK --key maria.key
      mozaik release si.draft --work WORK --key ivo.key       another person: writes si.package
      mozaik release si.draft --work WORK --by EU-EC3/ivo --words "robot fancy ... opal"
      mozaik release si.draft --work WORK --by EU-EC3/ivo     with ivo's key from your own key folder
    """
    trust = own_trust(trust_path)
    moment = now()
    key = _key(key_path, _releaser(person, work, trust, moment))
    _compare_words(draft, words, trust)
    released = release(draft, key, trust, moment, work, output)
    if as_json:
        echo_json(
            {
                "file": str(released.path),
                "id": released.manifest.id,
                "signers": released.signers,
                "missing": released.missing,
            }
        )
    else:
        _say(released)


def _releaser(person: str | None, work: Path, trust: TrustStore, moment: datetime) -> PersonRef | None:
    """The person who is named, of an authority that takes part."""
    if person is None:
        return None
    who = PersonRef.parse(person, "--by")
    reader_in(work, who.authority, trust, moment, "--by")
    return who


def _key(path: Path | None, who: PersonRef | None) -> SigningKey:
    """The releaser's key; never made here, or one person could release alone under two names."""
    if who is not None:
        return person_key(path, who)
    if path is None:
        raise InvalidInputError("no key is named", remedy="give --key FILE, or --by AUTHORITY/name")
    return opened_key(path)


def _compare_words(draft: Path, told: str | None, trust: TrustStore) -> None:
    """Say in words what is signed; RefusedError for others than were told. Asks where somebody sits."""
    digest = hashlib.sha256(manifest_to_sign(inspect_draft(draft, trust), Role.RELEASER)).hexdigest()
    click.echo(f"you sign, in words: {in_words(digest)}", err=True)
    if told is not None and not is_same_in_words(told, digest):
        raise RefusedError(
            "what would be signed has other words than you were told",
            where=str(draft),
            remedy="ask who told you which draft they mean; do not sign this one",
        )
    if told is None and sys.stdin.isatty():
        click.confirm("Are these the words of what you read?", abort=True, err=True)


def _say(released: Released) -> None:
    names = " and ".join(released.signers)
    if released.missing:
        click.echo(f"{released.path}: signed by {names}; one more person is needed")
    else:
        click.echo(f"{released.path}: released by {names}")
