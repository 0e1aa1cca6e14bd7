"""The film: its cues in time, captions and transcript for each language, and a drawn stand-in.

The real film belongs to its owner, who gives the file with its digest and captions. Until then the build
draws a harmless animation of the two stories. Only the drawing and encoding need the extra `video`.
"""

from mozaik.campaign.film.bundle import film_bundle
from mozaik.campaign.film.captions import Cue, cue_faults, cues_script, read_vtt, srt, vtt
from mozaik.campaign.film.script import Chapter, Shot, chapters, film_cues, film_seconds, shots

__all__ = [
    "Chapter",
    "Cue",
    "Shot",
    "chapters",
    "cue_faults",
    "cues_script",
    "film_bundle",
    "film_cues",
    "film_seconds",
    "read_vtt",
    "shots",
    "srt",
    "vtt",
]
