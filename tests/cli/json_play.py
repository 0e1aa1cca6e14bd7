"""One small operation of invented data, in which every command answers once with `--json`."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from mozaik.cli.main import main
from tests.campaign.support import catalogues, countries_file, country_facts, facts_file
from tests.cli.json_answers import Answer, answers_in
from tests.cli.test_options import NAMES

COMMANDS = Path(__file__).with_suffix(".txt")
"""The commands, one a line; what stands in capitals is an id or option that only the play knows."""
TERMS = """
[terms.material]
purposes = ["cross-check"]
subject = "no-person"
source = "A"
information = "1"
review_on = 2099-11-20
legal_basis = "invented"
disclosure = "full"
[terms.material.disclose]
EU-EC3 = "full"
"""
FAILS = ("verify", "crosscheck", "receive", "judge WORK --from", "doctor", "hits nowhere")
"""Commands that answer and say by their exit code that something was refused."""


def play(folder: Path) -> Iterator[Answer]:
    """Do all commands in a folder, one after the other; each answer."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name in NAMES:
            patch.delenv(name, raising=False)
        patch.setenv("MOZAIK_HOME", str(folder / "home"))
        patch.setenv("MOZAIK_EDITION", "mozaik-2023")
        _lay_out(folder)
        named: dict[str, list[str]] = {"CATALOGUES": [str(catalogues(folder, "sl"))], "SITE": _site(folder)}
        for line in COMMANDS.read_text(encoding="utf-8").splitlines():
            if line:
                for answer in answers_of(line, named):
                    _remember(answer, named)
                    yield answer
        yield from answers_of("hits nowhere --as SI-GPD --reason x", named)
        yield _served(folder / "site")


def _served(site: Path) -> Answer:
    """What the command says that stays until it is stopped."""
    command = [
        str(Path(sys.executable).with_name("mozaik")),
        "campaign",
        "serve",
        str(site),
        "--port",
        "0",
        "--json",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        assert running.stdout is not None
        said = "".join(iter(running.stdout.readline, "}\n")) + "}"
        running.terminate()
    answer: Answer = json.loads(said)
    return answer


def answers_of(line: str, named: dict[str, list[str]]) -> list[Answer]:
    """What one command says: an object, or several after another."""
    words = [word for each in line.split() for word in named.get(each, [each])]
    if "--json" not in words:
        words.append("--json")
    with CliRunner().isolation() as (out, err, _), pytest.raises(SystemExit) as ended:
        main(words)
    said = out.getvalue().decode()
    assert ended.value.code == 0 or line.startswith(FAILS), f"{line}: {said}{err.getvalue().decode()}"
    return answers_in(said)


def _remember(answer: Answer, named: dict[str, list[str]]) -> None:
    """Keep ids that later commands name."""
    if answer["schema"] == "mozaik.hits/1" and answer["reader"] == "SI-GPD":
        named.setdefault("TICKET", _ticket_in(answer))
    match answer:
        case {"schema": "mozaik.keys.new/1", "key": {"person": str(person), "key_id": str(key_id)}}:
            named[person.upper()] = [key_id]
        case {"schema": "mozaik.node.key/1", "key_id": str(key_id)}:
            named["NODEKEY"] = [key_id]
        case {"schema": "mozaik.request.list/1", "requests": [{"id": str(name)}, *_]}:
            named["REQUEST"] = [name]
        case {"schema": "mozaik.urgent.raise/1", "raised": {"id": str(name)}}:
            named["ALARM"] = [name]
        case {"schema": "mozaik.release/1", "id": str(name)}:
            named["PACKAGE"] = [name]
        case {"schema": "mozaik.list/1", "id": str(set_id)}:
            named["KNOWN"] = [set_id]
        case {"schema": "mozaik.triage/1", "id": str(set_id)} if set_id.startswith("SI"):
            named["SI"] = [set_id]
        case {"schema": "mozaik.hits/1", "hits": [{"reference": str(reference)}, *_]}:
            named["HIT"] = [reference]


def _ticket_in(answer: Answer) -> list[str]:
    """A ticket that a hit of the answer holds, if one does."""
    return re.findall(r"T-[A-Z2-7]{16}", json.dumps(answer))[:1]


def _lay_out(folder: Path) -> None:
    (folder / "item").mkdir()
    (folder / "item" / "note.txt").write_text("maple@mail.example or 0038640555012\n", encoding="utf-8")
    shutil.copytree(folder / "item", folder / "other")
    (folder / "si.toml").write_text(TERMS, encoding="utf-8")
    (folder / "hr.toml").write_text(
        TERMS.replace('disclosure = "full"', 'disclosure = "hit"'), encoding="utf-8"
    )
    listed = f"sha256,size\n{'ab' * 32},10\n"
    for name in ("case.csv", "known.csv"):
        (folder / name).write_text(listed, encoding="utf-8")
    (folder / "items.csv").write_text("item_id,kind\nSI-9,phone\n", encoding="utf-8")
    custody = "item_id,sequence,event,at\nSI-9,1,opened,2023-11-09T08:00:00Z\n"
    (folder / "custody.csv").write_text(custody, encoding="utf-8")
    (folder / "actions.csv").write_text("action_id,kind,state\nA-1,search,carried-out\n", encoding="utf-8")
    (folder / "pairs.csv").write_text("left,right,same\nAna,Ана,1\nAna,Ivo,0\n", encoding="utf-8")
    (folder / "verdicts.csv").write_text("reference,verdict\nH-AAAAAAAA,reject\n", encoding="utf-8")
    raids = TERMS.replace("no-person", "suspect").replace("full", "hit")
    (folder / "si-plan.toml").write_text(raids, encoding="utf-8")
    raid = "S1,SI041,2099-11-06 06:00,2099-11-06 10:00,Europe/Ljubljana\n"
    (folder / "plan.csv").write_text(f"action,areas,begins,ends,zone\n{raid}", encoding="utf-8")
    (folder / "torn.contribution").write_bytes(b"PK\x03\x04")
    (folder / "stick").mkdir()


def _site(folder: Path) -> list[str]:
    """The options for a small site."""
    return [
        *("--points", str(facts_file(folder, country_facts()))),
        *("--countries", str(countries_file(folder))),
        *("--catalogues", str(catalogues(folder, "sl"))),
        *("--on", "2026-11-20", "--without-film"),
    ]
