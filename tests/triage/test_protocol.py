"""The parent believes nothing that does not have the shape of the protocol."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mozaik.selectors import KINDS
from mozaik.triage import protocol
from mozaik.triage.protocol import Message, NonsenseError

HEX = {"md5": "0" * 32, "sha1": "0" * 40, "sha256": "0" * 64}
FILE: Message = {"say": "file", **HEX, "size": 1, "mime": "text/plain", "deleted": False, "modified_at": None,
        "zone_known": False}  # fmt: skip
PICTURE: Message = {"say": "picture", "pdq": "0" * 64, "quality": 100, "width": 1, "height": 1,
           "camera_make": None,
           "camera_model": None, "camera_serial": None, "taken_at": None}  # fmt: skip
ANY_JSON: st.SearchStrategy[object] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3),
)


def test_facts_of_the_right_shape_are_taken() -> None:
    facts = protocol.file_facts(protocol.decode(json.dumps(FILE).encode()))

    assert (facts.md5, facts.size, facts.mime) == (bytes(16), 1, "text/plain")
    assert protocol.picture_facts(protocol.decode(json.dumps(PICTURE).encode())).pdq == bytes(32)


def test_every_kind_of_selector_may_be_said() -> None:
    """A kind with a digit in its name was nonsense, and cost all facts of each file that held one."""
    rows: list[protocol.Json] = [[name, kind.examples[0][1], "written", 1] for name, kind in KINDS.items()]
    assert [facts.kind for facts in protocol.selector_facts({"say": "found", "rows": rows})] == list(KINDS)


@pytest.mark.parametrize(
    "change",
    [{"md5": "0" * 31}, {"md5": "0" * 40}, {"sha1": "A" * 40}, {"sha256": "x" * 64}, {"size": -1},
     {"size": True}, {"size": 1 << 70}, {"size": 1.5}, {"mime": "text"}, {"mime": "t/" + "x" * 200},
     {"deleted": 1}, {"deleted": "false"}, {"modified_at": "yesterday"},
     {"modified_at": "2023-11-06T00:00"},
     {"modified_at": 5}, {"md5": None}],
    ids=str,
)  # fmt: skip
def test_a_file_of_another_shape_is_nonsense(change: dict[str, object]) -> None:
    with pytest.raises(NonsenseError):
        protocol.file_facts({**FILE, **change})  # type: ignore[dict-item]  # wrong on purpose


@pytest.mark.parametrize(
    "change",
    [{"pdq": "0" * 62}, {"quality": 101}, {"quality": None}, {"width": "1"}, {"camera_make": "x" * 300},
     {"taken_at": ["x"]}, {"camera_model": "\ud800"}],
    ids=str,
)  # fmt: skip
def test_a_picture_of_another_shape_is_nonsense(change: dict[str, object]) -> None:
    with pytest.raises(NonsenseError):
        protocol.picture_facts({**PICTURE, **change})  # type: ignore[dict-item]  # wrong on purpose


@given(st.dictionaries(st.sampled_from([*FILE, *PICTURE, "rows", "notes", "at", "versions"]), ANY_JSON))
def test_any_message_is_taken_or_nonsense_and_nothing_else(message: dict[str, object]) -> None:
    for read in (
        protocol.file_facts,
        protocol.picture_facts,
        protocol.selector_facts,
        protocol.notes_of,
        protocol.place_of,
        protocol.versions_of,
    ):
        try:
            read(message)  # type: ignore[arg-type]  # any JSON
        except NonsenseError:
            continue


@given(st.binary() | ANY_JSON.map(lambda value: json.dumps(value).encode()))
def test_any_line_is_a_message_or_nonsense(line: bytes) -> None:
    try:
        assert isinstance(protocol.decode(line)["say"], str)
    except NonsenseError:
        return


@pytest.mark.parametrize("text", ["a\0b", "\x1b[2J", "a\nb", "\x7f", "\x9b2J", "\u202e", "\u2066", "\u2028"])
def test_a_line_that_would_act_is_nonsense(text: str) -> None:
    """A child's notes and paths reached the screen as they were (review 1, item 18)."""
    for read in (
        lambda: protocol.line({"path": text}, "path", 100),
        lambda: protocol.notes_of({"notes": ["good", text]}),
        lambda: protocol.versions_of({"versions": {"mozaik": text}}),
        lambda: protocol.versions_of({"versions": {text: "1"}}),
        lambda: protocol.picture_facts({**PICTURE, "camera_make": text}),
        lambda: protocol.picture_facts({**PICTURE, "taken_at": text}),
    ):
        with pytest.raises(NonsenseError):
            read()


@pytest.mark.parametrize(
    ("kind", "value"),
    [("email", "Ana@Example.ORG"), ("email", "nothing"), ("email", "a@example.org\0"),
     ("phone", "041 234 567"), ("phone", "+386 41 234 567"), ("wish", "a@example.org"),
     ("email", " a@example.org"), ("email", "")],
)  # fmt: skip
def test_a_value_that_is_no_normal_form_is_nonsense(kind: str, value: str) -> None:
    with pytest.raises(NonsenseError):
        protocol.selector_facts({"rows": [[kind, value, "found", 1]]})
    with pytest.raises(NonsenseError):
        protocol.link_facts({"rows": [["email", "a@example.org", kind, value, "sent", 1]]})


def test_a_normal_form_is_taken() -> None:
    rows: Message = {"rows": [["email", "a@example.org", "A@example.org\n", 1]]}
    assert protocol.selector_facts(rows)[0].value == "a@example.org"


@pytest.mark.parametrize("at", [[1 << 31, 0], [0, 1 << 31], [True, 0], [-1, 0], [0], ["0", 0]])
def test_a_place_that_no_listing_has_is_nonsense(at: list[object]) -> None:
    with pytest.raises(NonsenseError):
        protocol.place_of({"at": at})  # type: ignore[dict-item]  # wrong on purpose
