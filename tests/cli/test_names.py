"""`mozaik names`: why two names meet, and how well names are compared."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from mozaik.cli.main import main, program
from mozaik.names import KnownPair, Tally, score_pairs, word_meetings


def told(*arguments: str, typed: str = "") -> str:
    result = CliRunner().invoke(program, ["names", *arguments], input=typed, catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_the_reading_that_both_words_have_is_told() -> None:
    text = told("compare", "Cemal Çelik", "Džemal Čelik")
    assert "may be one name" in text
    assert "cemal = džemal same sounds, 92, both read džemal" in text


def test_words_that_met_nothing_are_told_with_their_side() -> None:
    answer = json.loads(told("compare", "Stefan Cindrić", "Stjepan Cindrić", "--json"))
    assert answer["may_be_one"] is False
    assert answer["words_alone"] == [["stefan"], ["stjepan"]]
    assert [word["rule"] for word in answer["words"]] == ["same letters"]


def test_names_from_standard_input_stand_on_no_command_line() -> None:
    answer = json.loads(told("compare", "--json", typed="Omar al-Najjar\nOmer En-Nedžar\n"))
    assert [(word["rule"], word["shared"]) for word in answer["words"]] == [
        ("same Arabic name", "umar"),
        ("same Arabic name", "nadžar"),
    ]


def test_a_language_that_is_stated_adds_its_customs() -> None:
    names = "Jovan Zanic", "Jovan Canić"
    assert "two names" in told("compare", *names)
    text = told("compare", *names, "--left-language", "de")
    assert "may be one name" in text
    assert "met no word" not in text


@pytest.mark.parametrize("names", [["Ana"], ["Ana", "Ivo", "Eva"]])
def test_one_name_or_three_are_refused(names: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["names", "compare", *names])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert "two names are compared" in said
    assert not any(name in said.split() for name in names)


def test_pairs_are_counted_in_all_and_by_category(tmp_path: Path) -> None:
    file = tmp_path / "pairs.csv"
    file.write_text(
        "id;left;right;same;category\n1;Ana Kos;Ана Кос;1;script\n2;Ana Kos;Ivo Kos;0;other\n"
        "3;Milan Kos;Miran Kos;1;script\n4;Ivo Kos;Ива Кос;maybe;script\n5;;Ivo;1;script\n",
        encoding="utf-8",
    )
    answer = json.loads(told("score", str(file), "--json"))
    assert answer["all"] == {
        "met": 1, "missed": 1, "false": 0, "apart": 1, "precision": 1.0, "recall": 0.5, "f1": 0.6667,
    }  # fmt: skip
    assert answer["categories"]["other"]["precision"] is None
    assert answer["unread_lines"] == [5, 6]
    assert answer["unread_columns"] == ["id"]
    text = told("score", str(file))
    assert "precision 1.000, recall 0.500, F1 0.667" in text
    assert "2 lines without a pair: 5, 6" in text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("left,right\nAna,Ana\n", "names no column same"),
        ("left,right,same\nAna,Ana,perhaps\n", "no line gives a pair"),
        ("", "names no column left, right, same"),
    ],
)
def test_a_file_without_pairs_is_refused(
    text: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "pairs.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["names", "score", str(file)])
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


def test_a_false_meeting_costs_precision_and_a_missed_one_recall() -> None:
    pairs = [
        KnownPair("Ana Kos", "Ana Kos", same=False, category="a"),
        KnownPair("Ana Kos", "Ana Kos", same=True, category="a"),
        KnownPair("Ana Kos", "Ivo Bor", same=True, category="b"),
    ]
    tallies = score_pairs(pairs)
    assert tallies == {"a": Tally(met=1, false=1), "b": Tally(missed=1)}
    assert (tallies["a"].precision, tallies["b"].recall, tallies["b"].precision) == (0.5, 0.0, None)


def test_words_meet_in_the_order_of_the_left_name() -> None:
    met = word_meetings("Petar Ilić", "ИЛИЋ Пера")
    assert [(word.left, word.rule, word.shared) for word in met] == [
        ("petar", "short form", "petar"),
        ("ilić", "letter for letter", "ilič"),
    ]
