"""Numbers that count up in an authority's chain; none is ever given twice.

A number is taken by the entry that uses it. What fails afterwards leaves a gap, never a second use.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from mozaik import chain
from mozaik.acts.folder import Acts
from mozaik.acts.said import Act, sign_act
from mozaik.canonical import JsonValue
from mozaik.files import make_private_folder, one_at_a_time
from mozaik.parties import Authority
from mozaik.seal import SigningKey, TrustStore


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number that was taken, and the head of the chain right after."""

    number: int
    head: chain.Head


def take_number(
    acts: Acts,
    authority: Authority,
    key: SigningKey,
    reason: str,
    content: Mapping[str, JsonValue],
    now: datetime,
    trust: TrustStore,
) -> Numbered:
    """The next number of a draft in an authority's chain: 1, 2, 3 ...; it stands there as `sequence`.

    The key's person signs the entry, whatever its own authority; raises as `sign_act`.
    """
    own = acts.chain_of(authority)
    make_private_folder(own.folder)
    with one_at_a_time(own.folder):
        chain.complete(own)
        number = 1 + chain.count_events(own, Act.DRAFT)
        numbered = {**content, "sequence": number}
        return Numbered(number, sign_act(acts, Act.DRAFT, authority, key, reason, numbered, now, trust))
