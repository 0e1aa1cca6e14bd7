"""Writing contributions and lists: rows and terms become checked, sorted, sealed tables."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from mozaik import __version__
from mozaik.contribution.check import BATCH_ROWS, check_batches, check_subjects, is_in_order
from mozaik.contribution.identity import derived_id
from mozaik.contribution.parquet import broken, write_parquet
from mozaik.contribution.spec import ContributionSpec, Report
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.files import scratch_folder, storage_errors
from mozaik.kinds import LIST_KINDS, SetKind
from mozaik.moments import utc_text
from mozaik.records import (
    CONTRIBUTION_TABLES,
    LIST_TABLES,
    TABLES_VERSION,
    Table,
    number_rows,
    table_from_rows,
)
from mozaik.seal import Kind, Manifest, Role, SigningKey, to_canonical, write_sealed
from mozaik.terms import Terms, TermsSheet, terms_to_json, terms_to_row

REPORT_NAME = "report.json"


def member_name(table: str) -> str:
    """The name of the member that holds a table."""
    return f"tables/{table}.parquet"


def write_contribution(
    path: Path,
    spec: ContributionSpec,
    tables: Mapping[str, pa.Table],
    sheet: TermsSheet,
    key: SigningKey,
) -> Manifest:
    """Seal an authority's rows into `path` and return the manifest.

    `tables` are tables of `records` without `terms`, which is made from the sheet; every row keeps its
    `terms_id` (see `apply_sheet`). Empty tables are left out. Raises TableError for rows that break a
    rule, RefusedError for terms of another owner, InvalidInputError when there is no row at all.
    """
    filled = {name: table for name, table in tables.items() if table.num_rows}
    return _write(Path(path), Kind.CONTRIBUTION, spec, filled, sheet, key)


def check_contribution(
    path: Path, spec: ContributionSpec, tables: Mapping[str, pa.Table], sheet: TermsSheet
) -> None:
    """Raise what `write_contribution` would raise of these rows, terms and ids; nothing is written."""
    filled = {name: table for name, table in tables.items() if table.num_rows}
    final = _checked_request(Path(path), Kind.CONTRIBUTION, spec.sender, filled, sheet)
    for name, table in final.items():
        _finished(CONTRIBUTION_TABLES[name], table, sheet.terms, f"{path}, table {name}")
    manifest_of(Kind.CONTRIBUTION, spec, sheet, spec.id or f"{spec.sender}.{spec.label}")


def write_list(
    path: Path,
    spec: ContributionSpec,
    entries: pa.Table,
    sheet: TermsSheet,
    key: SigningKey,
    list_kind: SetKind,
) -> Manifest:
    """Seal a reference list into `path` and return the manifest; `entries` is the table of that name.

    Raises like `write_contribution`, and InvalidInputError for a kind that is not a kind of list.
    """
    if list_kind not in LIST_KINDS:
        raise InvalidInputError("not a kind of list", remedy=f"use {' or '.join(LIST_KINDS)}")
    stated = replace(spec, properties={**spec.properties, "list_kind": str(list_kind)})
    return _write(Path(path), Kind.LIST, stated, {"entries": entries} if entries.num_rows else {}, sheet, key)


def manifest_of(kind: Kind, spec: ContributionSpec, sheet: TermsSheet, set_id: str) -> Manifest:
    """What a set says of itself, but for its members."""
    item = {"item": spec.item} if spec.item else {}
    return Manifest(
        kind=kind,
        id=set_id,
        edition=spec.edition,
        sender=spec.sender,
        created_at=utc_text(spec.created_at),
        synthetic=spec.synthetic,
        versions={"mozaik": __version__, **spec.versions, "tables": str(TABLES_VERSION)},
        default_terms=terms_to_json(sheet.terms[0]),
        supersedes=spec.supersedes,
        properties={**spec.properties, **item},
    )


def _write(
    path: Path,
    kind: Kind,
    spec: ContributionSpec,
    tables: Mapping[str, pa.Table],
    sheet: TermsSheet,
    key: SigningKey,
) -> Manifest:
    with storage_errors(path), scratch_folder(path) as folder:
        members = members_of(folder, path, kind, spec, tables, sheet)
        manifest = manifest_of(kind, spec, sheet, spec.id or derived_id(spec, members, key))
        return write_sealed(path, manifest, members, [(key, Role.OWNER)])


def members_of(
    folder: Path,
    path: Path,
    kind: Kind,
    spec: ContributionSpec,
    tables: Mapping[str, pa.Table],
    sheet: TermsSheet,
) -> dict[str, bytes | Path]:
    """The members of a set by name, its tables written into `folder`; `path` is named in what is refused."""
    final = _checked_request(path, kind, spec.sender, tables, sheet)
    rows = sum(table.num_rows for table in tables.values())
    report = spec.report or Report(rows, rows)
    members: dict[str, bytes | Path] = {REPORT_NAME: to_canonical(report.to_json())}
    for name, table in final.items():
        target = folder / f"{name}.parquet"
        write_parquet(_finished(_known(kind)[name], table, sheet.terms, f"{path}, table {name}"), target)
        members[member_name(name)] = target
    return members


def _known(kind: Kind) -> Mapping[str, Table]:
    return LIST_TABLES if kind is Kind.LIST else CONTRIBUTION_TABLES


def _checked_request(
    path: Path, kind: Kind, sender: str, tables: Mapping[str, pa.Table], sheet: TermsSheet
) -> Mapping[str, pa.Table]:
    """The tables as they are written, with that of the terms, once nothing speaks against the request."""
    where, known = str(path), _known(kind)
    if any(terms.owner != sender for terms in sheet.terms):
        raise RefusedError(
            "the terms are of another owner than the sender",
            where=where,
            remedy="seal with terms of your own",
        )
    if not tables:
        raise InvalidInputError(
            "nothing to seal", where=where, why="no row was accepted", remedy="look into the rejected rows"
        )
    for name, table in tables.items():
        if name not in known or name == "terms":
            raise broken(f"{where}, table {name}", f"a {kind} has no such table")
        wanted = sheet.by_table.get(name, 0)
        if wanted and table.column("terms_id").unique().to_pylist() == [0]:
            raise RefusedError(
                "the terms sheet is not applied",
                where=f"{where}, table {name}",
                why=f"the sheet applies terms '{sheet.terms[wanted].name}' and every row has the first terms",
                remedy="apply the sheet to the tables before sealing",
            )
    check_subjects(tables.get, sheet.terms, where)
    return {"terms": terms_table(sheet.terms), **tables}


def terms_table(terms: Sequence[Terms]) -> pa.Table:
    """The table `terms`: row n holds the terms with `terms_id` n."""
    return table_from_rows(
        "terms", [{**terms_to_row(stated), "terms_id": i} for i, stated in enumerate(terms)]
    )


def _finished(spec: Table, table: pa.Table, terms: Sequence[Terms], where: str) -> pa.Table:
    """The table in its exact schema and order, checked by the rules that a reader applies."""
    try:
        exact = table.select(spec.schema.names).cast(spec.schema)
    except (KeyError, pa.ArrowException) as error:
        raise broken(where, "the table has not the columns and types of the format") from error
    if set(table.schema.names) != set(spec.schema.names):
        raise broken(where, "the table has columns that are not in the format")
    if not is_in_order(spec.name, exact):
        exact = number_rows(spec.name, exact)
    check_batches(spec, exact.to_batches(BATCH_ROWS), terms, where)
    return exact.replace_schema_metadata(None)
