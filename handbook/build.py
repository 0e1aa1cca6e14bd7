"""The site from its sources: pages are gathered in one folder, and Zensical makes HTML of them."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from handbook.api import room_pages
from handbook.gather import gather

ROOT = Path(__file__).resolve().parent.parent
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_PLAIN = {**os.environ, "NO_COLOR": "1"}
SETTINGS = Path(__file__).with_name("zensical.toml")


class BrokenLinkError(Exception):
    """A page refers to what is not there; the text shows where, as Zensical says it."""


def build(folder: Path, root: Path = ROOT) -> Path:
    """Build the site of a repository below a folder and give its place; BrokenLinkError names a bad link."""
    folder = folder.absolute()
    pages = folder / "pages"
    shutil.rmtree(pages, ignore_errors=True)
    navigation = [*gather(root, pages), {"Rooms": room_pages(root / "src" / "mozaik", pages)}]
    settings = folder / "zensical.toml"
    nav = ",\n  ".join(map(_inline, navigation))
    settings.write_text(SETTINGS.read_text(encoding="utf-8").replace("NAVIGATION", nav), encoding="utf-8")
    command = (sys.executable, "-m", "zensical", "build", "--strict", "--clean", "-f", str(settings))
    ended = subprocess.run(command, check=False, cwd=folder, capture_output=True, text=True, env=_PLAIN)
    if ended.returncode:
        raise BrokenLinkError(_COLOUR.sub("", ended.stderr).partition("Traceback")[0].strip())
    site = folder / "site"
    (site / "404.html").unlink()  # it knows pages by their place below a host alone
    return site


def _inline(entry: object) -> str:
    """A navigation entry as a TOML inline value."""
    if isinstance(entry, dict):
        return (
            "{ " + ", ".join(f"{json.dumps(name)} = {_inline(what)}" for name, what in entry.items()) + " }"
        )
    if isinstance(entry, list):
        return "[" + ", ".join(map(_inline, entry)) + "]"
    return json.dumps(entry, ensure_ascii=False)
