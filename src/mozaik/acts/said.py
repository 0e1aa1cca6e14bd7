"""Judgements and acknowledgements: what people of one authority said, in a file of that authority.

One JSON object a line, only ever appended, forced to the disk before anybody is answered. A last line
without its end is the trace of a crash before the answer: it was never accepted, and the next one
replaces it.
"""

import fcntl
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mozaik.acts.folder import Acts
from mozaik.errors import InvalidInputError
from mozaik.files import PRIVATE, make_private_folder

JUDGEMENTS, ACKNOWLEDGEMENTS = "judgements", "acknowledgements"


def add_record(acts: Acts, kind: str, authority: str, entry: Mapping[str, object]) -> None:
    """Append one entry to an authority's file; OSError if it is not safely on the disk."""
    folder = acts.folder / kind
    make_private_folder(folder)
    line = json.dumps(entry, ensure_ascii=False, sort_keys=True).encode() + b"\n"
    descriptor = os.open(folder / f"{authority}.jsonl", os.O_RDWR | os.O_CREAT, PRIVATE)
    with os.fdopen(descriptor, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        whole = file.read().rpartition(b"\n")
        file.seek(len(whole[0] + whole[1]))
        file.truncate()
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def records_of(acts: Acts, kind: str, authority: str) -> list[dict[str, Any]]:
    """The entries of one authority in their order; InvalidInputError for a file that was changed by hand."""
    return _read(acts.folder / kind / f"{authority}.jsonl")


def all_records(acts: Acts, kind: str) -> dict[str, list[dict[str, Any]]]:
    """The entries of every authority that has any."""
    return {path.stem: _read(path) for path in sorted((acts.folder / kind).glob("*.jsonl"))}


def acknowledged_by(acts: Acts, authority: str) -> frozenset[tuple[str, int]]:
    """The (set id, terms id) whose H3 note a person of the authority has acknowledged."""
    found = records_of(acts, ACKNOWLEDGEMENTS, authority)
    return frozenset((entry["set_id"], entry["terms_id"]) for entry in found)


def _read(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    whole = path.read_bytes().rpartition(b"\n")[0]
    try:
        return [json.loads(line) for line in whole.split(b"\n") if line]
    except (ValueError, RecursionError) as error:
        raise InvalidInputError(
            "a file of judgements or acknowledgements cannot be read", where=str(path), why=str(error),
            remedy="put it back from a copy",
        ) from error  # fmt: skip
