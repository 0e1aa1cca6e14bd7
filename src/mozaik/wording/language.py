"""Which languages there are, and their data files."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from mozaik.errors import InvalidInputError


@cache
def languages_with(name: str) -> tuple[str, ...]:
    """The languages that have a data file of this name, such as `deny`, sorted."""
    folders = (folder for folder in files("mozaik.wording").iterdir() if folder.is_dir())
    return tuple(sorted(folder.name for folder in folders if folder.joinpath(f"{name}.toml").is_file()))


@cache
def load(name: str, language: str) -> dict[str, Any]:
    """One data file of a language, such as `deny`; InvalidInputError names the languages that have it."""
    if language not in (known := languages_with(name)):
        raise InvalidInputError("unknown language", remedy=f"known languages: {', '.join(known)}")
    text = files("mozaik.wording").joinpath(language, f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
