"""A person's own folder: trust store and private keys, made on first use."""

import os
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from mozaik.files import make_private_folder, one_at_a_time
from mozaik.parties import PersonRef, is_authority, is_person_name
from mozaik.seal.errors import KeyFileError
from mozaik.seal.keys import SigningKey
from mozaik.seal.trust import changing_trust


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
            why="one of them is not valid",
            remedy="give an authority such as SI-GPD and a short lower-case name such as ana",
        )
    return home / "keys" / f"{authority}.{person}.key"


def own_persons(home: Path) -> tuple[PersonRef, ...]:
    """The persons for whom there is a private key in one's own folder, in order."""
    names = [path.name.removesuffix(".key").partition(".") for path in (home / "keys").glob("*.key")]
    fitting = [(one, name) for one, _, name in names if is_authority(one) and is_person_name(name)]
    return tuple(sorted(PersonRef.of(authority, name) for authority, name in fitting))


def default_person(environment: Mapping[str, str] = os.environ) -> str:
    """The short name of the person at the keyboard: the login name, made fit for a key."""
    login = environment.get("LOGNAME") or environment.get("USER") or "user"
    return re.sub(r"[^a-z0-9.-]", "-", login.lower()).strip("-.")[:64] or "user"


def default_key(
    home: Path,
    authority: str,
    person: str,
    now: datetime,
    *,
    say: Callable[[str], None] | None = None,
    passphrase: str | None = None,
) -> SigningKey:
    """One's own key for a person of an authority, made and trusted in the own store on first use.

    `say` is told once when a key is made. KeyFileError if the key file cannot be read.
    """
    path = key_path(home, authority, person)
    make_private_folder(home)
    make_private_folder(path.parent)
    with one_at_a_time(path):
        if path.exists():
            return SigningKey.load(path, passphrase)
        key = SigningKey.generate(authority, person)
        with changing_trust(trust_path(home)) as store:
            store.add(key.trusted(now))
        key.save(path, passphrase)
    if say:
        say(f"made a key for {key.reference} in {path} and trusted it here: {key.key_id}")
    return key
