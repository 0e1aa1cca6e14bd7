"""The film to take along: one ZIP with the film and its captions in every language."""

import io
import zipfile
from collections.abc import Mapping, Sequence

from mozaik.campaign.film.captions import Cue, srt

_TIME = (1980, 1, 1, 0, 0, 0)


def film_bundle(film: bytes, captions: Mapping[str, Sequence[Cue]]) -> bytes:
    """The ZIP: `say-no.webm` and `say-no.<tag>.srt`; the same content gives the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(_entry("say-no.webm"), film)
        for tag, cues in sorted(captions.items()):
            archive.writestr(_entry(f"say-no.{tag}.srt"), srt(cues))
    return stream.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _TIME)
    entry.external_attr = 0o644 << 16
    entry.create_system = 3
    return entry
