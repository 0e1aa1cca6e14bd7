"""The drawn film as WebM (VP9): made once, the same bytes for the same program, kept for the next build.

Needs the extra `video`. One thread and a bit-exact container make the bytes a function of frames and encoder.
"""

import hashlib
import os
import subprocess
import sys
from fractions import Fraction
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from mozaik.campaign.film.draw import FRAMES_A_SECOND, HEIGHT, WIDTH, frames
from mozaik.campaign.film.script import script_text
from mozaik.errors import MissingPartError, MozaikError
from mozaik.files import written_whole

_ENCODER = {
    "crf": "36",
    "b": "0",
    "deadline": "realtime",
    "cpu-used": "7",
    "g": "64",
    "threads": "1",
    "row-mt": "0",
}
_DRAWN_BY = ("draw.py", "figures.py", "props.py", "encode.py")


class FilmError(MozaikError):
    """The stand-in cannot be drawn or encoded."""


def drawn_film(cache: Path | None = None) -> Path:
    """The drawn film, from `cache` (by default the user's) if it was made before by the same program.

    It is encoded in a process of its own, because the encoder's libraries have licences of their own.
    MissingPartError if the extra `video` is missing, FilmError if the encoder fails.
    """
    folder = cache or cache_folder()
    path = folder / f"film-{_key(_encoder_version())}.webm"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with written_whole(path) as stream:
            command = [sys.executable, "-m", "mozaik.campaign.film.encode"]
            done = subprocess.run(command, stdout=stream, stderr=subprocess.PIPE, check=False)
            if done.returncode:
                raise FilmError(
                    "the film cannot be drawn",
                    why=f"the encoder ended with {done.returncode}",
                    remedy="try again; with --without-film the site is built without it",
                )
    return path


def cache_folder() -> Path:
    """Where what can be made again is kept: `$XDG_CACHE_HOME/mozaik`, or `~/.cache/mozaik`."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "mozaik"


def _encoder_version() -> str:
    """The version of PyAV; MissingPartError names the extra."""
    try:
        return version("av")
    except PackageNotFoundError as error:
        raise MissingPartError(
            "the film cannot be drawn",
            why="PyAV is not installed",
            remedy="install the extra: pip install 'mozaik-operation[video]', or build with --without-film",
        ) from error


def _key(encoder: str) -> str:
    """A name for the film that changes with its script, the code that draws it, and the encoder."""
    digest = hashlib.sha256(f"{encoder}\n{script_text()}".encode())
    for name in _DRAWN_BY:
        digest.update(files("mozaik.campaign.film").joinpath(name).read_bytes())
    return digest.hexdigest()[:24]


def _encode(stream: BinaryIO) -> None:
    """Draw and encode every frame; run in a process of its own."""
    av = import_module("av")
    with av.open(stream, "w", format="webm", options={"fflags": "+bitexact"}) as container:
        track = container.add_stream("libvpx-vp9", rate=FRAMES_A_SECOND, options=_ENCODER)
        track.width, track.height, track.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        track.time_base = Fraction(1, FRAMES_A_SECOND)
        track.codec_context.thread_count = 1
        for number, image in enumerate(frames()):
            frame = av.VideoFrame.from_image(image)
            frame.pts = number
            frame.time_base = Fraction(1, FRAMES_A_SECOND)
            container.mux(track.encode(frame))
        container.mux(track.encode())


if __name__ == "__main__":
    made = BytesIO()
    _encode(made)
    sys.stdout.buffer.write(made.getvalue())
