"""A project file: a case states once what every command would be told."""

import json
from pathlib import Path

import pytest

from mozaik.cli.exit_codes import ExitCode
from mozaik.contribution import read_set
from tests.cli.test_options import House
from tests.contribution.support import trust_in
from tests.package.support import full_world
from tests.release.support import write_work

TERMS = """
[terms.ours]
purposes = ["cross-check"]
subject = "no-person"
source = "A"
information = "1"
review_on = 2033-11-20
disclosure = "hit"
"""


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """A house whose folder is a case; one works in a folder below it."""
    house = House(tmp_path)
    write_work(tmp_path / "work", full_world())
    (tmp_path / "terms.toml").write_text(TERMS, encoding="utf-8")
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "items.csv").write_text("item_id,kind\n1,phone\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "below")
    return house


def states(case: House, **settings: str) -> Path:
    path = case.folder / "mozaik.toml"
    path.write_text("".join(f'{name} = "{value}"\n' for name, value in settings.items()), encoding="utf-8")
    return path


def test_what_a_case_states_needs_no_option(case: House) -> None:
    """(review 14, 4) Found upwards, paths from its own folder, WORK as an argument too."""
    states(case, owner="SI-GPD", person="SI-GPD/ana", edition="e-1", terms="terms.toml", work="work")
    case.done("record", "items.csv", "-o", "out.contribution")
    sealed = read_set(Path("out.contribution"), trust_in("SI-GPD"))
    assert (sealed.authority, sealed.manifest.edition) == ("SI-GPD", "e-1")
    assert [terms.name for terms in sealed.terms] == ["ours"]
    told = json.loads(case.done("hits", "--reason", "x", "--json"))
    assert told["reader"] == "SI-GPD"
    reference = told["hits"][0]["reference"]
    assert "confirmed" in case.done("judge", reference, "confirm", "--reason", "x")
    assert "SI-GPD/ana" in case.done("explain", reference[:10], "--reason", "x")


def test_an_option_counts_before_the_environment_and_that_before_the_file(case: House) -> None:
    path = states(case, owner="SI-GPD", edition="e-1", terms="terms.toml")
    call = ("record", "items.csv", "--replace", "-o", "out.contribution")

    def edition(*more: str, **env: str) -> str:
        case.done(*call, *more, **env)
        return read_set(Path("out.contribution"), trust_in("SI-GPD")).manifest.edition

    assert edition() == "e-1"
    assert edition(MOZAIK_EDITION="e-2") == "e-2"
    assert edition("--edition", "e-3", MOZAIK_EDITION="e-2") == "e-3"
    told = json.loads(case.done("config", "--json", MOZAIK_EDITION="e-2"))["settings"]
    assert told["edition"] == {"value": "e-2", "from": "MOZAIK_EDITION"}
    assert told["owner"] == {"value": "SI-GPD", "from": str(path)}
    assert told["work"] is None
    shown = case.done("config", MOZAIK_EDITION="e-2")
    assert "e-2 (from MOZAIK_EDITION)" in shown
    assert "not stated" in shown


def test_a_stated_person_is_not_meant_where_another_key_is_given(case: House) -> None:
    states(case, owner="SI-GPD", person="SI-GPD/ana", work="work", terms="terms.toml", edition="e-1")
    key = case.home / "keys" / "HR-MUP.ana.key"
    said = case.refused("release", "terms.toml", "--key", str(key))
    assert "another person" not in said
    case.done("record", "items.csv", "--rehearsal-terms", "-o", "out.contribution")
    case.done("figures", "out.contribution")


@pytest.mark.parametrize(("text", "said"), [
    ('ownr = "SI-GPD"\n', "did you mean owner?"),
    ("owner = 3\n", "a setting is a text"),
    ("owner = SI-GPD\n", "not readable TOML"),
])  # fmt: skip
def test_a_project_file_that_states_something_else_is_refused_by_name(
    case: House, text: str, said: str
) -> None:
    (case.folder / "mozaik.toml").write_text(text, encoding="utf-8")
    told = case.refused("hits", "--reason", "x")
    assert said in told
    assert "mozaik.toml" in told


def test_a_project_file_that_others_could_write_is_refused(case: House) -> None:
    """It names a trust store: whoever plants one above a case would say whose signatures count."""
    path = states(case, trust="theirs.json")
    path.chmod(0o666)
    code, out, said = case.run("keys", "list")
    assert (code, out) == (ExitCode.REFUSED, "")
    assert "somebody else could have written" in said


@pytest.mark.parametrize("in_file", [True, False])
def test_an_owner_that_is_no_authority_is_refused_before_any_command(case: House, in_file: bool) -> None:
    """Accepted by `config`, it would stop every other command (review 1: accepted early and fatal late)."""
    if in_file:
        states(case, owner="si-gpd")
    told = case.refused("config", **({} if in_file else {"MOZAIK_OWNER": "si-gpd"}))
    assert "not in capitals" in told
    assert "owner" in told
