"""What commands that sign, open or verify share: one's own trust store, private keys and passphrase."""

import os
import sys
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from mozaik.errors import InvalidInputError, RefusedError
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

PASSPHRASE = "MOZAIK_PASSPHRASE"  # noqa: S105  (the name of a setting)


def own_trust(chosen: Path | None) -> TrustStore:
    """The chosen trust store, which must exist, or one's own, empty if there is none yet."""
    if chosen is not None and not chosen.exists():
        raise InvalidInputError(
            "the trust store does not exist", where=str(chosen), remedy="check --trust and MOZAIK_TRUST"
        )
    return TrustStore.load(chosen or trust_path(home_folder()))


def owner_key(chosen: Path | None, owner: str, now: datetime) -> SigningKey:
    """The key that signs for the owner: the chosen one, or one's own, made on first use, saying so."""
    path = chosen or key_path(home_folder(), owner, default_person())
    if chosen is None and not path.exists():
        phrase = os.environ.get(PASSPHRASE)
        say = partial(click.echo, err=True)
        return default_key(home_folder(), owner, default_person(), now, say=say, passphrase=phrase)
    key = opened_key(path)
    if key.authority != owner:
        raise RefusedError(
            "the key belongs to another authority than the owner",
            where=str(path),
            remedy=f"use a key of {owner}, or --owner {key.authority}",
        )
    return key


def opened_key(path: Path) -> SigningKey:
    """The key in a file; asks for the passphrase if it needs one."""
    return SigningKey.load(path, passphrase(f"Passphrase of {path}") if is_encrypted(path) else None)


def passphrase(question: str, *, twice: bool = False) -> str | None:
    """`MOZAIK_PASSPHRASE`, else asked for on a terminal, else None."""
    given = os.environ.get(PASSPHRASE)
    if given or not sys.stdin.isatty():
        return given
    asked: str = click.prompt(question, hide_input=True, confirmation_prompt=twice, err=True)
    return asked
