"""The finished entries of one source, on the disk until they become rows: memory does not grow with them."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from threading import Lock

from mozaik.triage.facts import AcquisitionFacts, FileFacts, LinkFacts, PictureFacts, SelectorFacts
from mozaik.triage.follow import Examined
from mozaik.triage.protocol import Json, Place


class Answers:
    """Entries in any order, from any thread, given back in the order of the source; close it."""

    def __init__(self) -> None:
        # A file without a name, gone when it is closed; what is small stays in memory.
        self._base = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._base.execute("CREATE TABLE entry (place INTEGER PRIMARY KEY, content TEXT)")
        self._base.execute("BEGIN")
        self._lock = Lock()

    def add(self, examined: Examined) -> None:
        """Keep an entry."""
        content = _encoded(examined)
        with self._lock:
            self._base.execute(
                "INSERT INTO entry (place, content) VALUES (?, ?)", (_number(examined.at), content)
            )

    def __iter__(self) -> Iterator[Examined]:
        for (content,) in self._base.execute("SELECT content FROM entry ORDER BY place"):
            yield _decoded(content)

    def close(self) -> None:
        """Give the disk back."""
        self._base.close()


def _number(at: Place) -> int:
    return at[0] << 31 | at[1]


def _encoded(examined: Examined) -> str:
    file, picture = examined.file, examined.picture
    content: dict[str, Json] = {
        "at": list(examined.at),
        "path": examined.path,
        "container": examined.container,
        "notes": list(examined.notes),
        "reason": examined.reason,
        "selectors": [
            [selector.kind, selector.value, selector.written, selector.count]
            for selector in examined.selectors
        ],
        "links": [
            [
                *link.sender,
                *link.recipient,
                link.direction,
                link.count,
                link.at.isoformat() if link.at else None,
            ]
            for link in examined.links
        ],
    }
    if file is not None:
        moment = file.modified_at.isoformat() if file.modified_at else None
        digests: list[Json] = [file.md5.hex(), file.sha1.hex(), file.sha256.hex()]
        content["file"] = [*digests, file.size, file.mime, file.deleted, moment, file.zone_known]
    if (stated := examined.acquisition) is not None:
        content["acquisition"] = [
            stated.md5.hex() if stated.md5 else None,
            stated.sha1.hex() if stated.sha1 else None,
            stated.chunks,
            stated.damaged,
        ]
    if picture is not None:
        size: list[Json] = [picture.pdq.hex(), picture.quality, picture.width, picture.height]
        camera: list[Json] = [picture.camera_make, picture.camera_model, picture.camera_serial]
        content["picture"] = [*size, *camera, picture.taken_at]
    return json.dumps(content, separators=(",", ":"))


def _decoded(text: str) -> Examined:
    content = json.loads(text)
    examined = Examined(tuple(content["at"]), content["path"], content["container"])
    if "file" in content:
        md5, sha1, sha256, size, mime, deleted, moment, zone_known = content["file"]
        modified = datetime.fromisoformat(moment) if moment else None
        digests = bytes.fromhex(md5), bytes.fromhex(sha1), bytes.fromhex(sha256)
        examined.file = FileFacts(*digests, size, mime, deleted, modified, zone_known)
    if "acquisition" in content:
        md5, sha1, chunks, damaged = content["acquisition"]
        stated = bytes.fromhex(md5) if md5 else None, bytes.fromhex(sha1) if sha1 else None
        examined.acquisition = AcquisitionFacts(*stated, chunks, damaged)
    if "picture" in content:
        examined.picture = PictureFacts(bytes.fromhex(content["picture"][0]), *content["picture"][1:])
    examined.selectors = [SelectorFacts(*row) for row in content["selectors"]]
    examined.links = [
        LinkFacts(
            (row[0], row[1]),
            (row[2], row[3]),
            row[4],
            row[5],
            datetime.fromisoformat(row[6]) if row[6] else None,
        )
        for row in content["links"]
    ]
    examined.notes, examined.reason = tuple(content["notes"]), content["reason"]
    return examined
