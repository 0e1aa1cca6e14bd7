"""The child of `fork_server` that reads a case export or list.

It limits itself like the child for seized files, then reads one file record by record and tells the parent
each record; nothing of the file is kept.
"""

import contextlib
import os
import sys
from pathlib import Path

from mozaik import __version__
from mozaik.errors import MozaikError
from mozaik.intake import BadRecord, MediaRecord, Meter, find_export, without_controls
from mozaik.triage import export_protocol as records
from mozaik.triage import protocol
from mozaik.triage.confined import Say, allow, lay_limits, open_channel


def main() -> None:
    """Serve one job; arguments: memory in bytes and processor seconds a record."""
    run(int(sys.argv[1]), int(sys.argv[2]))


def run(memory: int, seconds: int) -> None:
    """Serve one job from standard input."""
    say = open_channel()
    lay_limits(memory)
    say({"say": "ready", "versions": {"mozaik": __version__}})
    job = protocol.decode(sys.stdin.buffer.readline())
    source = job["source"]
    if isinstance(source, str):
        serve(Path(os.fsdecode(source.encode("utf-8", "surrogateescape"))), say, seconds)


def serve(path: Path, say: Say, seconds: int) -> None:
    """Say every record of an export, or why it cannot be read."""
    try:
        export = find_export(path)
        say({"say": "kind", "name": export.NAME})
        allow(seconds)
        meter, told = Meter(), 0
        for record in export.records(path, meter):
            if meter.taken != told:
                told = meter.taken
                say({"say": "taken", "bytes": told})
            _say_record(record, say)
            allow(seconds)
        say({"say": "done"})
    except MozaikError as error:
        parts = {"what": error.what, "where": error.where, "why": error.why, "remedy": error.remedy}
        say({"say": "failed", **{name: without_controls(text)[:300] for name, text in parts.items()}})
    except OSError as error:
        why = error.strerror or "input/output error"
        say({"say": "failed", "what": "the file cannot be read", "where": "", "why": why, "remedy": ""})


def _say_record(record: MediaRecord | BadRecord, say: Say) -> None:
    if isinstance(record, BadRecord):
        say({"say": "refused", "number": record.number, "reason": record.reason})
        return
    say(records.record_message(record))
    for at in range(0, len(record.places), records.MAX_PLACES):
        say(records.places_message(record.places[at : at + records.MAX_PLACES]))
    say({"say": "end"})


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt, BrokenPipeError):
        main()
