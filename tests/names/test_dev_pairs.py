"""The public development pairs: what the matcher reaches on them, held as a floor."""

import csv
from pathlib import Path

import pytest

from mozaik.names import THRESHOLD, compare_names, name_keys


@pytest.fixture(scope="module")
def pairs(shared_testdata: Path) -> list[dict[str, str]]:
    with (shared_testdata / "names_dev.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def reaches(pair: dict[str, str]) -> bool:
    return compare_names(pair["left"], pair["right"]).score >= THRESHOLD


def test_no_pair_of_different_people_reaches_the_threshold(pairs: list[dict[str, str]]) -> None:
    assert [pair["id"] for pair in pairs if pair["same"] == "0" and reaches(pair)] == []


def test_every_pair_of_one_name_reaches_the_threshold(pairs: list[dict[str, str]]) -> None:
    assert [pair["id"] for pair in pairs if pair["same"] == "1" and not reaches(pair)] == []


def test_the_order_of_the_two_names_does_not_matter(pairs: list[dict[str, str]]) -> None:
    for pair in pairs:
        one, other = compare_names(pair["left"], pair["right"]), compare_names(pair["right"], pair["left"])
        assert (one.score, one.verdict) == (other.score, other.verdict)


def test_names_that_reach_the_threshold_share_a_key(pairs: list[dict[str, str]]) -> None:
    names = sorted({pair[side] for pair in pairs for side in ("left", "right")})
    keys = {name: name_keys(name) for name in names}
    for place, left in enumerate(names):
        for right in names[place % 3 :: 3]:
            if not keys[left] & keys[right]:
                assert compare_names(left, right).score < THRESHOLD, (left, right)


def test_the_document_tells_what_is_measured(pairs: list[dict[str, str]]) -> None:
    measured: dict[str, list[int]] = {}
    for pair in pairs:
        counts = measured.setdefault(pair["category"], [0, 0])
        counts[0] += 1
        counts[1] += reaches(pair)
    document = (Path(__file__).parents[2] / "docs" / "names.md").read_text(encoding="utf-8")
    for category, (count, reached) in measured.items():
        assert f"| {category} | {count} | {reached} |" in document
