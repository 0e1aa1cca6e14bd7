"""Django is set up once in a process, before any test of the hub is read: its models need that."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from mozaik.hub import serving
from mozaik.hub.config import VARIABLE

FOLDER = Path(tempfile.mkdtemp(prefix="hub-"))
"""Where the hub of this process stands; its node is made when a test first asks for it."""
CONFIG = FOLDER / "hub.toml"
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
CONFIG.write_text(
    'node = "node"\nstate = "state"\ntrust = "made/trust.json"\nhttps = false\n'
    'names = ["localhost", "testserver"]\n'
)
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright leaves its loop in the thread of the tests
serving.set_up(CONFIG)
del os.environ[VARIABLE]
