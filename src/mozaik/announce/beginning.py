"""Beginning an announcement: one of our drafts, copied into a folder to be written on."""

from importlib.resources import files
from pathlib import Path

from mozaik.errors import RefusedError
from mozaik.files import written_whole

DRAFTS = ("joint", "national")
"""The drafts that come with the program: of the joint statement, and of one national statement."""


def begin(folder: Path, draft: str) -> tuple[Path, ...]:
    """Copy a draft with its translations into a new or empty folder; RefusedError where files are in it."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RefusedError(
            "the folder of an announcement is begun empty", where=str(folder), remedy="name a new folder"
        )
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for source in sorted(
        files("mozaik.announce").joinpath("drafts", draft).iterdir(), key=lambda file: file.name
    ):
        with written_whole(folder / source.name) as stream:
            stream.write(source.read_bytes())
        written.append(folder / source.name)
    return tuple(written)
