"""The commands of the hub: a link for a first visit."""

import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest

from mozaik.hub.rehearsing import Faults
from tests.cli.json_answers import VALIDATORS
from tests.hub.house import Hub

MOZAIK = Path(sys.executable).with_name("mozaik")


def test_an_invitation_is_one_link(hub: Hub, tmp_path: Path) -> None:
    config = tmp_path / "hub.toml"
    config.write_text(f'node = "{hub.node.folder}"\nstate = "state"\ntrust = "{hub.trust}"\nhttps = false\n')
    words = ["hub", "--config", str(config), "invite", "SI-GPD/ana", "--role", "analyst", "--json"]
    told = json.loads(subprocess.run([MOZAIK, *words], check=True, capture_output=True, text=True).stdout)
    VALIDATORS[told["schema"]].validate(told)
    assert told["link"].startswith("http://localhost:8000/first-visit/")


@pytest.mark.parametrize(("status", "is_printed"), [(503, False), (500, True), (None, True)])
def test_a_rehearsal_that_is_not_there_yet_fills_no_terminal(status: int | None, is_printed: bool) -> None:
    record = logging.makeLogRecord({"status_code": status} if status else {})
    assert Faults().filter(record) is is_printed
