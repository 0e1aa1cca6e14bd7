"""Acts: what people did and what lasts, apart from anything that can be computed again.

Holds the chains of readings, the judgements and acknowledgements, the numbers of packages, and the key of the
operation, in a folder that is given to it; decides nothing about hits or readers. Only ever appends, and
refuses what was changed by hand.
"""

from mozaik.acts.folder import Acts
from mozaik.acts.logs import append_event, events_of
from mozaik.acts.numbers import Numbered, take_number
from mozaik.acts.said import (
    ACKNOWLEDGEMENTS,
    JUDGEMENTS,
    acknowledged_by,
    add_record,
    all_records,
    records_of,
)

__all__ = [
    "ACKNOWLEDGEMENTS",
    "JUDGEMENTS",
    "Acts",
    "Numbered",
    "acknowledged_by",
    "add_record",
    "all_records",
    "append_event",
    "events_of",
    "records_of",
    "take_number",
]
