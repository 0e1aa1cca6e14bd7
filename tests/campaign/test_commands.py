"""The commands `mozaik campaign ...`, as a user meets them."""

import json
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest

from mozaik.campaign import Site, catalogue_path, make_server
from mozaik.campaign.serve import HEADERS
from mozaik.cli.exit_codes import ExitCode
from mozaik.cli.main import main
from tests.campaign.support import catalogues, countries_file, country_facts, facts_file


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of one command."""
    with pytest.raises(SystemExit) as ended:
        main(["campaign", *(str(argument) for argument in arguments)])
    said = capsys.readouterr()
    assert isinstance(ended.value.code, int)
    return ended.value.code, said.out, said.err


@pytest.fixture
def where(tmp_path: Path) -> list[str]:
    """The options for a small site of Slovenia."""
    return [
        *("--points", str(facts_file(tmp_path, country_facts(checked_on="")))),
        *("--countries", str(countries_file(tmp_path))),
        *("--catalogues", str(catalogues(tmp_path, "sl"))),
        *("--on", "2026-11-20", "--without-film"),
    ]


def test_build_tells_what_it_made_and_what_to_know(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, where: str
) -> None:
    code, out, _ = run(capsys, "build", "-o", tmp_path / "site", *where)
    assert code == 0
    assert "for 1 country, 2 languages" in out
    assert "not final: country SI: helpline: no person has dialled or opened it" in out
    code, out, _ = run(capsys, "build", "-o", tmp_path / "site", "--json", *where)
    assert json.loads(out)["countries"] == 1


def test_build_final_refuses(capsys: pytest.CaptureFixture[str], tmp_path: Path, where: str) -> None:
    code, _, err = run(capsys, "build", "-o", tmp_path / "site", "--final", *where)
    assert code == ExitCode.REFUSED
    assert "not final" in err
    assert not (tmp_path / "site").exists()


def test_check_builds_and_checks_and_final_counts_warnings(
    capsys: pytest.CaptureFixture[str], where: str
) -> None:
    code, out, _ = run(capsys, "check", *where)
    assert (code, out.splitlines()[-1]) == (0, "0 errors, 5 keep it from being final, 1 notes")
    code, out, _ = run(capsys, "check", "--final", "--json", *where)
    assert (code, json.loads(out)["errors"]) == (1, 5)


def test_check_finds_a_fault_in_a_built_folder(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, where: str
) -> None:
    run(capsys, "build", "-o", tmp_path / "site", *where)
    (tmp_path / "site/en/help.html").write_text("<p>")
    code, out, _ = run(capsys, "check", tmp_path / "site", *where)
    assert code == 1
    assert "error: en/help.html: the page has no doctype" in out


def test_check_of_what_is_no_build_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, where: str
) -> None:
    code, _, err = run(capsys, "check", tmp_path, *where)
    assert code == 2
    assert "no build" in err


def test_translators_get_catalogues_and_give_them_back(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = catalogues(tmp_path, "sl")
    code, _, _ = run(capsys, "translate", "export", "-o", tmp_path / "po", "--catalogues", folder)
    assert code == 0
    assert sorted(path.name for path in (tmp_path / "po").iterdir()) == ["campaign.pot", "sl.po"]
    path = tmp_path / "po/sl.po"
    path.write_text(path.read_text().replace('msgstr "Začetek"', 'msgstr "Prva stran"'))
    code, out, _ = run(capsys, "translate", "import", path, "--catalogues", folder)
    assert code == 0
    assert out.startswith("sl: ")
    code, out, _ = run(capsys, "translate", "coverage", "--catalogues", folder)
    assert "slovenščina" in out
    assert "awaits review" in out
    code, out, _ = run(capsys, "translate", "--json", "coverage")
    assert all(one["done"] == one["total"] for one in json.loads(out)["catalogues"])


def test_export_never_writes_over_words_that_are_nowhere_else(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = catalogues(tmp_path, "sl", "fi")
    told = ("translate", "export", "-o", tmp_path / "po", "--catalogues", folder)
    assert run(capsys, *told)[0] == 0
    assert run(capsys, *told)[0] == 0
    work = tmp_path / "po/sl.po"
    work.write_text(work.read_text().replace('msgstr "Začetek"', 'msgstr "Prva stran"'))
    (tmp_path / "po/fi.po").unlink()
    code, _, err = run(capsys, *told)
    assert (code, "1 text: nav.start" in err) == (ExitCode.REFUSED, True)
    assert 'msgstr "Prva stran"' in work.read_text()
    assert not (tmp_path / "po/fi.po").exists()
    assert run(capsys, *told, "--replace")[0] == 0
    assert 'msgstr "Začetek"' in work.read_text()


def test_a_language_that_the_build_cannot_set_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, _, err = run(capsys, "translate", "export", "ar", "-o", tmp_path / "po")
    assert code == 2
    assert "the language cannot be set" in err


def test_a_reviewer_signs_off_and_coverage_names_them(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Campaign review, item 10."""
    monkeypatch.setenv("MOZAIK_HOME", str(tmp_path / "home"))
    with pytest.raises(SystemExit, match="0"):
        main(["keys", "new", "SI-GPD", "ana"])
    folder = catalogues(tmp_path, "sl")
    told = ("--owner", "SI-GPD", "--catalogues", folder, "--now", "2026-11-20T09:00:00Z")
    code, out, _ = run(capsys, "translate", "sign-off", "sl", "--reviewer", "Ana Primer", *told)
    assert (code, "Ana Primer, signed with the key of SI-GPD/" in out) == (0, True)
    code, out, _ = run(capsys, "translate", "coverage", "--catalogues", folder)
    assert "Ana Primer" in out
    path = catalogue_path(folder, "sl")
    path.write_text(path.read_text().replace('msgstr "Začetek"', 'msgstr "Prva stran"'))
    code, out, _ = run(capsys, "translate", "coverage", "--catalogues", folder)
    assert "Ana Primer" not in out


