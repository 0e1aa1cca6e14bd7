"""Which languages there are, and their data files."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from mozaik.errors import InvalidInputError

LANGUAGES = ("en",)


@cache
def load(name: str, language: str) -> dict[str, Any]:
    """One data file of a language, such as `deny`; InvalidInputError names the known languages."""
    if language not in LANGUAGES:
        raise InvalidInputError("unknown language", remedy=f"known languages: {', '.join(LANGUAGES)}")
    text = files("mozaik.wording").joinpath(language, f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
