"""The fonts of web pages: the letters that our languages need, as files that a page loads from beside it."""

from collections.abc import Mapping
from importlib.resources import files


def web_fonts() -> Mapping[str, bytes]:
    """The files by name, with their licence, sorted."""
    folder = files("mozaik.typeset").joinpath("web")
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir(), key=lambda path: path.name)}
