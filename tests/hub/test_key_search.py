"""The search for private keys sees: a planted one is found wherever it lies and however it is written."""

import sqlite3
import zipfile
from contextlib import closing
from io import BytesIO
from pathlib import Path
from secrets import token_bytes
from typing import TYPE_CHECKING

from tests.hub.key_search import Traffic, forms_of, lying_below, places_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

SECRET = token_bytes(32)


def test_a_planted_key_is_found_in_files_archives_and_tables(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"before" + SECRET + b"after")
    with zipfile.ZipFile(tmp_path / "archive", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("member", SECRET.hex() * 50)
    with closing(sqlite3.connect(tmp_path / "table.sqlite")) as database:
        database.execute("CREATE TABLE kept (number INTEGER, value BLOB)")
        database.execute("INSERT INTO kept VALUES (1, ?)", (b"x" * 4060 + SECRET,))
        database.commit()
    (tmp_path / "innocent").write_bytes(token_bytes(1000))
    found = {
        Path(where).name.split(",")[0].split(":")[0] for where in places_of([SECRET], lying_below(tmp_path))
    }
    assert found == {"plain", "archive", "table.sqlite"}


def test_a_planted_key_is_found_in_every_form_and_at_every_place_of_base64() -> None:
    for form in forms_of(SECRET):
        assert places_of([SECRET], [("here", b"before" + form + b"after")]) == ["here"]
    assert places_of([SECRET], [("here", SECRET[:31]), ("there", token_bytes(5000))]) == []
    assert len(set(forms_of(SECRET))) >= 8


def test_a_planted_key_is_found_in_what_passes() -> None:
    traffic = Traffic()

    def hub(environ: "WSGIEnvironment", start: "StartResponse") -> list[bytes]:
        assert environ["wsgi.input"].read() == SECRET
        start("200 OK", [("ETag", SECRET.hex())])
        return [SECRET[:16], SECRET[16:]]

    asked = {"REQUEST_METHOD": "POST", "PATH_INFO": "/", "wsgi.input": BytesIO(SECRET)}
    told = traffic.heard(hub)(asked, lambda *_: lambda _: None)
    assert b"".join(told) == SECRET
    assert places_of([SECRET], traffic.passed) == ["POST /, asked", "POST /, head", "POST /, told"]
