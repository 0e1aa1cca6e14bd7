"""Whose keys count inside an operation: vouching keys stand in the signed file, and they vouch for persons.

A vouch is a statement of one person who holds a vouching key of an authority: it has compared the id of a
key of a person of the same authority. A withdrawal says that the key counts no more. Both are files that
travel beside the operation file; whoever has it can check them without having met anybody. From the file and
the vouches `keys_of` makes the trust store of the operation, the same for everybody.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from mozaik.canonical import JsonValue, from_canonical, is_number, to_canonical
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.files import written_whole
from mozaik.moments import is_utc_text, utc_text
from mozaik.operation.model import Operation
from mozaik.parties import PersonRef
from mozaik.seal import SignedStatement, SigningKey, Statement, TrustedKey, TrustStore, check_statement
from mozaik.seal import sign_statement as sign
from mozaik.typed_json import from_json

FORMAT = 1
LIMIT = 64 * 1024
_FIELDS = frozenset({"says", "series", "edition", "by", "at", "reason", "key"})
VOUCH, WITHDRAW = "vouch", "withdraw-vouch"


class VouchError(RefusedError):
    """A vouch does not count in this operation."""


@dataclass(frozen=True, slots=True)
class Vouch:
    """That a person's key counts, or counts no more: for which edition, by whom, when (UTC text) and why.

    `key` is the entry of a trust store that follows; it holds no revocation.
    """

    series: str
    edition: str
    by: PersonRef
    at: str
    reason: str
    key: TrustedKey
    withdraws: bool = False

    def __post_init__(self) -> None:
        whole = self.reason.strip() and is_utc_text(self.at) and self.key.revoked_at is None
        if not whole or self.key.authority != self.by.authority:
            raise _unreadable(f"a vouch of {self.by.authority}")

    def statement(self) -> Statement:
        """The statement that the holder of the vouching key signs."""
        return {
            "says": WITHDRAW if self.withdraws else VOUCH,
            "series": self.series,
            "edition": self.edition,
            "by": self.by,
            "at": self.at,
            "reason": self.reason,
            "key": self.key.to_json(),
        }


@dataclass(frozen=True, slots=True)
class SignedVouch:
    """A vouch with its signature; `require_vouch` says whether it counts."""

    vouch: Vouch
    signed: SignedStatement


def prepare_vouch(
    operation: Operation,
    key: TrustedKey,
    by: PersonRef,
    reason: str,
    now: datetime,
    *,
    withdraws: bool = False,
) -> Vouch:
    """The vouch of a person for a key; `bytes_to_sign` of its statement go to the person who signs."""
    at = utc_text(now)
    plain = replace(key, added_at=at, revoked_at=None, revoked_reason=None)
    return Vouch(operation.series, operation.edition, by, at, reason, plain, withdraws)


def sign_vouch(operation: Operation, vouch: Vouch, key: SigningKey) -> SignedVouch:
    """The vouch signed by a key at hand; raises as `require_vouch` if it would not count."""
    signed = SignedVouch(vouch, sign(vouch.statement(), key))
    require_vouch(operation, signed, "the vouch")
    return signed


def require_vouch(operation: Operation, signed: SignedVouch, where: str) -> None:
    """Raise unless a vouching key of the authority, not revoked in the operation file, signed this vouch.

    VouchError for another edition or a key that vouches for nobody, and what `check_statement` raises.
    """
    voucher = _voucher_of(operation, signed, where)
    check_statement(signed.signed, signed.vouch.by, _store_of([voucher]), where=where)


def _voucher_of(operation: Operation, signed: SignedVouch, where: str) -> TrustedKey:
    """The vouching key that signed; VouchError for another edition or another authority's key."""
    vouch = signed.vouch
    if (vouch.series, vouch.edition) != (operation.series, operation.edition):
        raise VouchError("a vouch of another edition", where=where, remedy="ask for one of this edition")
    participant = operation.named(vouch.by.authority)
    for key in participant.vouching_keys if participant else ():
        if key.key_id == signed.signed.key_id:
            return key
    raise VouchError(
        "this key vouches for nobody", where=where,
        why=f"the operation file lists no such vouching key of {vouch.by.authority}",
        remedy="have a vouching key of the authority sign, or list this one with: mozaik operation add",
    )  # fmt: skip


