"""The forms of the commands about one's own place: keys, settings, health."""

from collections.abc import Mapping
from typing import TypedDict

from mozaik.desk import Finding
from mozaik.seal import TrustedKey


class KeyOfFile(TypedDict):
    """A file of a key, and the public part of the key."""

    file: str
    key: TrustedKey


class Keys(TypedDict):
    """Public keys."""

    keys: list[TrustedKey]


class OneKey(TypedDict):
    """A public key."""

    key: TrustedKey


class KeysTrusted(Keys):
    """The keys that are trusted now, the refusals, and listed ids that no key met."""

    refused: list[str]
    not_met: list[str]


class KeyVouched(KeyOfFile):
    """A vouching for a key, by whom, and whether it withdraws the key."""

    by: str
    withdraws: bool


class Findings(TypedDict):
    """What was looked at, and how it stands."""

    findings: list[Finding]


Setting = TypedDict("Setting", {"value": str, "from": str})
Setting.__doc__ = "What a setting is, and where it is stated."


class Settings(TypedDict):
    """The project file, the home, and every setting, null where it is not stated."""

    project: str | None
    home: str
    settings: Mapping[str, Setting | None]


class Completion(TypedDict):
    """What a shell needs to complete commands, and how to keep it."""

    shell: str
    script: str
    keep: str


PLACE_FORMS: dict[str, object] = {
    "mozaik.keys.new": KeyOfFile,
    "mozaik.keys.export": KeyOfFile,
    "mozaik.keys.list": Keys,
    "mozaik.keys.accept": Keys,
    "mozaik.keys.revoke": OneKey,
    "mozaik.keys.trust": KeysTrusted,
    "mozaik.keys.vouch": KeyVouched,
    "mozaik.doctor": Findings,
    "mozaik.config": Settings,
    "mozaik.completion": Completion,
}
