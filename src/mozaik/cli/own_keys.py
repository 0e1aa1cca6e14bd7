"""What commands that sign, open or verify share: the user's trust store, private keys and passphrase."""

import os
import sys
from datetime import datetime
from pathlib import Path

import click

from mozaik.errors import InvalidInputError
from mozaik.seal import (
    SigningKey,
    TrustStore,
    default_key,
    default_person,
    home_folder,
    is_encrypted,
    key_path,
    trust_path,
)


def own_trust(chosen: Path | None) -> TrustStore:
    """The chosen trust store, which must exist, or the user's own, empty if there is none yet."""
    if chosen is not None and not chosen.exists():
        raise InvalidInputError(
            "the trust store does not exist", where=str(chosen), remedy="check --trust and MOZAIK_TRUST"
        )
    return TrustStore.load(chosen or trust_path(home_folder()))


def own_key(chosen: Path | None, authority: str, person: str | None, now: datetime) -> SigningKey:
    """The chosen key, or the user's own for a person of an authority, made on first use, saying so."""
    if chosen is not None:
        return opened_key(chosen)
    name = person.rpartition("/")[2] if person else default_person()
    path = key_path(home_folder(), authority, name)
    if path.exists():
        return opened_key(path)
    return default_key(home_folder(), authority, name, now, say=lambda text: click.echo(text, err=True))


def opened_key(path: Path) -> SigningKey:
    """The key in a file; asks for the passphrase if it needs one."""
    return SigningKey.load(path, passphrase(f"Passphrase of {path}") if is_encrypted(path) else None)


def passphrase(question: str, *, twice: bool = False) -> str | None:
    """`MOZAIK_PASSPHRASE`, else asked for on a terminal, else None."""
    given = os.environ.get("MOZAIK_PASSPHRASE")
    if given or not sys.stdin.isatty():
        return given
    asked: str = click.prompt(question, hide_input=True, confirmation_prompt=twice, err=True)
    return asked
