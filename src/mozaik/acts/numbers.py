"""Numbers that count up in an authority's chain; none is ever given twice.

A number is taken by the entry that uses it. What fails afterwards leaves a gap, never a second use. Acts that
were restored from a backup do not know which numbers were given since: they leave a gap wide enough, which is
named where it shows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from mozaik import chain
from mozaik.acts.folder import Acts
from mozaik.acts.said import Act, receive_of_package, sign_act
from mozaik.canonical import JsonValue
from mozaik.files import make_private_folder, one_at_a_time
from mozaik.parties import Authority
from mozaik.seal import SignedStatement, SigningKey, TrustStore

GAP = 1_000
"""Numbers that are left out after a restoring: more drafts for one authority than between two backups."""
RESTORED = "restored"


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

    After each restoring it goes on `GAP` numbers higher, for every authority.

    The key's person signs the entry, whatever its own authority; raises as `sign_act`.
    """
    own = acts.chain_of(authority)
    make_private_folder(own.folder)
    with one_at_a_time(own.folder):
        number = next_number(acts, authority)
        numbered = {**content, "sequence": number}
        return Numbered(number, sign_act(acts, Act.DRAFT, authority, key, reason, numbered, now, trust))


def next_number(acts: Acts, authority: Authority) -> int:
    """The number that the next draft in an authority's chain takes."""
    own = acts.chain_of(authority)
    chain.complete(own)
    return 1 + chain.count_events(own, Act.DRAFT) + GAP * restorings(acts)


def receive_number(
    acts: Acts, number: int, signed: SignedStatement, trust: TrustStore, now: datetime
) -> Numbered:
    """Take a number by a draft that its person signed elsewhere on the head that the chain has still.

    The number was the next one on that head, and so it is now. Raises as `receive_of_package`.
    """
    return Numbered(number, receive_of_package(acts, Act.DRAFT, signed, trust, now))


def mark_restored(acts: Acts, made_at: str, now: datetime) -> None:
    """Say in the register that these acts were restored, from a backup of a moment (UTC text)."""
    chain.append(acts.register_chain(), RESTORED, {"made_at": made_at, "sets": []}, now)


def restorings(acts: Acts) -> int:
    """How often these acts were restored from a backup."""
    return chain.count_events(acts.register_chain(), RESTORED)
