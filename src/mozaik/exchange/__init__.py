"""Exchange: what authorities send each other and in which order it may happen: pure, and the files of it.

Decides which documents stand, which step may follow which, and what of all that was sent has come, whatever
the order in which it came. Refuses a document that breaks a rule of its kind. It keeps nothing and sends
nothing: the node does.
"""

from mozaik.exchange.delivery import (
    SUFFIX,
    Way,
    name_of_file,
    numbered_in,
    require_own_name,
    take_out,
    write_delivery,
)
from mozaik.exchange.document import (
    DOCUMENTS,
    Envelope,
    NewerDocumentError,
    document_in,
    kind_of,
    read_document,
    write_document,
)
from mozaik.exchange.faults import ExchangeError
from mozaik.exchange.judgements import Judgements, SignedJudgement
from mozaik.exchange.numbers import Numbered, Progress, named_gaps, progress_of, said_of
from mozaik.exchange.reading import JointReading, Known, known_by, next_reading
from mozaik.exchange.receipt import Confirmed, Receipt, RefusedNumber, confirmed_by

__all__ = [
    "DOCUMENTS",
    "SUFFIX",
    "Confirmed",
    "Envelope",
    "ExchangeError",
    "JointReading",
    "Judgements",
    "Known",
    "NewerDocumentError",
    "Numbered",
    "Progress",
    "Receipt",
    "RefusedNumber",
    "SignedJudgement",
    "Way",
    "confirmed_by",
    "document_in",
    "kind_of",
    "known_by",
    "name_of_file",
    "named_gaps",
    "next_reading",
    "numbered_in",
    "progress_of",
    "read_document",
    "require_own_name",
    "said_of",
    "take_out",
    "write_delivery",
    "write_document",
]
