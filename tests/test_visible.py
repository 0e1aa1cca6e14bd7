"""Nothing foreign acts on a screen, in a table or in JSON (review 1, item 18)."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mozaik.intake import place_name, without_controls
from mozaik.visible import ACTING, visible, visible_json, visible_line

ESCAPE = "\x1b]0;owned\x07\x9b2J\u202enoitcerid\u2066\u200b\u2028\0"
UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
TEXTS = st.text(st.characters() | st.sampled_from(ESCAPE), max_size=30)


def unseen(text: str) -> set[str]:
    return {letter for letter in text if letter != "\n" and unicodedata.category(letter) in UNSEEN}


@given(TEXTS)
def test_what_is_visible_holds_nothing_unseen_and_keeps_the_rest(text: str) -> None:
    shown = visible(text)
    assert unseen(shown) == set()
    assert "\n" not in visible_line(text)
    assert visible(shown) == shown
    assert shown == "".join(
        f"[U+{ord(letter):04X}]" if letter in unseen(letter) else letter for letter in text
    )


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(ESCAPE), max_size=30))
def test_json_stays_the_same_value_and_holds_nothing_unseen(text: str) -> None:
    shown = visible_json(json.dumps({text: [text]}, ensure_ascii=False))
    assert json.loads(shown) == {text: [text]}
    assert unseen(shown) == set()


def test_ordinary_texts_stay_as_they_are() -> None:
    for text in ("Živa Čeh", "Жива Чех", "محمد", "a\nb", "日本語", "😀", "a\u00a0b", ""):
        assert visible(text) == text


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (b"a\x1b[2J", r"a\x1b[2J"),
        ("a\u009b2J".encode(), r"a\xc2\x9b2J"),
        ("photo\u202egpj.exe".encode(), r"photo\xe2\x80\xaegpj.exe"),
        ("a\u2028b\u2066c".encode(), r"a\xe2\x80\xa8b\xe2\x81\xa6c"),
        ("می\u200cخواهم".encode(), "می\u200cخواهم"),
    ],
)
def test_a_name_tells_its_bytes_and_does_nothing(raw: bytes, name: str) -> None:
    assert place_name(raw) == name


@given(TEXTS)
def test_no_name_holds_what_acts(text: str) -> None:
    assert not ACTING.search(place_name(text.encode("utf-8", "surrogatepass")))
    assert not ACTING.search(without_controls(text))
