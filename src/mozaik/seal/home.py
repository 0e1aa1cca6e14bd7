"""A person's own folder: trust store and private keys."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from mozaik.parties import PersonRef, is_authority, is_person_name
from mozaik.seal.errors import KeyFileError


def home_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """`$MOZAIK_HOME`, or `~/.local/share/mozaik`; not made by asking."""
    chosen = environment.get("MOZAIK_HOME")
    return Path(chosen) if chosen else Path.home() / ".local" / "share" / "mozaik"


def trust_path(home: Path) -> Path:
    """Where one's own trust store lies."""
    return home / "trust.json"


def key_path(home: Path, authority: str, person: str) -> Path:
    """Where one's own private key for a person of an authority lies."""
    if not is_authority(authority) or not is_person_name(person):
        raise KeyFileError(
            "a key needs an authority and a person",
            why=_wrong_name(authority, person),
            remedy="give an authority such as SI-GPD and a short lower-case name such as ana",
        )
    return home / "keys" / f"{authority}.{person}.key"


def _wrong_name(authority: str, person: str) -> str:
    """Which of the two is not as it must be, and how."""
    if is_authority(authority):
        return "the name is no short name in lower-case letters"
    if is_authority(authority.upper()):
        return "the authority is not written in capitals"
    return "the authority is no id of a country and its units"


def own_persons(home: Path) -> tuple[PersonRef, ...]:
    """The persons for whom there is a private key in one's own folder, in order."""
    names = [path.name.removesuffix(".key").partition(".") for path in (home / "keys").glob("*.key")]
    fitting = [
        (authority, name) for authority, _, name in names if is_authority(authority) and is_person_name(name)
    ]
    return tuple(sorted(PersonRef.of(authority, name) for authority, name in fitting))


def default_person(environment: Mapping[str, str] = os.environ) -> str:
    """The short name of the person at the keyboard: the login name, made fit for a key."""
    login = environment.get("LOGNAME") or environment.get("USER") or "user"
    return re.sub(r"[^a-z0-9.-]", "-", login.lower()).strip("-.")[:64] or "user"
