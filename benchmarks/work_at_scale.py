"""A synthetic WORK at the size of an operation series: random digests, invented owners, no sealed files.

Its tables, terms and hits are made by the program's own parts, so that reading it costs what reading a
cross-check of sealed files of this size would cost.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa

from mozaik.acts import Acts, accept_operation
from mozaik.contribution.parquet import write_parquet
from mozaik.crosscheck import EmbeddedEngine, Parameters
from mozaik.crosscheck.inputs import all_terms
from mozaik.crosscheck.matchers import DIGEST
from mozaik.crosscheck.model import Source
from mozaik.kinds import SetKind
from mozaik.moments import utc_text
from mozaik.operation import Operation, OperationRole, Participant, SignedOperation
from mozaik.parties import Authority
from mozaik.progress import unseen
from mozaik.records import ALL_TABLES
from mozaik.terms import Disclosure, Handling, Purpose, Subject, Terms, terms_to_row
from mozaik.terms.model import ReaderDisclosure
from mozaik.work import SET_SCHEMA, Description, Input, new_work

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
READER = Authority("AA-U00")
REVIEW = date(2027, 11, 20)


@dataclass(frozen=True, slots=True)
class Scale:
    """How many owners, contributions of each, files of a contribution, and contents that several hold."""

    owners: int = 50
    contributions: int = 10
    files: int = 3_180
    shared: int = 200_000

    @property
    def names(self) -> list[Authority]:
        """The owners' ids, of invented units."""
        letters = [chr(ord("A") + number % 26) for number in range(self.owners)]
        return [Authority(f"A{letter}-U{number:02}") for number, letter in enumerate(letters)]


SMALL = Scale(owners=8, contributions=5, files=40, shared=60)


def make_work(path: Path, scale: Scale, silent: int = 0) -> None:
    """Write a WORK of this scale with its acts; owners tell half their facts, hint at a third, hide some.

    `silent` contributions more are of the last owner, who tells nobody anything of them.
    """
    draw = np.random.default_rng(1)
    parts = [(owner, part) for owner in scale.names for part in range(scale.contributions)]
    parts += [(scale.names[-1], scale.contributions + part) for part in range(silent)]
    with new_work(path) as new:
        sources: list[Source] = []
        sets: list[dict[str, object]] = []
        for number, (owner, part) in enumerate(parts):
            set_id = f"{owner}.{part}"
            folder = new.tables_folder / set_id
            folder.mkdir(mode=0o700)
            tables = {"files": folder / "files.parquet", "terms": folder / "terms.parquet"}
            write_parquet(_files(draw, scale, part), tables["files"])
            write_parquet(_terms(owner, scale, tells=part < scale.contributions), tables["terms"])
            permitted = (0, 1, 2)
            sources.append(Source(number, set_id, owner, SetKind.CONTRIBUTION, tables, 3 * number, permitted))
            sets.append(
                {
                    "set_id": set_id,
                    "authority": owner,
                    "set_kind": "contribution",
                    "created_at": "2026-11-20T08:00:00Z",
                }
            )
        new.describe(
            Description(
                "series",
                "series",
                "2026-11-20",
                "",
                True,
                {"mozaik": "bench"},
                {"distance": 31, "quality": 50},
                tuple(
                    Input(str(row["set_id"]), str(row["authority"]), str(row["set_kind"]), "0" * 64)
                    for row in sets
                ),
            )
        )
        new.write_part("sets", pa.Table.from_pylist(sets, schema=SET_SCHEMA))
        new.write_part("terms", all_terms(sources))
        coverage = EmbeddedEngine(threads=2).run((DIGEST,), sources, Parameters(), new.path, unseen)
        new.write_part("coverage", coverage)
    acts = Acts.beside(path)
    acts.begin(bytes(32))
    accept_operation(acts, _operation(scale), NOW)


def _operation(scale: Scale) -> SignedOperation:
    """The owners as participants; no person signed this file, as no set of this WORK was sealed."""
    lead, coordinator, *others = scale.names
    roles = {lead: OperationRole.LEAD, coordinator: OperationRole.COORDINATOR}
    parties = tuple(
        Participant(name, roles.get(name, OperationRole.PARTICIPANT)) for name in (lead, coordinator, *others)
    )
    operation = Operation("series", "", "series", NOW.date(), NOW.date(), parties)
    heads = (f"{lead}/head", f"{coordinator}/head")
    return SignedOperation(Path("bench.operation"), operation, "bench", "0" * 64, utc_text(NOW), True, heads)


def _files(draw: np.random.Generator, scale: Scale, part: int) -> pa.Table:
    digests = draw.integers(0, 256, (scale.files, 32), np.uint8)
    pool = np.random.default_rng(2).integers(0, 256, (scale.shared, 32), np.uint8)
    chosen = draw.random(scale.files) < 0.5
    digests[chosen] = pool[draw.integers(0, scale.shared, int(chosen.sum()))]
    digests = digests[np.argsort(digests.view(">u8")[:, 0], kind="stable")]
    count = scale.files
    columns = {
        "row_id": pa.array(np.arange(count)),
        "terms_id": pa.array(draw.choice(3, count, p=(0.5, 0.3, 0.2)).astype(np.int32)),
        "sha256": pa.array([row.tobytes() for row in digests], pa.binary(32)),
        "size": pa.array(draw.integers(1, 1 << 30, count)),
        "path": pa.array([f"synthetic/{number}.bin" for number in range(count)]),
        "item_id": pa.array([f"ITEM-{part}-{number % 4}" for number in range(count)]),
    }
    schema = ALL_TABLES["files"].schema
    arrays = [
        columns[field.name].cast(field.type) if field.name in columns else pa.nulls(count, field.type)
        for field in schema
    ]
    return pa.table(dict(zip(schema.names, arrays, strict=True)), schema=schema)


def _terms(owner: Authority, scale: Scale, *, tells: bool) -> pa.Table:
    """Three terms: told in full, told as hit, silent but to one reader in ten; or all of them silent."""
    shared = {
        "owner": owner, "purposes": frozenset({Purpose.CROSS_CHECK}), "subject": Subject.NO_PERSON,
        "source": "A", "information": "1", "review_on": REVIEW, "handling": frozenset({Handling.H0}),
    }  # fmt: skip
    full, hit = (Disclosure.FULL, Disclosure.HIT) if tells else (Disclosure.SILENT, Disclosure.SILENT)
    some = tuple(
        ReaderDisclosure(name, Disclosure.HIT) for name in scale.names[::10] if name != owner and tells
    )
    stated = [
        Terms(name="open", disclosure=full, **shared),  # type: ignore[arg-type]
        Terms(name="hit", disclosure=hit, **shared),  # type: ignore[arg-type]
        Terms(name="silent", disclosure=Disclosure.SILENT, disclosures=some, **shared),  # type: ignore[arg-type]
    ]
    schema = ALL_TABLES["terms"].schema
    return pa.Table.from_pylist(
        [{"terms_id": number, **terms_to_row(terms)} for number, terms in enumerate(stated)], schema=schema
    )
