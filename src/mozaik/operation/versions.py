"""How one version of the operation file follows another: none is left out, and nobody vanishes."""

from collections.abc import Iterable
from dataclasses import replace

from mozaik.errors import RefusedError
from mozaik.operation.faults import Fault
from mozaik.operation.model import Earlier, Operation, Participant


class NotSucceedingError(RefusedError):
    """A version of the operation file does not follow the one that is known here."""


def next_version(earlier: Operation, sha256: str) -> Operation:
    """The beginning of the version after a signed one, whose file has this SHA-256 in hex."""
    return replace(earlier, version=earlier.version + 1, earlier=Earlier(earlier.version, sha256))


def require_succession(known: Operation, sha256: str, later: Operation, where: str) -> None:
    """NotSucceedingError, naming `where`, unless `later` is the next version of the known file.

    Lead and coordinator sign each version. One of the two may be another authority than before, so that
    every version has a signature of an authority that signed the one before it. Who once took part stays
    listed, and so does a vouching key, whose revocation stays too: what its persons did is still verified.
    """
    for why, remedy in _faults(known, sha256, later):
        raise NotSucceedingError(
            "this operation file does not follow the one that is known here",
            where=where, why=why, remedy=remedy,
        )  # fmt: skip


def _faults(known: Operation, sha256: str, later: Operation) -> Iterable[Fault]:
    if (later.series, later.edition) != (known.series, known.edition):
        yield "it is of another series or edition", "give the file of this edition"
    if later.version != known.version + 1:
        yield (
            f"it is version {later.version}, and version {known.version} is known",
            (f"give version {known.version + 1}"),
        )
    if later.earlier is None or later.earlier.digest != sha256:
        yield "it replaces another file of that version", "ask lead and coordinator which of the two holds"
    if {later.lead.authority, later.coordinator.authority}.isdisjoint(
        {known.lead.authority, known.coordinator.authority}
    ):
        yield "lead and coordinator are both other authorities", "change one of them in each version"
    for participant in known.participants:
        now = later.named(participant.authority)
        if now is None:
            yield f"{participant.authority} is no longer listed", "state its last day: mozaik operation until"
        elif not _keeps_keys(participant, now):
            yield (
                f"a vouching key of {participant.authority} is no longer as it was",
                ("leave each listed, with its revocation where it has one"),
            )


def _keeps_keys(known: Participant, now: Participant) -> bool:
    """Whether every vouching key is still listed, and a revoked one as it was."""
    later = {key.key_id: key for key in now.vouching_keys}
    return all(
        key.key_id in later and (key.revoked_at is None or later[key.key_id] == key)
        for key in known.vouching_keys
    )
