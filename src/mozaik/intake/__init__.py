"""Intake: what a source holds, and what an export or list of another tool says.

Decides what counts as one entry of a folder, archive or disk image, and what counts as one readable record
of an export or list. It never writes to a source and never follows a link that lies in one.
"""

from mozaik.intake.source import Entry, Source, place_name
from mozaik.intake.sources import find_source

__all__ = ["Entry", "Source", "find_source", "place_name"]
