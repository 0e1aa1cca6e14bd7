"""Wording: plain explanations of hits, codes and obstacles, and the words that no document of ours uses.

Decides how things are said, never what may be said. What is said stands in `locale/mozaik.pot`, in English;
another language is a PO file made from it. Lists of denied words are in every language of the campaign.
"""

from mozaik.wording.catalogue import Catalogue, Message, english, in_english, read_catalogue, say, speaking
from mozaik.wording.deny import Finding, check_wording, checked_languages, require_wording
from mozaik.wording.explain import (
    HitWords,
    count_hits,
    count_values,
    country_name,
    explain_compared,
    explain_disclosure,
    explain_fields,
    explain_grade,
    explain_group,
    explain_handling,
    explain_hit,
    explain_likeness,
    explain_list_kind,
    explain_nearness,
    explain_nothing_found,
    explain_obstacle,
    explain_use,
    explain_value,
    listed,
    listed_some,
)
from mozaik.wording.numbers import NumberFound, numbered_languages, numbers_in, vague_beside
from mozaik.wording.po import entries_of, entry_fault, forms_of, is_translated, read_po
from mozaik.wording.spoken import SPOKEN, catalogue_of, language_of, written_in

__all__ = [
    "SPOKEN",
    "Catalogue",
    "Finding",
    "HitWords",
    "Message",
    "NumberFound",
    "catalogue_of",
    "check_wording",
    "checked_languages",
    "count_hits",
    "count_values",
    "country_name",
    "english",
    "entries_of",
    "entry_fault",
    "explain_compared",
    "explain_disclosure",
    "explain_fields",
    "explain_grade",
    "explain_group",
    "explain_handling",
    "explain_hit",
    "explain_likeness",
    "explain_list_kind",
    "explain_nearness",
    "explain_nothing_found",
    "explain_obstacle",
    "explain_use",
    "explain_value",
    "forms_of",
    "in_english",
    "is_translated",
    "language_of",
    "listed",
    "listed_some",
    "numbered_languages",
    "numbers_in",
    "read_catalogue",
    "read_po",
    "require_wording",
    "say",
    "speaking",
    "vague_beside",
    "written_in",
]
