"""Looking for private keys in what passed and in what lies on disk, however they might be written."""

import base64
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SQLITE = b"SQLite format 3\x00"


@dataclass
class Traffic:
    """All that passes between a hub and its browsers: every request and answer, with heads and bodies."""

    passed: list[tuple[str, bytes]] = field(default_factory=list)

    def heard(self, hub: "WSGIApplication") -> "WSGIApplication":
        """The hub, with what passes kept here."""

        def listen(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
            where = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}"
            body = environ["wsgi.input"].read()
            environ["wsgi.input"] = BytesIO(body)
            asked = "\n".join(f"{name}: {value}" for name, value in sorted(environ.items()))
            self.passed.append((f"{where}, asked", asked.encode() + b"\n" + body))

            def begin(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
                self.passed.append((f"{where}, head", repr((status, headers)).encode()))
                return start(status, headers, *more)

            answer = hub(environ, begin)
            told = b"".join(answer)
            if hasattr(answer, "close"):
                answer.close()
            self.passed.append((f"{where}, told", told))
            return [told]

        return listen


def lying_below(*folders: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below folders, every member of a ZIP and every value of a SQLite table, with its place."""
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        yield str(path), data
        if zipfile.is_zipfile(BytesIO(data)):
            with zipfile.ZipFile(BytesIO(data)) as archive:
                for name in archive.namelist():
                    yield f"{path}: {name}", archive.read(name)
        if data.startswith(SQLITE):
            yield from _rows(path)


def places_of(secrets: Iterable[bytes], places: Iterable[tuple[str, bytes]]) -> list[str]:
    """The places in which one of these secrets stands in any form: raw, hex, base64, a list of numbers."""
    forms = [form for secret in secrets for form in forms_of(secret)]
    return [where for where, data in places if any(form in data for form in forms)]


def forms_of(secret: bytes) -> tuple[bytes, ...]:
    """How a secret may be written; base64 at each of the three places where it may begin among others."""
    encoded = []
    for before in range(3):
        first, last = -(-before * 8 // 6), 8 * (before + len(secret)) // 6  # letters of the secret alone
        text = base64.b64encode(bytes(before) + secret)[first:last]
        encoded += [text, text.translate(bytes.maketrans(b"+/", b"-_"))]
    numbers = [separator.join(map(str, secret)).encode() for separator in (",", ", ")]
    return (secret, secret.hex().encode(), secret.hex().upper().encode(), *encoded, *numbers)


def _rows(path: Path) -> Iterator[tuple[str, bytes]]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        database.text_factory = bytes
        known = database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        for (table,) in known:
            for row in database.execute(f'SELECT * FROM "{table.decode()}"'):
                values = [value if isinstance(value, bytes) else str(value).encode() for value in row]
                yield f"{path}, {table.decode()}", b"\n".join(values)
