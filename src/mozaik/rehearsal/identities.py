"""Invented identifiers for rehearsals: reserved domains and numbers, and addresses with valid checksums."""

import base64
import hashlib
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from mozaik.errors import InvalidInputError

PHONES_OF_A_COUNTRY = 90
"""How many numbers of a reserved range are used; the shortest has 95."""
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_WORDS = (
    "maple", "cedar", "river", "stone", "amber", "cloud", "ember", "frost", "grove", "heron", "ivory",
    "lilac", "mango", "north", "olive", "pearl", "quill", "raven", "sable", "thorn", "umber", "willow",
)  # fmt: skip


@dataclass(slots=True)
class Identities:
    """A source of identifiers that never gives the same one twice; `numbered` counts its phone numbers."""

    rng: Random
    phones: Mapping[str, Mapping[str, Any]]
    used: int = 0
    numbered: int = 0

    def handle(self) -> str:
        """A nickname such as `maple_raven_17`."""
        self.used += 1
        return f"{self.rng.choice(_WORDS)}_{self.rng.choice(_WORDS)}_{self.used}"

    def make(self, kind: str) -> str:
        """A new identifier of a kind, as somebody would write it."""
        makers: dict[str, Callable[[], str]] = {
            "email": lambda: f"{self.handle()}@mail.example",
            "account": lambda: f"https://t.me/{self.handle()}",
            "url": lambda: (
                f"https://{self.handle().replace('_', '-')}.example/forum/{self.rng.randrange(10**6)}"
            ),
            "phone": self.phone,
            "btc": lambda: btc_address(self.rng),
            "eth": lambda: "0x" + self.rng.randbytes(20).hex(),
            "onion": lambda: onion_address(self.rng),
            "camera_serial": lambda: f"SYN{self.rng.randrange(10**9):09d}",
        }
        return makers[kind]()

    def phone(self) -> str:
        """A number from a range that its regulator keeps for fiction, of each country in turn.

        InvalidInputError when the ranges are used up.
        """
        turn, country = divmod(self.numbered, len(self.phones))
        if turn >= PHONES_OF_A_COUNTRY:
            raise InvalidInputError(
                "no reserved phone number is left",
                remedy="plant fewer phone numbers, or state more ranges under [reserved_phones]",
            )
        self.numbered += 1
        kept = self.phones[sorted(self.phones)[country]]
        return f"+{int(kept['start']) + turn * int(kept['step'])}"


def btc_address(rng: Random) -> str:
    """A base58check address over random bytes; nobody holds a key for it."""
    body = b"\x00" + rng.randbytes(20)
    return _base58(body + hashlib.sha256(hashlib.sha256(body).digest()).digest()[:4])


def _base58(data: bytes) -> str:
    number, text = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = _BASE58[digit] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def onion_address(rng: Random) -> str:
    """A version 3 onion name over random bytes with its right checksum."""
    key = rng.randbytes(32)
    check = hashlib.sha3_256(b".onion checksum" + key + b"\x03").digest()[:2]
    return base64.b32encode(key + check + b"\x03").decode().lower() + ".onion"


def spoil(address: str) -> str:
    """The address with one character changed, so that its checksum is wrong."""
    at = len(address) // 2
    return address[:at] + ("q" if address[at] != "q" else "p") + address[at + 1 :]


def load_names() -> Mapping[str, Any]:
    """The invented names, by language, with the planted pairs."""
    path = Path(__file__).parent / "scenarios" / "names.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def name_pair(kind: str, number: int) -> Mapping[str, Any]:
    """The invented pair of names number `number` of a kind; InvalidInputError when there are no more."""
    pairs = load_names()[kind]
    if number >= len(pairs):
        raise too_much(f"it wants {number + 1} name pairs of the kind {kind}, and there are {len(pairs)}")
    pair: Mapping[str, Any] = pairs[number]
    return pair


def too_much(why: str) -> InvalidInputError:
    """The error for a scenario that plants more than it has room for."""
    return InvalidInputError(
        "the scenario plants more than there is room for",
        why=why,
        remedy="plant less of it under [overlaps], [decoys] or [realities], or give more items and persons",
    )


def names_of(language: str, rng: Random) -> Iterator[tuple[str, str]]:
    """Given and family names of a language; each family name once, then with a numeral."""
    pool = load_names().get(language)
    if not isinstance(pool, Mapping):
        raise InvalidInputError(
            "no invented names are known in a language of the scenario",
            where=f"language {language!r}",
            remedy="use a language of the scenario mozaik-2023, such as sl or hr",
        )
    families = list(pool["family"])
    rng.shuffle(families)
    round_number = 0
    while True:
        round_number += 1
        for family in families:
            yield rng.choice(pool["given"]), family if round_number == 1 else f"{family} {round_number}"
