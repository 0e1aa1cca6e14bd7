"""Two worlds that differ only in facts silent to a reader give that reader the same bytes."""

import base64
import difflib
import hmac
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mozaik.cli.hit_text import reading_json, reading_text
from mozaik.errors import MozaikError, RefusedError
from mozaik.release import (
    Page,
    Status,
    Verdict,
    Work,
    content_hash,
    explain_reference,
    judge,
    read_hits,
)
from mozaik.terms import Use
from tests.release.support import NOW, TRUST, World, asks, key_of, write_work
from tests.release.worlds import QUICKLY, READERS, READING, without_silence, worlds

Judgement = tuple[str, int, Verdict]
"""Whose people judge, the number of the hit's value, and what they say."""


def answers(
    folder: Path, world: World, reader: str, use: Use = Use.ANALYSIS, judgements: Iterable[Judgement] = ()
) -> list[str]:
    """Everything that a reader is ever told of a world for a use, after what other people did there.

    Its own people judge for analysis, which may see more than another use.
    """
    work = Work.open(write_work(folder, world), TRUST)
    for judge_of, number, verdict in judgements:
        _judge_nth(work, world, judge_of, number, verdict)
    reading = read_hits(work, asks(work, reader, use=use))
    told = [reading_json(reading), reading_text(reading), content_hash(work, asks(work, reader, use=use))]
    after = reading.hits[0].reference if reading.hits else None
    for question in ("value", "b.jpg", "0176"):
        told.append(reading_json(read_hits(work, asks(work, reader, use=use), Page(search=question))))
    page = Page(limit=1, after=after)
    told.append(reading_text(read_hits(work, asks(work, reader, use=use), page)))
    foreign = _reference_of_another(work, world, reader)
    told += _told_under_conditions(work, reader, use, foreign)
    told.append(_error_of(lambda: judge(work, foreign, Verdict.CONFIRM, key_of(f"{reader}/ana"), "x", NOW)))
    if reading.hits and use is Use.ANALYSIS:
        last = reading.hits[-1].reference
        judge(work, last, Verdict.REJECT, key_of(f"{reader}/ana"), "seen", NOW, acknowledge_h3=True)
        again = read_hits(work, asks(work, reader, "after judging", f"{reader}/ana", NOW))
        told += [reading_json(again), reading_text(again)]
    return told


def _told_under_conditions(work: Work, reader: str, use: Use, foreign: str) -> list[str]:
    """Readings that name what the reader may not know of, each as if there were no such thing."""
    other = next(name for name in READERS if name != reader)
    asking, page = asks(work, reader, use=use), Page(authority=other, status=Status.UNJUDGED, unread=True)
    told = [reading_json(read_hits(work, asking, page))]
    with suppress(RefusedError):
        told.append(str(explain_reference(work, asking, foreign)))
    return told


def _judge_nth(work: Work, world: World, authority: str, number: int, verdict: Verdict) -> None:
    """Let another authority judge the hit with this value, if it sees it."""
    value = f"value{number}".encode()
    wanted = next((hit.hit_id for hit in world.hits if hit.left == value), None)
    if wanted is None:
        return
    reference, key = reference_of(work, authority, wanted), key_of(f"{authority}/ivo")
    with suppress(RefusedError):
        judge(work, reference, verdict, key, "seen", NOW, acknowledge_h3=True)


def reference_of(work: Work, reader: str, hit_id: bytes) -> str:
    """The reference computed a second time, by the standard library's HMAC."""
    message = b"mozaik reference 1\0" + reader.encode() + b"\0" + hit_id
    return "H-" + base64.b32encode(hmac.digest(work.key, message, "sha256")[:10]).decode()


def _reference_of_another(work: Work, world: World, reader: str) -> str:
    """The name that another reader has for the first hit, whether or not it sees it."""
    other = next(name for name in READERS if name != reader)
    return reference_of(work, other, world.hits[0].hit_id) if world.hits else "H-BBBBBBBBBBBBBBBB"


def _error_of(step: Callable[[], object]) -> str:
    with pytest.raises(MozaikError) as caught:
        step()
    return f"{type(caught.value).__name__} {caught.value}"


OTHERS_JUDGE = st.lists(
    st.tuples(st.sampled_from(READERS), st.integers(0, 3), st.sampled_from(list(Verdict))), max_size=3
)


@settings(QUICKLY, max_examples=20)
@given(worlds(), READING, OTHERS_JUDGE)
def test_silent_facts_leave_no_trace(
    world: World, reading: tuple[str, Use], judgements: list[Judgement]
) -> None:
    reader, use = reading
    by_others = [entry for entry in judgements if entry[0] != reader]
    with TemporaryDirectory() as folder:
        full = answers(Path(folder) / "full", world, reader, use, by_others)
        bare = answers(Path(folder) / "bare", without_silence(world, reader, use), reader, use, by_others)
    difference = difflib.unified_diff("".join(full).splitlines(), "".join(bare).splitlines(), lineterm="")
    assert "\n".join(difference) == ""
