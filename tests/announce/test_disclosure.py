"""Small counts about victims: by themselves, by their difference to a version before or to another scope."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mozaik.announce import Agreement, read_agreement
from mozaik.announce.disclosure import SmallBy, missing_agreements, public_parts, small_by
from mozaik.contribution import SealedSet
from mozaik.desk.announcing import CheckedDraft, agree_to_small_count
from mozaik.errors import InvalidInputError
from mozaik.figures import Figure
from mozaik.parties import Authority
from mozaik.seal import BadSignatureError, UnknownKeyError, WrongSenderError
from tests.announce.support import (
    BLOCKS,
    HEAD,
    NOW,
    OWNERS,
    TRUST,
    agree_all,
    approved,
    checked,
    concerns,
    text_of,
    world,
    write_draft,
)
from tests.contribution.support import key_of
from tests.figures.support import status


def figure(value: int, key: str = "victims_safeguarded", scope: str = "joint") -> Figure:
    return Figure(key, "label", "definition", scope, None, value, "victims")


@pytest.fixture(scope="module")
def sets(tmp_path_factory: pytest.TempPathFactory) -> list[SealedSet]:
    return world(tmp_path_factory.mktemp("records"))


@given(
    st.integers(0, 40),
    st.integers(1, 12),
    st.none() | st.integers(0, 40),
    st.lists(st.integers(0, 40), max_size=3),
)
def test_small_is_what_lies_between_nothing_and_the_threshold(
    value: int, threshold: int, earlier: int | None, parts: list[int]
) -> None:
    """The oracle writes out every number that somebody could work out who reads all that is published."""
    told = small_by(figure(value), threshold, [] if earlier is None else [earlier], parts)
    small = range(1, threshold)
    assert (SmallBy.COUNT in told) is (value in small)
    assert (SmallBy.VERSION in told) is (earlier is not None and abs(value - earlier) in small)
    rests = {value - part for part in parts} | ({value - sum(parts)} if parts else set())
    assert (SmallBy.SCOPE in told) is bool(rests & set(small))


def test_counts_of_other_things_are_never_small() -> None:
    assert small_by(figure(1, "raids"), 5, [2, None], [1]) == ()


def test_parts_are_what_others_tell_of_the_same_figure() -> None:
    beside = [("victims_safeguarded", "HR", 2), ("raids", "HR", 9), ("victims_safeguarded", "joint", 3)]
    assert public_parts(figure(3), beside) == [2]
    assert public_parts(figure(3, scope="HR"), beside) == []


def test_every_authority_must_agree_to_this_figure_of_this_version() -> None:
    owners = [Authority(name) for name in OWNERS]
    given_by = [
        Agreement(Authority("SI-GPD"), "m.joint", 1, "victims_safeguarded", "joint"),
        Agreement(Authority("HR-MUP"), "m.joint", 2, "victims_safeguarded", "joint"),
        Agreement(Authority("BA-RS"), "m.other", 1, "victims_safeguarded", "joint"),
    ]
    assert missing_agreements(figure(2), "m.joint", 1, owners, given_by) == ("BA-RS", "HR-MUP")


def test_a_small_count_is_suppressed_in_every_form_until_all_agree(
    tmp_path: Path, sets: list[SealedSet]
) -> None:
    folder = write_draft(tmp_path / "d")
    told = approved(folder, sets)
    (quoted,) = [each for each in told.announcement.figures if each.key == "victims_safeguarded"]
    assert (quoted.value, quoted.owners, quoted.gaps) == (None, (), ())
    page = told.verified.read_member("en.html").decode()
    assert "a number that is not published" in page
    assert "the authorities have not all agreed to it" in page
    agree_all(folder)
    assert "Victims safeguarded: 3" in approved(folder, sets, "v1b").announcement.text("en").blocks[3].text


def test_an_authority_without_a_victim_is_asked_like_the_others(
    tmp_path: Path, sets: list[SealedSet]
) -> None:
    (concern,) = concerns(checked(write_draft(tmp_path / "d"), sets), "small")
    assert "3 authorities have not agreed" in concern.what
    assert "BA-RS" in concern.remedy


def test_a_difference_to_the_version_before_is_suppressed(tmp_path: Path) -> None:
    """Six victims may be told; seven, after six were, would tell of one."""
    six = {"HR-MUP": {"statuses": [status(f"V-{n}", "safeguarded", subject="victim") for n in (3, 4, 5)]}}
    seven = {
        "HR-MUP": {"statuses": [status(f"V-{n}", "safeguarded", subject="victim") for n in (3, 4, 5, 6)]}
    }
    folder = write_draft(tmp_path / "d")
    first = approved(folder, world(tmp_path / "six", six))
    assert [each.value for each in first.announcement.figures if each.key == "victims_safeguarded"] == [6]
    after = world(tmp_path / "seven", seven)
    second = approved(folder, after, "v2", before=first.path)
    assert [each.value for each in second.announcement.figures if each.key == "victims_safeguarded"] == [None]
    agree_all(folder, version=2)
    third = approved(folder, after, "v2b", before=first.path)
    assert [each.value for each in third.announcement.figures if each.key == "victims_safeguarded"] == [7]


def test_an_agreement_counts_by_the_signature_of_its_person(tmp_path: Path) -> None:
    agreement = Agreement(Authority("SI-GPD"), "m.joint", 1, "victims_safeguarded", "joint")
    path = tmp_path / "si.json"
    agree_to_small_count(path, agreement, key_of("SI-GPD"), TRUST, NOW)
    assert read_agreement(path, TRUST) == agreement
    path.write_bytes(path.read_bytes().replace(b'"version":1', b'"version":2'))
    with pytest.raises(BadSignatureError):
        read_agreement(path, TRUST)
    with pytest.raises(UnknownKeyError):
        agree_to_small_count(tmp_path / "x.json", agreement, key_of("FR-OCLCTIC"), TRUST, NOW)
    with pytest.raises(InvalidInputError, match="no agreement"):
        agree_to_small_count(tmp_path / "y.json", Agreement(Authority("SI-GPD"), "m", 1, "raids", "joint"),
                             key_of("SI-GPD"), TRUST, NOW)  # fmt: skip


def test_an_agreement_of_another_key_stops_the_check(tmp_path: Path, sets: list[SealedSet]) -> None:
    folder = write_draft(tmp_path / "d")
    agree_all(folder)
    path = folder / "agreements" / "SI-GPD.1.json"
    path.write_bytes(path.read_bytes().replace(b"SI-GPD/ana", b"HR-MUP/ana"))
    with pytest.raises(WrongSenderError):
        checked(folder, sets)


def victims(number: int, day: int = 9) -> list[dict[str, object]]:
    """The statuses of so many victims more than the three of the world, on a day of November."""
    return [
        status(f"V-{n}", "safeguarded", day, subject="victim") for n in range(day * 100, day * 100 + number)
    ]


def told_of(checked_draft: CheckedDraft) -> list[object]:
    return [each.value for each in checked_draft.announcement().figures if each.key == "victims_safeguarded"]


def test_a_difference_between_two_days_of_one_text_is_suppressed(tmp_path: Path) -> None:
    rows = {"HR-MUP": {"statuses": victims(6) + victims(2, 15)}}
    text = text_of("{victims_safeguarded number}, {victims_safeguarded joint 2023-11-12 number}")
    assert told_of(checked(write_draft(tmp_path / "d", text), world(tmp_path / "r", rows))) == [None, None]


def test_a_difference_to_another_announcement_of_the_same_scope_is_suppressed(tmp_path: Path) -> None:
    first = world(tmp_path / "first", {"HR-MUP": {"statuses": victims(7)}})
    second = world(tmp_path / "second", {"HR-MUP": {"statuses": victims(9)}})
    other = approved(write_draft(tmp_path / "o", head=HEAD.replace("m.joint", "m.other")), first)
    folder = write_draft(tmp_path / "d")
    assert told_of(checked(folder, second)) == [12]
    assert told_of(checked(folder, second, beside=(other.path,))) == [None]


@pytest.mark.parametrize("blocks", [BLOCKS, BLOCKS[:1]])
def test_a_version_in_between_that_tells_nothing_hides_no_difference(
    tmp_path: Path, blocks: tuple[dict[str, str], ...]
) -> None:
    """Ten, then nothing, then twelve: the third version knows only the second, so it must not tell."""
    ten, twelve = (
        world(tmp_path / str(number), {"HR-MUP": {"statuses": victims(number)}}) for number in (7, 9)
    )
    folder = write_draft(tmp_path / "d")
    first = approved(folder, ten)
    second = approved(write_draft(tmp_path / "e", blocks), twelve, "v2", before=first.path)
    assert told_of(checked(folder, twelve, before=second.path)) == [None]
