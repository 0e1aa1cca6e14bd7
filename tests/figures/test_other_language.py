"""Figures come out wholly in the language that is spoken; what is left is data (review 1, item 7)."""

from pathlib import Path

from mozaik.figures import count_figures, figures_json, figures_text
from mozaik.wording import speaking
from tests.figures.support import ON, conduct, item, raid, reader_of, said, sealed, status
from tests.wording.pseudo import latin_words, pseudo_language

ROWS = {
    "actions": [raid(1), raid(2, started_at=None), raid(3, origin="invented")],
    "items": [item(1), item(2, state=None), item(3, "server", state="confirmed")],
    "statuses": [
        status("P-1", "arrested", definition="§ 141"),
        status("P-2", "identified"),
        status("P-3", "safeguarded", subject="victim"),
    ],
    "person_facts": [conduct("P-1", "darknet"), conduct("P-9", "darknet")],
    "statements": [
        said(1, "raids", "7"),
        said(2, "raids", "50+"),
        said(3, "raids", "9", "SI"),
        said(4, "campaign_countries", "6", "campaign"),
    ],
}
DATA = {"SI-GPD", "HR-MUP", "SI"}


def test_figures_have_no_word_of_english_left(tmp_path: Path) -> None:
    with speaking(pseudo_language(tmp_path)):
        figures = count_figures([sealed(tmp_path, ROWS, "SI-GPD")], reader=reader_of("SI-GPD"), on=ON)
        text = figures_text(figures)
        words = {str(part["label"]) + str(part["definition"]) for part in figures_json(figures)}
    assert latin_words(text) - DATA == set()
    assert {word for told in words for word in latin_words(told)} == set()
