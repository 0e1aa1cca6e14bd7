"""Which tables a sealed set holds, and of which version, as its manifest states."""

import re
from pathlib import Path

from mozaik.contribution.parquet import broken
from mozaik.contribution.write import REPORT_NAME, member_name
from mozaik.errors import InvalidInputError
from mozaik.kinds import LIST_KINDS
from mozaik.records import CONTRIBUTION_TABLES, LIST_TABLES, TABLES_VERSION, Table
from mozaik.seal import Kind, Manifest, Verified

_VERSION = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)


class NewerTablesError(InvalidInputError):
    """The tables of a sound set have a later version than this program knows."""


def tables_version(manifest: Manifest, path: Path) -> int:
    """The version of a set's tables, as its manifest says.

    NewerTablesError for one that this program does not know yet, TableError for what is not a version.
    """
    stated = manifest.versions.get("tables", "")
    if not _VERSION.fullmatch(stated):
        raise broken(str(path), "the manifest does not say which version its tables have")
    if int(stated) > TABLES_VERSION:
        raise NewerTablesError(
            "tables of a newer version",
            where=str(path),
            why=f"version {stated}, this program knows {TABLES_VERSION}",
            remedy="install a newer version of mozaik",
        )
    return int(stated)


def tables_of(verified: Verified, path: Path) -> dict[str, Table]:
    """The tables that a set holds, as of their version."""
    manifest = verified.manifest
    version = tables_version(manifest, path)
    known = {
        name: spec.as_of(version)
        for name, spec in _known_tables(manifest, path).items()
        if spec.first <= version
    }
    return _stated_tables(manifest, known, path)


def _known_tables(manifest: Manifest, path: Path) -> dict[str, Table]:
    if manifest.kind is Kind.CONTRIBUTION:
        return CONTRIBUTION_TABLES
    if manifest.kind is not Kind.LIST:
        raise InvalidInputError(
            "neither a contribution nor a list",
            where=str(path),
            why=f"it is a sealed {manifest.kind}",
            remedy="give files that triage, record or list made",
        )
    if manifest.properties.get("list_kind") not in LIST_KINDS:
        raise broken(str(path), "the list does not say whether its entries are known or harmless")
    return LIST_TABLES


def _stated_tables(manifest: Manifest, known: dict[str, Table], path: Path) -> dict[str, Table]:
    by_member = {member_name(name): table for name, table in known.items()}
    names = [member.name for member in manifest.members]
    if unknown := [name for name in names if name not in by_member and name != REPORT_NAME]:
        raise broken(str(path), f"member {unknown[0]} is not a table of a {manifest.kind}")
    for needed in (REPORT_NAME, member_name("terms")):
        if needed not in names:
            raise broken(str(path), f"member {needed} is missing")
    if len(names) < 3:
        raise broken(str(path), "there is no table beside terms")
    return {by_member[name].name: by_member[name] for name in names if name in by_member}