def test_an_unknown_language_cannot_be_exported(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, _, err = run(capsys, "translate", "export", "xx", "-o", tmp_path / "po")
    assert code == 2
    assert "unknown language tag" in err


def test_a_partner_seals_a_tally_and_it_is_counted(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOZAIK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("MOZAIK_EDITION", "mozaik-2023")
    with pytest.raises(SystemExit, match="0"):
        main(["keys", "new", "SI-SCHOOLS", "ana"])
    days = ("--since", "2023-09-01", "--until", "2023-11-01", "--now", "2023-11-20T09:00:00Z")
    tally = ("tally", "--partner", "SI-SCHOOLS", "--screenings", 12, "-o", tmp_path / "a.tally", *days)
    code, out, _ = run(capsys, *tally)
    assert (code, "12 screenings" in out) == (0, True)
    code, _, err = run(capsys, *tally)
    assert (code, "--replace" in err) == (ExitCode.REFUSED, True)
    code, out, _ = run(capsys, "tallies", tmp_path / "a.tally")
    assert (code, out.splitlines()[-1]) == (0, "12 screenings")
    code, out, _ = run(capsys, "tallies", tmp_path / "a.tally", "--json")
    assert json.loads(out)["screenings"] == 12


def fetched(address: str, **headers: str) -> tuple[int, bytes, HTTPMessage]:
    """Status, content and headers of an answer of the server of the test."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.netloc)
    connection.request("GET", parts.path, headers=headers)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, content, answer.headers


def test_the_server_sends_strict_headers_parts_of_files_and_no_listing(small: tuple[Site, Path]) -> None:
    _, folder = small
    lines: list[str] = []
    with make_server(folder, 0, lines.append) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        base = f"http://127.0.0.1:{server.server_port}"
        _, _, headers = fetched(f"{base}/en/index.html")
        assert {name: headers[name] for name in HEADERS} == HEADERS
        assert headers["Content-Type"] == "text/html; charset=utf-8"
        status, content, headers = fetched(f"{base}/en/index.html", Range="bytes=2-9")
        assert (status, content) == (206, b"doctype ")
        assert headers["Content-Range"].startswith("bytes 2-9/")
        status, content, headers = fetched(f"{base}/en/index.html", Range="bytes=99999999-")
        assert (status, content) == (416, b"")
        assert headers["Content-Range"] == f"bytes */{(folder / 'en/index.html').stat().st_size}"
        for path in ("/static/", "/../../etc/passwd", "/en/gone.html"):
            status, content, headers = fetched(base + path)
            assert (status, headers["Content-Type"]) == (404, "text/html; charset=utf-8")
            assert b"This page is not here" in content
            assert headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]
        assert fetched(f"{base}/sitemap.xml")[2]["Content-Type"] == "application/xml; charset=utf-8"
        assert fetched(f"{base}/en/report")[2]["Location"] == "/en/report/"
        status, content, headers = fetched(f"{base}/en/index.html", Range="bytes=-8")
        assert (status, content) == (206, b"\n</html>")
        server.shutdown()
        thread.join()
    assert not any("127.0.0.1" in line for line in lines)
