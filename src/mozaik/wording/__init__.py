"""Wording: plain explanations of hits, codes and obstacles, and the words that no document of ours uses.

Decides how things are said, never what may be said. Explanations are in English;
lists of denied words are in every language of the campaign. A language is a folder beside `en`.
"""

from mozaik.wording.catalogue import Catalogue, read_catalogue, say, speaking
from mozaik.wording.deny import Finding, check_wording, checked_languages, require_wording
from mozaik.wording.explain import (
    HitWords,
    country_name,
    explain_disclosure,
    explain_fields,
    explain_grade,
    explain_handling,
    explain_hit,
    explain_list_kind,
    explain_nothing_found,
    explain_obstacle,
    explain_value,
)

__all__ = [
    "Catalogue",
    "Finding",
    "HitWords",
    "check_wording",
    "checked_languages",
    "country_name",
    "explain_disclosure",
    "explain_fields",
    "explain_grade",
    "explain_handling",
    "explain_hit",
    "explain_list_kind",
    "explain_nothing_found",
    "explain_obstacle",
    "explain_value",
    "read_catalogue",
    "require_wording",
    "say",
    "speaking",
]
