"""What commands that sign, open or verify share: one's own trust store, private keys and passphrase."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from mozaik.errors import InvalidInputError, RefusedError
from mozaik.parties import Authority, PersonRef, is_person_name
from mozaik.seal import (
    SigningKey,
    TrustStore,
    default_person,
    home_folder,
    is_encrypted,
    key_path,
    own_persons,
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


def trust_file(chosen: Path | None) -> Path:
    """The file of the chosen trust store, or of one's own, for who reads it anew; raises as `own_trust`."""
    own_trust(chosen)
    return chosen or trust_path(home_folder())


def keys_to_open(chosen: Path | None) -> list[SigningKey]:
    """The chosen key, or every key of one's own folder; InvalidInputError where there is none."""
    paths = [chosen] if chosen else sorted((home_folder() / "keys").glob("*.key"))
    if not paths:
        raise InvalidInputError(
            "there is no key to open with", where=str(home_folder()), remedy="give one with --key"
        )
    return [opened_key(path) for path in paths]


def owner_key(chosen: Path | None, owner: Authority) -> SigningKey:
    """The key that signs for the owner: the chosen one, or the only one of the owner in one's own folder.

    A key is never made by the way. InvalidInputError where there is none, or several to choose from.
    """
    path = chosen or _only_key_of(owner)
    key = opened_key(path)
    if key.authority != owner:
        raise RefusedError(
            "the key belongs to another authority than the owner",
            where=str(path),
            remedy=f"use a key of {owner}, or --owner {key.authority}",
        )
    return key


def _only_key_of(owner: Authority) -> Path:
    persons = own_persons(home_folder())
    names = [person.name for person in persons if person.authority == owner]
    if len(names) == 1:
        return key_path(home_folder(), owner, names[0])
    if names:
        raise InvalidInputError(
            f"you have several keys of {owner}",
            where=str(home_folder() / "keys"),
            why=f"they are of {', '.join(names)}",
            remedy="choose one with --key FILE (also MOZAIK_KEY)",
        )
    others = sorted({person.authority for person in persons})
    raise InvalidInputError(
        f"you have no key of {owner}",
        where=str(home_folder() / "keys"),
        why=f"you have keys of {', '.join(others)}" if others else "you have no key yet",
        remedy=f"check the authority, or make a key with: mozaik keys new {owner} NAME",
    )


def own_authority(chosen: str | None, key: Path | None) -> Authority:
    """The authority named, else that of the chosen key, else the one that all of one's own keys are of.

    InvalidInputError if that is unclear.
    """
    if chosen:
        return Authority.parse(chosen, "--owner")
    if key:
        return opened_key(key).authority
    owners = _own_authorities(default_person())
    if len(owners) != 1:
        raise InvalidInputError(
            "it is not clear whose data this is",
            where=str(home_folder() / "keys"),
            why=f"you have keys of {', '.join(owners)}" if owners else "you have no key yet",
            remedy="name the authority with --owner, such as --owner SI-GPD (also MOZAIK_OWNER)",
        )
    return owners[0]


def own_person(chosen: str | None, authority: Authority | None = None) -> PersonRef:
    """The person who acts: the one named, or the one whose key is in one's own folder.

    A name alone takes the given authority, or the one that all of one's own keys are of. Nobody named is
    the person of the only key (of the given authority), or of several the one of the login name.
    InvalidInputError if that is unclear.
    """
    if chosen and not is_person_name(chosen):
        return PersonRef.parse(chosen, "--by")
    if not chosen:
        return _own_person(authority)
    whose = [authority] if authority else _own_authorities(chosen)
    if len(whose) != 1:
        raise _unclear(whose)
    return PersonRef.of(whose[0], chosen)


def _own_person(authority: Authority | None) -> PersonRef:
    persons = [person for person in own_persons(home_folder()) if authority in (None, person.authority)]
    at_the_keyboard = [person for person in persons if person.name == default_person()]
    for candidates in (persons, at_the_keyboard):
        if len(candidates) == 1:
            return candidates[0]
    raise _unclear(persons)


def _unclear(have: Sequence[str]) -> InvalidInputError:
    return InvalidInputError(
        "it is not clear who you are",
        where=str(home_folder() / "keys"),
        why=f"you have keys of {', '.join(have)}" if have else "you have no key that fits",
        remedy="name yourself with --by AUTHORITY/name, such as --by SI-GPD/ana",
    )


def _own_authorities(name: str) -> list[Authority]:
    """The authorities for which there is a key of this name in one's own folder, else of anybody."""
    persons = own_persons(home_folder())
    named = {person.authority for person in persons if person.name == name}
    return sorted(named or {person.authority for person in persons})


def person_key(chosen: Path | None, person: PersonRef) -> SigningKey:
    """The key with which a person signs: the chosen one, or the one in one's own folder; never made here.

    InvalidInputError where there is none, RefusedError for another person's key.
    """
    path = chosen or key_path(home_folder(), person.authority, person.name)
    if not path.exists():
        raise InvalidInputError(
            "you have no key of this person", where=str(path), remedy="make one with: mozaik keys new"
        )
    key = opened_key(path)
    if key.reference != person:
        raise RefusedError(
            "the key belongs to another person than --by says",
            where=str(path),
            remedy=f"use --by {key.reference} or another key",
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
