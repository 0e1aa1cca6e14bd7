"""Captions in WebVTT: written, read, and checked for order and for the time that reading them takes."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from mozaik.errors import InvalidInputError

LINE = 48
"""The most characters in a line, which fit the width of any player; a caption has at most two lines."""
READING_SPEED = 17.0
"""The most characters a second that a reader of twelve can follow."""

_TIMING = re.compile(r"(?:(\d+):)?(\d\d):(\d\d)\.(\d\d\d) --> (?:(\d+):)?(\d\d):(\d\d)\.(\d\d\d)(?: .*)?")


@dataclass(frozen=True, slots=True)
class Cue:
    """A caption: when it begins and ends, in seconds, and its text."""

    start: float
    end: float
    text: str


def vtt(cues: Sequence[Cue], language: str) -> str:
    """The cues as a WebVTT file; long texts are broken into two lines of like length."""
    blocks = [
        f"{number}\n{_clock(cue.start)} --> {_clock(cue.end)}\n{_escaped(_broken(cue.text))}\n"
        for number, cue in enumerate(cues, start=1)
    ]
    return "\n".join([f"WEBVTT\nLanguage: {language}\n", *blocks])


def srt(cues: Sequence[Cue]) -> str:
    """The cues as SubRip, which players read beside a film of the same name."""
    return "\n".join(
        f"{number}\n{_clock(cue.start, ',')} --> {_clock(cue.end, ',')}\n{_broken(cue.text)}\n"
        for number, cue in enumerate(cues, start=1)
    )


def cues_script(cues: Sequence[Cue], language: str, label: str) -> str:
    """The cues as a script for pages that are opened as files, where browsers refuse caption files."""
    rows = [[cue.start, cue.end, _broken(cue.text)] for cue in cues]
    values = ", ".join(json.dumps(value, ensure_ascii=True) for value in (language, label, rows))
    return f"window.sayNoCaptions && window.sayNoCaptions({values});\n"


def read_vtt(text: str, where: str) -> list[Cue]:
    """The cues of a WebVTT file; InvalidInputError names the block that cannot be read."""
    head, *blocks = re.split(r"\n\n+", text.replace("\r\n", "\n").strip().removeprefix("\ufeff"))
    if not head.startswith("WEBVTT"):
        raise InvalidInputError(
            "the captions are no WebVTT", where=where, remedy="begin the file with WEBVTT"
        )
    cues = []
    for number, block in enumerate(blocks, start=1):
        lines = block.split("\n")
        if lines[0].startswith(("NOTE", "STYLE", "REGION")):
            continue
        timing = next((index for index, line in enumerate(lines[:2]) if "-->" in line), None)
        match = _TIMING.fullmatch(lines[timing]) if timing is not None else None
        if match is None or timing is None:
            raise InvalidInputError(
                "a caption has no readable time",
                where=f"{where}, block {number}",
                remedy="write its time as 00:00:01.000 --> 00:00:04.000",
            )
        text = " ".join(lines[timing + 1 :]).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        cues.append(Cue(_seconds(*match.groups()[:4]), _seconds(*match.groups()[4:]), text))
    return cues


def cue_faults(cues: Sequence[Cue], length: float) -> list[str]:
    """What is wrong with captions of a film of `length` seconds: order, end, speed; [] if nothing."""
    faults = [] if cues else ["there is no caption"]
    last = 0.0
    for number, cue in enumerate(cues, start=1):
        if cue.start < last:
            faults.append(f"caption {number} begins before the one before it ends")
        if cue.end <= cue.start or cue.end > length + 0.001:
            faults.append(f"caption {number} does not end within the film after its begin")
        elif len(cue.text) / (cue.end - cue.start) > READING_SPEED:
            speed = len(cue.text) / (cue.end - cue.start)
            faults.append(
                f"caption {number} asks for {speed:.1f} characters a second, more than {READING_SPEED:.0f}"
            )
        if not cue.text.strip():
            faults.append(f"caption {number} is empty")
        if any(len(line) > LINE for line in _broken(cue.text).split("\n")):
            faults.append(f"caption {number} does not fit two lines of {LINE} characters")
        last = cue.end
    return faults


def _broken(text: str) -> str:
    """The text in one line if it fits, otherwise in two as even as the words allow."""
    if len(text) <= LINE:
        return text
    blanks = [index for index, letter in enumerate(text) if letter == " "]
    if not blanks:
        return text
    middle = min(blanks, key=lambda index: (max(index, len(text) - index - 1), index))
    return f"{text[:middle]}\n{text[middle + 1 :]}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _clock(seconds: float, mark: str = ".") -> str:
    thousandths = round(seconds * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}{mark}{rest % 1000:03}"


def _seconds(hours: str | None, minutes: str, seconds: str, thousandths: str) -> float:
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return (1000 * whole + int(thousandths)) / 1000
