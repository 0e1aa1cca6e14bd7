"""What a doctor says of a hub: its file, its own folder, its database."""

import json
import subprocess
import sys
from pathlib import Path

from mozaik.desk import Health
from mozaik.hub.health import look_at_hub
from tests.hub.databases import make_database
from tests.hub.postgres import Server

MOZAIK = Path(sys.executable).with_name("mozaik")


def told(config: Path) -> list[tuple[str, str]]:
    """What the doctor says of a hub: what about, and how it stands with what it says."""
    done = subprocess.run(
        [MOZAIK, "doctor", "--json", "--hub", config], capture_output=True, text=True, check=False
    )
    findings = json.loads(done.stdout)["findings"]
    about = [(finding["about"], f"{finding['health']} {finding['said']}") for finding in findings]
    return about[about.index(next(each for each in about if each[0] == "hub")) :]


def hub_file(folder: Path, database: str = "") -> Path:
    path = folder / "hub.toml"
    said = f'database = "{database}"\n' if database else ""
    path.write_text(f'node = "node"\nstate = "state"\ntrust = "trust.json"\nhttps = false\n{said}')
    return path


def invite(config: Path) -> subprocess.CompletedProcess[str]:
    words = ["hub", "--config", str(config), "invite", "SI-GPD/ana", "--role", "analyst"]
    return subprocess.run([MOZAIK, *words], capture_output=True, text=True, check=False)


def test_a_hub_on_sqlite(tmp_path: Path) -> None:
    config = hub_file(tmp_path)
    (finding,) = look_at_hub(config)
    assert (finding.health, "has not run yet" in finding.said) == (Health.MISSING, True)
    assert invite(config).returncode == 0
    assert ("database", "good SQLite in the hub's own folder is whole") in told(config)
    (tmp_path / "state").chmod(0o755)
    (finding,) = look_at_hub(config)
    assert (finding.health, "open to others" in finding.said) == (Health.WRONG, True)


def test_a_hub_on_a_server(tmp_path: Path, postgres: Server) -> None:
    make_database(postgres, tmp_path.name)
    config = hub_file(tmp_path, postgres.address(tmp_path.name))
    assert invite(config).stdout.startswith("http://localhost:8000/first-visit/")
    said = [line for about, line in told(config) if about == "database"]
    assert any("fsync" in line and line.startswith("wrong") for line in said), "the tests switch it off"
    assert any("superuser" in line for line in said)
    assert not any("owed" in line for line in said)


def test_a_database_that_is_not_there_is_said(tmp_path: Path, postgres: Server) -> None:
    config = hub_file(tmp_path, postgres.address("nowhere"))
    refused = invite(config)
    assert (refused.returncode, "the database of the hub cannot be used" in refused.stderr) == (5, True)
    assert "Traceback" not in refused.stderr
    assert any(line.startswith("wrong the database of the hub") for _, line in told(config))
