"""The commands `record` and `figures`, as a person runs them."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mozaik.chain import details_of, entries, verify_chain
from mozaik.cli.figures_command import command as figures
from mozaik.cli.keys_command import command as keys
from mozaik.cli.record_command import command as record
from mozaik.contribution import read_set
from mozaik.errors import InvalidInputError, MozaikError, RefusedError
from mozaik.release import Work
from mozaik.seal import TrustStore, changing_trust, trust_path
from tests.contribution.support import CREATED, key_of
from tests.release.test_read import digest, hr, opened, si

NOW = "2023-11-20T09:00:00Z"
RECORDS = """
[[actions]]
action_id = "A-1"
kind = "search"
state = "carried-out"
started_at = 2023-11-09T06:00:00+01:00
[[actions]]
action_id = "A-2"
kind = "search"
state = "done"
[[items]]
item_id = "I-1"
kind = "phone"
state = "seized"
[[custody]]
item_id = "I-1"
sequence = 1
event = "seized"
at = 2023-11-09T08:00:00+01:00
[[custody]]
item_id = "I-1"
sequence = 3
event = "stored"
at = 2023-11-09T09:00:00+01:00
[[persons]]
person_id = "P-1"
full_name = "Izmišljena Oseba"
subject = "suspect"
[[statuses]]
about = "person"
about_id = "P-1"
subject = "suspect"
status = "identified"
on_date = 2023-11-09
[[statements]]
statement_id = "S-1"
figure = "raids"
value = "7"
scope = "joint"
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in (("MOZAIK_HOME", str(tmp_path / "home")), ("MOZAIK_NOW", NOW)):
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("MOZAIK_EDITION", "mozaik-2023")
    for name in ("MOZAIK_TRUST", "MOZAIK_KEY", "MOZAIK_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)
    _run(keys, "new", "SI-GPD", "ana")
    return tmp_path / "home"


def _run(command: object, *arguments: object) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments], catch_exceptions=False)  # type: ignore[arg-type]  # a click command


def _record(folder: Path, text: str = RECORDS, owner: str = "SI-GPD") -> tuple[Path, dict[str, object]]:
    (folder / "records.toml").write_text(text, encoding="utf-8")
    output = folder / f"{owner}.contribution"
    done = _run(
        record, folder / "records.toml", "-o", output, "--owner", owner, "--rehearsal-terms", "--json"
    )
    return output, json.loads(done.stdout)


def test_records_are_sealed_and_bad_rows_are_listed_without_values(tmp_path: Path, home: Path) -> None:
    output, answer = _record(tmp_path)
    assert (answer["read"], answer["accepted"], answer["rejected"]) == (8, 7, 1)
    rejects = list(csv.DictReader((tmp_path / "SI-GPD.contribution.rejects.csv").read_text().splitlines()))
    assert [(reject["table"], reject["row"], reject["field"]) for reject in rejects] == [
        ("actions", "2", "state")
    ]
    assert answer["custody_flags"] == [
        {"item": "I-1", "sequence": 3, "fault": "gap: a sequence number is missing"}
    ]
    read = read_set(output, TrustStore.load(trust_path(home)))
    assert (read.report.read, read.report.rejected) == (8, 1)
    assert read.manifest.synthetic


def test_a_second_run_refuses_to_write_over_the_first(tmp_path: Path, home: Path) -> None:
    output, _ = _record(tmp_path)
    before = output.read_bytes()
    with pytest.raises(RefusedError, match="exists already"):
        _record(tmp_path)
    assert output.read_bytes() == before


def test_nothing_accepted_is_an_error_and_leaves_only_the_rejects(tmp_path: Path, home: Path) -> None:
    with pytest.raises(InvalidInputError, match="every row was rejected"):
        _record(tmp_path, '[[items]]\nitem_id = "I-1"\nkind = "radio"\n')
    assert not (tmp_path / "SI-GPD.contribution").exists()
    assert (tmp_path / "SI-GPD.contribution.rejects.csv").exists()


