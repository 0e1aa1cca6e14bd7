"""The deny list finds every spelling, offers the right word, and leaves good text alone."""

import re
import tomllib
from importlib.resources import files

import pytest

from mozaik.errors import InvalidInputError, RefusedError
from mozaik.wording import check_wording, require_wording


@pytest.mark.parametrize(
    ("text", "name", "use"),
    [
        ("Child  pornography", "Child  pornography", "child sexual abuse material (CSAM)"),
        ("some child-porn here", "child-porn", "child sexual abuse material (CSAM)"),
        ("kiddie\nporn", "kiddie\nporn", "child sexual abuse material (CSAM)"),
        ("a case of sextortion", "sextortion", "sexual coercion and extortion of children"),
        ("Paedophilia", "Paedophilia", "suspect or offender, by status"),
        ("a pedophile", "pedophile", "suspect or offender, by status"),
        ("it was consensual", "consensual", ""),
        ("sex tourists", "sex tourists", "sexual exploitation of children in travel and tourism"),
        ("two children were rescued", "children were rescued", "safeguarded"),
        ("childpornography", "childpornography", "child sexual abuse material (CSAM)"),
        ("Child_Porn", "Child_Porn", "child sexual abuse material (CSAM)"),
        (
            "a childprostitute",
            "childprostitute",
            "child exploited in prostitution; exploitation of children in prostitution",
        ),
    ],
)
def test_denied_words_are_found_with_the_suggestion(text: str, name: str, use: str) -> None:
    (finding,) = check_wording(text)
    assert (finding.word, finding.use) == (name, use)
    assert text[finding.start : finding.end] == name
    assert finding.why


@pytest.mark.parametrize(
    ("language", "text", "uses"),
    [
        ("en", "paedophilechildporn", ["child sexual abuse material", "suspect or offender, by status"]),
        ("en", "ChildPornSextortion", ["child sexual abuse material (CSAM)",
                                       "sexual coercion and extortion of children"]),
        ("sl", "otroškapornografija", ["posnetki spolnih zlorab otrok"]),
        ("sl", "seksturizem", ["spolno izkoriščanje otrok na potovanjih in v turizmu"]),
        ("hr", "dječjapornografija", ["materijal seksualnog zlostavljanja djece"]),
        ("hr", "pedopornografija", ["materijal seksualnog zlostavljanja djece"]),
        ("sr-Cyrl", "дечјапорнографија", None),
        ("bs", "dječijapornografija", None),
        ("sr-Latn", "dečjapornografija", None),
        ("mk", "детскапорнографија", None),
        ("sq", "pornografifëmijësh", None),
        ("hu", "gyermekpornográfia", None),
        ("hu", "gyerekpornó", None),
    ],
)  # fmt: skip
def test_words_that_are_written_together_are_found(language: str, text: str, uses: list[str] | None) -> None:
    (finding,) = check_wording(f"a {text}, b", language)
    assert finding.word == text
    assert all(use in finding.use for use in uses or ())


@pytest.mark.parametrize(
    "text",
    [
        "child sexual abuse material (CSAM)",
        "non-consensual sharing",
        "unwilling",
        "torpedo and speedometer",
        "2 victims safeguarded",
        "sexual coercion and extortion of children",
    ],
)
def test_good_words_pass(text: str) -> None:
    assert check_wording(text) == []


def test_findings_come_in_order_and_do_not_overlap() -> None:
    findings = check_wording("sextortion by a paedophile ring, then child pornography")
    assert [finding.word for finding in findings] == ["sextortion", "paedophile ring", "child pornography"]


def test_a_refusal_names_the_place_and_the_remedy() -> None:
    with pytest.raises(RefusedError, match=r"announcement, line 2: .*Remedy: write 'child sexual abuse"):
        require_wording("child pornography", "announcement, line 2")
    with pytest.raises(RefusedError, match="Remedy: delete it"):
        require_wording("willing", "x")


def test_no_suggestion_is_itself_denied() -> None:
    data = tomllib.loads(files("mozaik.wording").joinpath("en", "deny.toml").read_text(encoding="utf-8"))
    for entry in data["entry"]:
        assert check_wording(entry["use"]) == []
        assert entry["why"]
        for words in entry["words"]:
            re.compile(words)


def test_an_unknown_language_is_named_as_such() -> None:
    with pytest.raises(InvalidInputError, match=r"known languages: .*en"):
        check_wording("x", "tlh")
