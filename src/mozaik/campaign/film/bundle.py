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
        archive.writestr(_member("say-no.webm"), film)
        for tag, cues in sorted(captions.items()):
            archive.writestr(_member(f"say-no.{tag}.srt"), srt(cues))
    return stream.getvalue()


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _TIME)
    member.external_attr = 0o644 << 16
    member.create_system = 3
    return member
