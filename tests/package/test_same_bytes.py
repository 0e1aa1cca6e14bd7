"""The same package gives the same bytes: again, and in another process, hash order and zone."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

from mozaik.package import render
from tests.package.forms import forms_work, package_for

SCRIPT = """
import hashlib, json, sys
from pathlib import Path
from mozaik.package import read_package, render
made = render(read_package(Path(sys.argv[1]).read_bytes(), "package.json"))
print(json.dumps({name: hashlib.sha256(data).hexdigest() for name, data in made.items()}))
"""


def test_every_form_is_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    made = render(package_for(forms_work(tmp_path), "SI-GPD"))
    stated = tmp_path / "package.json"
    stated.write_bytes(made["package.json"])
    elsewhere = {**os.environ, "PYTHONHASHSEED": "4711", "TZ": "Asia/Tokyo", "LC_ALL": "C", "LANG": "C"}
    command = [sys.executable, "-c", SCRIPT, str(stated)]
    done = subprocess.run(command, env=elsewhere, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == {name: hashlib.sha256(data).hexdigest() for name, data in made.items()}
