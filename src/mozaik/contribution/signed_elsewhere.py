"""Contributions that a person signs with a key that is not here: the same members, by a stated id."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from mozaik.contribution.spec import ContributionSpec
from mozaik.contribution.write import manifest_of, members_of
from mozaik.errors import InvalidInputError
from mozaik.files import scratch_folder, storage_errors
from mozaik.seal import Kind, Manifest, Role, Signature, TrustStore, sealing_to_sign, write_signed
from mozaik.terms import TermsSheet


@dataclass(frozen=True, slots=True)
class UnsignedContribution:
    """Rows of an owner, under terms, before a person of the owner signs them.

    `spec` states the id: the one that follows from a key needs that key (`contribution.identity`).
    """

    spec: ContributionSpec
    tables: Mapping[str, pa.Table]
    sheet: TermsSheet

    def __post_init__(self) -> None:
        if not self.spec.id:
            raise InvalidInputError(
                "a set that is signed elsewhere has no id", remedy="state one that nobody can guess"
            )


def contribution_to_sign(path: Path, unsigned: UnsignedContribution) -> bytes:
    """What the person signs to seal these rows; beside `path` lies meanwhile what they are written into.

    Raises as `write_contribution`; no file is left.
    """
    with storage_errors(path), scratch_folder(path) as folder:
        manifest, members = _sealing_of(folder, path, unsigned)
        return sealing_to_sign(manifest, members, Role.OWNER)


def write_signed_contribution(
    path: Path, unsigned: UnsignedContribution, signature: Signature, trust: TrustStore
) -> Manifest:
    """Seal the rows into `path` by the signature that its person made elsewhere.

    Raises as `write_contribution`, and as `check_signers` for a signature that does not count.
    """
    with storage_errors(path), scratch_folder(path) as folder:
        manifest, members = _sealing_of(folder, path, unsigned)
        return write_signed(path, manifest, members, signature, trust)


def _sealing_of(
    folder: Path, path: Path, unsigned: UnsignedContribution
) -> tuple[Manifest, dict[str, bytes | Path]]:
    spec, sheet = unsigned.spec, unsigned.sheet
    filled = {name: table for name, table in unsigned.tables.items() if table.num_rows}
    members = members_of(folder, path, Kind.CONTRIBUTION, spec, filled, sheet)
    return manifest_of(Kind.CONTRIBUTION, spec, sheet, spec.id), members
