"""Libraries of the extras: each is loaded when something needs it, and its absence is named."""

import importlib

from mozaik.errors import MissingPartError
from mozaik.intake.source import Foreign


def library(name: str, extra: str = "images") -> Foreign:
    """A module of an extra; MissingPartError when it is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise MissingPartError(
            "disk images cannot be read" if extra == "images" else "archives of this kind cannot be read",
            why=f"the library {name} is not installed",
            remedy=f"install the extra: pip install 'mozaik-operation[{extra}]'",
        ) from error
