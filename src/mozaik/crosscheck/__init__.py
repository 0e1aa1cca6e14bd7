"""Crosscheck: compares all contributions with each other and with all lists, and writes the folder WORK.

Decides what is a hit and who holds it; decides nothing about who may know it: that is `mozaik.release`,
the only reader of WORK.
"""

from mozaik.crosscheck.engines.embedded import EmbeddedEngine
from mozaik.crosscheck.matchers import MATCHERS
from mozaik.crosscheck.model import (
    Confirmed,
    CrosscheckSummary,
    Leaving,
    Left,
    NotCompared,
    Parameters,
)
from mozaik.crosscheck.receiving import checked_in, compared_in, is_work, kept_out_of, reads_for
from mozaik.crosscheck.run import crosscheck

__all__ = [
    "MATCHERS",
    "Confirmed",
    "CrosscheckSummary",
    "EmbeddedEngine",
    "Leaving",
    "Left",
    "NotCompared",
    "Parameters",
    "checked_in",
    "compared_in",
    "crosscheck",
    "is_work",
    "kept_out_of",
    "reads_for",
]