def keys_of(operation: Operation, vouches: Iterable[SignedVouch]) -> TrustStore:
    """The keys that count in an operation: vouching keys, and every key that one of them vouched for.

    The last word about a key counts. A key that was withdrawn, or all of whose vouching keys were revoked
    since, stays in the store as revoked at that time, so that what it signed before can still be verified.
    Raises as `require_vouch`.
    """
    listed = {key.key_id: key for each in operation.participants for key in each.vouching_keys}
    known = dict(listed)
    by_key: dict[str, list[SignedVouch]] = {}
    for signed in sorted(vouches, key=lambda each: (each.vouch.at, each.vouch.withdraws)):
        _require_in_its_time(operation, signed)
        by_key.setdefault(signed.vouch.key.key_id, []).append(signed)
    for key_id, said in by_key.items():
        if key_id not in listed and (standing := _standing(said, listed)):
            known[key_id] = standing
    return TrustStore(known)


def write_vouch(signed: SignedVouch, path: Path) -> None:
    """Write a vouch as canonical JSON, to hand to everybody who has the operation file."""
    value: JsonValue = {"format": FORMAT, **signed.signed.to_json()}
    with written_whole(path, mode=0o644) as stream:
        stream.write(to_canonical(value))


def read_vouch(path: Path) -> SignedVouch:
    """The vouch in a file, not yet checked; InvalidInputError for a file that is none."""
    with path.open("rb") as stream:
        data = stream.read(LIMIT + 1)
    value = from_canonical(data, str(path)) if len(data) <= LIMIT else None
    if not isinstance(value, Mapping) or not is_number(value.get("format"), FORMAT):
        raise _unreadable(str(path))
    signed = SignedStatement.from_json({name: value[name] for name in value if name != "format"}, str(path))
    said = signed.statement
    texts = {name: said[name] for name in _FIELDS - {"key"} if isinstance(said.get(name), str)}
    if set(said) != _FIELDS or len(texts) != len(_FIELDS) - 1 or texts["says"] not in (VOUCH, WITHDRAW):
        raise _unreadable(str(path))
    vouch = Vouch(
        str(texts["series"]), str(texts["edition"]), PersonRef.parse(str(texts["by"]), str(path)),
        str(texts["at"]), str(texts["reason"]), from_json(TrustedKey, said["key"], str(path)),
        texts["says"] == WITHDRAW,
    )  # fmt: skip
    if vouch.statement() != said:
        raise _unreadable(str(path))
    return SignedVouch(vouch, signed)


def _require_in_its_time(operation: Operation, signed: SignedVouch) -> None:
    """The same as `require_vouch`, but a vouch by a key that was revoked later was good in its time."""
    where = f"a vouch of {signed.vouch.by.authority}"
    voucher = replace(_voucher_of(operation, signed, where), revoked_at=None, revoked_reason=None)
    check_statement(signed.signed, signed.vouch.by, _store_of([voucher]), where=where)


def _standing(said: Sequence[SignedVouch], listed: Mapping[str, TrustedKey]) -> TrustedKey | None:
    """The entry of a key by the last word about it, None where only withdrawals by revoked keys speak of it.

    Who holds a stolen vouching key can write any time: once it is revoked, its withdrawals do not count.
    """
    standing = {each.signed.key_id: listed[each.signed.key_id].revoked_at for each in said}
    words = [each for each in said if not (each.vouch.withdraws and standing[each.signed.key_id])]
    if not words:
        return None
    last = words[-1]
    if last.vouch.withdraws:
        return replace(last.vouch.key, revoked_at=last.vouch.at, revoked_reason=last.vouch.reason)
    ends = [standing[each.signed.key_id] for each in words if not each.vouch.withdraws]
    if None in ends:
        return last.vouch.key
    return replace(
        last.vouch.key, revoked_at=max(map(str, ends)), revoked_reason="its vouching key was revoked"
    )


def _store_of(keys: Iterable[TrustedKey]) -> TrustStore:
    return TrustStore({key.key_id: key for key in keys})


def _unreadable(where: str) -> InvalidInputError:
    return InvalidInputError(
        "this is not a vouch", where=where,
        why="it is no signed statement of a person about a key of the same authority",
        remedy="ask the authority for the file that mozaik keys vouch wrote",
    )  # fmt: skip
