"""What is missing, wrong or old in a person's place: extras, keys, trust store, clock, disk; in sentences."""

import importlib.util
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from mozaik.errors import MozaikError
from mozaik.files import require_private
from mozaik.moments import utc_day, utc_text
from mozaik.parties import PersonRef
from mozaik.seal import SigningKey, TrustedKey, TrustStore, is_encrypted, key_path, own_persons, trust_path

LEAST_FREE = 2 * 10**9
"""Bytes that should be free where something is written."""
LEAST_YEAR = 2025
SKEW = timedelta(minutes=5)


class Health(StrEnum):
    """How something stands."""

    GOOD = "good"
    NOTE = "note"
    """Right as it is, and worth knowing."""
    MISSING = "missing"
    OLD = "old"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it stands, in one sentence, and what to do about it."""

    about: str
    health: Health
    said: str
    remedy: str = ""


EXTRAS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "images": (("pytsk3", "pyewf", "pyvmdk", "pyvhdi"), "disk images and E01 files are not read"),
    "archives": (("py7zr", "backports.zstd", "lz4"), "archives of 7z, Zstandard and LZ4 are not read"),
    "pictures": (("pi_heif",), "HEIC pictures are not compared"),
    "video": (("av",), "videos are not looked into, and the film of the campaign is not drawn"),
}
"""The extras of the program: the modules of each, and what does not work without it."""


def look_at_place(home: Path, trust_file: Path | None, now: datetime) -> Iterator[Finding]:
    """How the program and a person's own place stand; `now` is by the clock of the machine."""
    yield from look_at_extras()
    yield from _look_at_home(home, trust_file, now)
    yield from look_at_disk(home)


def look_at_extras() -> Iterator[Finding]:
    """Which extras are installed, and what is not read without them."""
    for name, (modules, without) in EXTRAS.items():
        if all(importlib.util.find_spec(module) for module in modules):
            yield Finding("extras", Health.GOOD, f"the extra {name} is installed")
        else:
            remedy = f"install it: pip install 'mozaik-operation[{name}]'"
            yield Finding("extras", Health.MISSING, f"the extra {name} is not installed: {without}", remedy)


def look_at_disk(place: Path) -> Iterator[Finding]:
    """Whether there is room where something is written."""
    known = next(folder for folder in (place, *place.parents) if folder.exists())
    free = shutil.disk_usage(known).free
    said = f"{free / 1e9:,.1f} GB are free at {known}"
    if free < LEAST_FREE:
        yield Finding("disk", Health.WRONG, said, "make room: what cannot be written is refused")
    else:
        yield Finding("disk", Health.GOOD, said)


def look_at_clock(now: datetime, newest: datetime | None) -> Iterator[Finding]:
    """Whether the clock can be right: not before the program, and not before what was written last."""
    if now.year < LEAST_YEAR:
        yield Finding("clock", Health.WRONG, f"the clock says {utc_day(now)}", "set the clock")
    elif newest is not None and now + SKEW < newest:
        said = f"the clock is before {utc_text(newest)}, when something was written here"
        yield Finding("clock", Health.WRONG, said, "set the clock: days decide what may be told")
    else:
        yield Finding("clock", Health.GOOD, f"the clock says {utc_text(now)}")


def _look_at_home(home: Path, trust_file: Path | None, now: datetime) -> Iterator[Finding]:
    store = trust_file or trust_path(home)
    newest = max((path.stat().st_mtime for path in (store, home) if path.exists()), default=None)
    yield from look_at_clock(now, datetime.fromtimestamp(newest, now.tzinfo) if newest else None)
    if home.is_dir():
        yield from _private(home, "your own folder")
    trust = TrustStore()
    try:
        trust = TrustStore.load(store) if store.exists() else trust
    except MozaikError as error:
        yield of_error("trust store", error)
    else:
        yield _trust_finding(trust, store)
    persons = own_persons(home)
    if not persons:
        yield Finding("keys", Health.MISSING, "you have no key", "make one: mozaik keys new AUTHORITY NAME")
    for person in persons:
        yield from _look_at_key(home, person, trust)


def _trust_finding(trust: TrustStore, store: Path) -> Finding:
    valid = [key for key in trust.keys if key.revoked_at is None]
    if not valid:
        remedy = "trust the keys of others: mozaik keys trust FILE, or keys accept with the operation file"
        return Finding("trust store", Health.MISSING, f"no key counts here ({store})", remedy)
    authorities = len({key.authority for key in valid})
    return Finding(
        "trust store", Health.GOOD, f"keys that count: {len(valid)}, of authorities: {authorities} ({store})"
    )


def _look_at_key(home: Path, person: PersonRef, trust: TrustStore) -> Iterator[Finding]:
    path = key_path(home, person.authority, person.name)
    yield from _private(path, f"the key of {person}")
    try:
        known = _entry_of(path, person, trust)
    except MozaikError as error:
        yield of_error("keys", error)
        return
    if known is None:
        remedy = "trust it like any other: mozaik keys export, then mozaik keys trust"
        yield Finding("keys", Health.WRONG, f"the key of {person} is not in the trust store", remedy)
    elif known.revoked_at is not None:
        remedy = f"make a new one: mozaik keys new {person.authority} {person.name}"
        yield Finding("keys", Health.OLD, f"the key of {person} was revoked at {known.revoked_at}", remedy)
    elif not is_encrypted(path):
        said = f"the key of {person} has no passphrase: whoever has the file signs as this person"
        yield Finding("keys", Health.NOTE, said, "keep the disk encrypted, or make keys with --encrypt")
    else:
        yield Finding("keys", Health.GOOD, f"the key of {person} counts")


def _entry_of(path: Path, person: PersonRef, trust: TrustStore) -> TrustedKey | None:
    """The entry of the trust store for a key file; under a passphrase the last one of its person."""
    if is_encrypted(path):
        return max((key for key in trust.keys if key.reference == person), key=_since, default=None)
    return trust.find(SigningKey.load(path).key_id)


def _since(key: TrustedKey) -> tuple[bool, str]:
    return key.revoked_at is None, key.added_at


def _private(place: Path, what: str) -> Iterator[Finding]:
    try:
        require_private([place])
    except MozaikError:
        said = f"{what} can be read by others, or is another user's ({place})"
        yield Finding("rights", Health.WRONG, said, f"chmod -R go= {place}")


def of_error(about: str, error: MozaikError) -> Finding:
    """What an error says, as a finding."""
    where = f"{error.where}: " if error.where else ""
    reason = f": {error.why}" if error.why else ""
    return Finding(about, Health.WRONG, f"{where}{error.what}{reason}", error.remedy)
