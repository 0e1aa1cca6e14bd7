"""A picture in the hand is hashed in a child whose answer is checked; a child that misbehaves is an error."""

import sys
from pathlib import Path

import pytest

from mozaik.errors import InvalidInputError
from mozaik.triage import hash_picture

READY = '{"say":"ready","versions":{"mozaik":"0"}}'
SOUND = '{"say":"hash","pdq":"' + "ab" * 32 + '","quality":100}'


def answering(folder: Path, *lines: str) -> tuple[str, ...]:
    """A child that says the first of these lines, and the rest when it is asked, whatever that is."""
    script = folder / "child.py"
    first, *rest = (f"print({line!r}, flush=True)\n" for line in lines)
    script.write_text(f"import sys\n{first}sys.stdin.readline()\n{''.join(rest)}")
    return sys.executable, "-I", "-B", str(script)


def test_a_sound_answer_is_taken(tmp_path: Path) -> None:
    told = hash_picture(tmp_path / "a.png", command=answering(tmp_path, READY, SOUND))
    assert (told.pdq, told.quality) == (b"\xab" * 32, 100)


@pytest.mark.parametrize(
    "lines",
    [
        (READY,),
        (READY, "no JSON"),
        (READY, SOUND.replace("100", "101")),
        (READY, SOUND.replace("ab", "zz")),
        (READY, SOUND.replace("abab", "ab")),
        (READY, SOUND.replace("hash", "picture")),
        (SOUND,),
    ],
)
def test_a_child_that_dies_or_talks_nonsense_is_an_error_with_a_remedy(
    tmp_path: Path, lines: tuple[str, ...]
) -> None:
    with pytest.raises(InvalidInputError, match="cannot be searched for") as refused:
        hash_picture(tmp_path / "a.png", command=answering(tmp_path, *lines))
    assert "--pdq" in refused.value.remedy
