"""Tallies: what partners count of the campaign, as sealed numbers: screenings, and persons reached.

Decides what a tally may say and how tallies add up. Refuses a count that cannot be, and days counted twice.
"""

from mozaik.tallies.tally import Tally, make_tally, read_tally, require_days_once, sum_reach, sum_tallies

__all__ = ["Tally", "make_tally", "read_tally", "require_days_once", "sum_reach", "sum_tallies"]