def test_without_terms_records_are_quarantined_and_say_so(tmp_path: Path, home: Path) -> None:
    (tmp_path / "r.toml").write_text(RECORDS, encoding="utf-8")
    output = tmp_path / "q.contribution"
    done = _run(record, tmp_path / "r.toml", "-o", output, "--owner", "SI-GPD")
    assert "QUARANTINED" in done.stdout
    counted = json.loads(_run(figures, output, "--json").stdout)
    assert {figure["value"] for figure in counted["figures"]} == {0}


def test_the_public_figures_are_the_default_and_need_no_reason(tmp_path: Path, home: Path) -> None:
    output, _ = _record(tmp_path)
    answer = json.loads(_run(figures, output, "--json").stdout)
    assert (answer["reader"], answer["synthetic"]) == ("PUBLIC", True)
    raids = next(figure for figure in answer["figures"] if figure["key"] == "raids")
    assert (raids["value"], raids["rows"], raids["statements"][0]["value"]) == (1, [], "7")
    assert not (home / "chains").exists()
    text = _run(figures, output).stdout
    assert "SYNTHETIC" in text
    assert "1  raids carried out" in text
    assert "Izmišljena" not in text


@pytest.fixture
def work(tmp_path: Path, home: Path) -> Path:
    """A WORK, and a trust store that knows HR-MUP."""
    with changing_trust(trust_path(home)) as store:
        store.add(key_of("HR-MUP").trusted(CREATED))
    return opened(tmp_path, digest(1, si(), hr())).path


def test_a_reading_as_an_authority_states_a_reason_and_is_logged_in_its_one_chain(
    tmp_path: Path, home: Path, work: Path
) -> None:
    output, answer = _record(tmp_path)
    as_hr = ("--as", "HR-MUP", "--by", "ana", "--reason", "draft", "--work", work)
    done = _run(figures, output, *as_hr, "--as-of", "2023-11-20")
    assert done.exit_code == 0
    log = Work.open(work, TrustStore()).acts.chain_of("HR-MUP")
    verify_chain(log)
    [entry] = entries(log)
    details = details_of(log, entry)
    assert entry.event == "figures"
    assert details is not None
    assert (details["person"], details["reason"]) == ("HR-MUP/ana", "draft")
    assert details["sets"] == []  # the id of a set of another owner is not told (review 1, item 7)
    assert str(answer["id"]) not in log.lines(1).read_text()
    assert not (home / "chains").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--as", "HR-MUP", "--by", "ana"],
        ["--as", "HR-MUP", "--by", "ana", "--reason", " "],
        ["--as", "../HR", "--reason", "x"],
        ["--as", "*", "--reason", "x"],
        ["--as", "HR", "--reason", "x"],
        ["--as", "HR-MUP", "--reason", "x", "--by", "SI-GPD/ana"],
    ],
)
def test_a_reading_without_reader_person_or_reason_is_refused(
    tmp_path: Path, work: Path, arguments: list[str]
) -> None:
    output, _ = _record(tmp_path)
    with pytest.raises(RefusedError):
        _run(figures, output, *arguments, "--work", work)


def test_a_reading_that_is_logged_nowhere_is_refused(tmp_path: Path, work: Path) -> None:
    output, _ = _record(tmp_path)
    with pytest.raises(RefusedError, match="--work WORK"):
        _run(figures, output, "--as", "HR-MUP", "--by", "ana", "--reason", "draft")


def test_where_a_reading_cannot_be_logged_nothing_is_told(tmp_path: Path, work: Path) -> None:
    output, _ = _record(tmp_path)
    in_the_way = Work.open(work, TrustStore()).acts.folder / "chains"
    in_the_way.write_text("in the way")
    in_the_way.chmod(0o600)
    with pytest.raises(RefusedError, match="cannot be logged"):
        _run(figures, output, "--as", "HR-MUP", "--by", "ana", "--reason", "draft", "--work", work)


def test_a_file_given_twice_is_refused(tmp_path: Path, home: Path) -> None:
    output, _ = _record(tmp_path)
    with pytest.raises(MozaikError, match="same id"):
        _run(figures, output, output)


@pytest.mark.parametrize("command", [record, figures])
def test_help_has_examples(command: object) -> None:
    assert "Examples:" in _run(command, "--help").stdout
