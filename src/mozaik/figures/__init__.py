"""Figures: what is published as a number, counted from the rows of sealed contributions for a reader.

Decides what each figure means, which rows count for whom, and which statements say otherwise. A row that
is silent to the reader takes no part in anything. Statements are shown beside a figure, never forced to
agree with it; the counted number is exact.
"""

from mozaik.figures.count import count_figures, count_raids_by_day, statements_left_out
from mozaik.figures.definitions import DEFINITIONS, JOINT, Definition
from mozaik.figures.figure import Figure, Gap, OwnerShare, RowRef, Statement, Unknown, Verdict
from mozaik.figures.render import (
    UNNAMED,
    country_word,
    figures_json,
    figures_text,
    origin_words,
    speaker_words,
)

__all__ = [
    "DEFINITIONS",
    "JOINT",
    "UNNAMED",
    "Definition",
    "Figure",
    "Gap",
    "OwnerShare",
    "RowRef",
    "Statement",
    "Unknown",
    "Verdict",
    "count_figures",
    "count_raids_by_day",
    "country_word",
    "figures_json",
    "figures_text",
    "origin_words",
    "speaker_words",
    "statements_left_out",
]
