"""Personal names across scripts and spellings. Decides which two writings may be the same name, and why.

Never decides that two persons are the same: a name alone is a lead, not a hit. Pure: no file, no clock.
"""

from mozaik.names.comparison import (
    THRESHOLD,
    NameComparison,
    NameVerdict,
    Step,
    compare_names,
    may_be_one,
)
from mozaik.names.keys import KEYS_VERSION, name_keys, partner_tokens
from mozaik.names.meetings import WordMeeting, word_meetings, words_alone
from mozaik.names.oblique import STEM, keys_in_text, keys_of_name
from mozaik.names.readings import latin_of, words_as_read
from mozaik.names.scoring import KnownPair, Tally, score_pairs, total_of
from mozaik.names.written import script_of

__all__ = [
    "KEYS_VERSION",
    "STEM",
    "THRESHOLD",
    "KnownPair",
    "NameComparison",
    "NameVerdict",
    "Step",
    "Tally",
    "WordMeeting",
    "compare_names",
    "keys_in_text",
    "keys_of_name",
    "latin_of",
    "may_be_one",
    "name_keys",
    "partner_tokens",
    "score_pairs",
    "script_of",
    "total_of",
    "word_meetings",
    "words_alone",
    "words_as_read",
]
