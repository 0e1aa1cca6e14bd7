"""Captions are in order, complete and readable in every language; the film is drawn bit for bit."""

import hashlib
from fractions import Fraction
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from mozaik.campaign import Site
from mozaik.campaign.film import Cue, chapters, cue_faults, film_cues, film_seconds, read_vtt, shots, vtt
from mozaik.campaign.film.captions import LINE, READING_SPEED
from mozaik.campaign.film.draw import draw_frame, poster
from mozaik.campaign.film.encode import cache_folder, drawn_film
from mozaik.campaign.settings import RealFilm
from mozaik.campaign.source import messages
from mozaik.errors import InvalidInputError, MissingPartError, RefusedError
from tests.campaign.support import OWN_TAGS


@pytest.mark.parametrize("tag", OWN_TAGS)
def test_captions_are_in_order_complete_and_readable_in_every_language(site: Site, tag: str) -> None:
    cues = film_cues(site.catalogues[tag])
    assert cue_faults(cues, film_seconds()) == []
    assert len(cues) == 25
    assert cues[0].start == 0
    assert cues[-1].end == film_seconds()


def test_the_script_shows_every_caption_once_and_in_order() -> None:
    assert [f"film.{shot.cue}" for shot in shots()] == [key for key in messages() if key.startswith("film.")]


def test_the_chapters_cover_the_film() -> None:
    found = chapters()
    assert [one.key for one in found] == ["video.chapter_1", "video.chapter_2", "video.chapter_3"]
    assert found[0].start == 0
    assert [one.end for one in found[:-1]] == [one.start for one in found[1:]]
    assert found[-1].end == film_seconds()


@pytest.mark.parametrize(
    ("cues", "fault"),
    [
        ([], "no caption"),
        ([Cue(0, 2, "a"), Cue(1, 3, "b")], "begins before"),
        ([Cue(2, 2, "a")], "does not end"),
        ([Cue(8, 11, "a")], "does not end"),
        ([Cue(0, 1, "a" * (int(READING_SPEED) + 1))], "characters a second"),
        ([Cue(0, 9, "a" * (LINE + 1))], "does not fit"),
        ([Cue(0, 2, " ")], "is empty"),
    ],
)
def test_captions_that_cannot_be_followed_are_seen(cues: list[Cue], fault: str) -> None:
    assert any(fault in one for one in cue_faults(cues, 10))


texts = (
    st.text(st.sampled_from("abč ж<>&"), min_size=1, max_size=40)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)


@given(st.lists(st.tuples(st.integers(0, 4_000_000), st.integers(1, 9_000), texts), max_size=5))
def test_captions_are_read_back_as_they_were_written(raw: list[tuple[int, int, str]]) -> None:
    cues = [Cue(start / 1000, (start + length) / 1000, text) for start, length, text in raw]
    assert read_vtt(vtt(cues, "sl"), "here") == cues


@pytest.mark.parametrize(
    "text", ["", "SRT\n\n1\n", "WEBVTT\n\n1\n00:01 --> 00:02\nx\n", "WEBVTT\n\nno time at all\n"]
)
def test_what_are_no_captions_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError, match="here"):
        read_vtt(text, "here")


def test_long_captions_are_broken_into_two_even_lines() -> None:
    cue = Cue(0, 9, "They keep the messages, block the group and go to the police.")
    assert "They keep the messages, block\nthe group and go to the police." in vtt([cue], "en")


def test_the_drawn_film_is_the_same_when_it_is_drawn_again(built: Path, tmp_path: Path) -> None:
    again = drawn_film(tmp_path)
    assert again.read_bytes() == (built / "film/say-no.webm").read_bytes()
    before = again.stat().st_mtime_ns
    assert drawn_film(tmp_path).stat().st_mtime_ns == before


def test_the_film_in_the_site_is_vp9_of_the_length_of_its_captions(built: Path) -> None:
    with av.open(str(built / "film/say-no.webm")) as container:
        track = container.streams.video[0]
        assert "vp9" in track.codec_context.name
        assert (track.width, track.height) == (640, 360)
        assert container.duration is not None
        assert abs(Fraction(container.duration, av.time_base) - Fraction(film_seconds())) < 1
        assert not container.streams.audio
    assert (built / "film/say-no.webm").stat().st_size < 2_000_000


def test_every_shot_shows_something_and_moves() -> None:
    for shot in shots():
        first, later = draw_frame(shot, 0.0), draw_frame(shot, 2.0)
        assert len(first.getcolors(100_000) or ()) > 3
        assert first.tobytes() != later.tobytes()


def test_the_poster_is_a_small_picture_and_always_the_same(tmp_path: Path) -> None:
    assert poster() == poster()
    (tmp_path / "poster.png").write_bytes(poster())
    with Image.open(tmp_path / "poster.png") as image:
        assert image.size == (640, 360)
    assert len(poster()) < 30_000


def test_without_the_extra_the_error_names_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def missing(name: str) -> None:
        raise PackageNotFoundError(name)

    monkeypatch.setattr("mozaik.campaign.film.encode.version", missing)
    with pytest.raises(MissingPartError, match=r"mozaik-operation\[video\].*--without-film"):
        drawn_film(tmp_path)


def test_the_cache_is_where_the_system_wants_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "mozaik"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache_folder() == tmp_path / ".cache/mozaik"


def test_a_real_film_is_taken_only_with_its_digest(tmp_path: Path) -> None:
    film = tmp_path / "film.webm"
    film.write_bytes(b"the real film")
    digest = hashlib.sha256(b"the real film").hexdigest()
    assert RealFilm(film, digest, film, tmp_path, 10).checked() == b"the real film"
    film.write_bytes(b"another film")
    with pytest.raises(RefusedError, match="not the one that the settings name"):
        RealFilm(film, digest, film, tmp_path, 10).checked()
