"""Exchange: what authorities send each other and in which order it may happen: pure, and the files of it.

Decides which documents stand, which step may follow which, and what of all that was sent has come, whatever
the order in which it came. Refuses a document that breaks a rule of its kind. It keeps nothing and sends
nothing: the node does.
"""

from mozaik.exchange.after_package import (
    PACKAGE,
    Followed,
    PackageOutcome,
    PackageStage,
    PackageStatus,
    Reported,
    followed,
)
from mozaik.exchange.amendment import (
    LIFTED,
    SET,
    Amended,
    Amendment,
    Amends,
    Change,
    Life,
    Permit,
    TermsChange,
    lives_of,
    terms_amended,
)
from mozaik.exchange.case import Case, Filed, Statistics, cases_of, statistics_of
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
    document_to_sign,
    kind_of,
    read_document,
    write_document,
    write_signed_document,
)
from mozaik.exchange.faults import ExchangeError
from mozaik.exchange.judgements import Judgements, SignedJudgement
from mozaik.exchange.machine import REQUEST, Dated, Machine, Run, Stage, Step
from mozaik.exchange.notice import NEWS, Heard, SomethingNew, Telling, heard
from mozaik.exchange.numbers import Numbered, Progress, named_gaps, progress_of, said_of
from mozaik.exchange.own_words import require_own_words
from mozaik.exchange.reading import JointReading, Known, known_by, next_reading
from mozaik.exchange.recall import Recall, without_recalled
from mozaik.exchange.receipt import Confirmed, Receipt, RefusedNumber, confirmed_by
from mozaik.exchange.request import (
    Answer,
    AskedSelector,
    Ground,
    Outcome,
    Request,
    Urgency,
    answer_by,
)
from mozaik.exchange.typed_selector import selector_of_text
from mozaik.exchange.urgent import (
    DANGER,
    Alarm,
    Danger,
    Help,
    Referral,
    Safeguarding,
    Sealed,
    Urgent,
    alarms_of,
)

__all__ = [
    "DANGER",
    "DOCUMENTS",
    "LIFTED",
    "NEWS",
    "PACKAGE",
    "REQUEST",
    "SET",
    "SUFFIX",
    "Alarm",
    "Amended",
    "Amendment",
    "Amends",
    "Answer",
    "AskedSelector",
    "Case",
    "Change",
    "Confirmed",
    "Danger",
    "Dated",
    "Envelope",
    "ExchangeError",
    "Filed",
    "Followed",
    "Ground",
    "Heard",
    "Help",
    "JointReading",
    "Judgements",
    "Known",
    "Life",
    "Machine",
    "NewerDocumentError",
    "Numbered",
    "Outcome",
    "PackageOutcome",
    "PackageStage",
    "PackageStatus",
    "Permit",
    "Progress",
    "Recall",
    "Receipt",
    "Referral",
    "RefusedNumber",
    "Reported",
    "Request",
    "Run",
    "Safeguarding",
    "Sealed",
    "SignedJudgement",
    "SomethingNew",
    "Stage",
    "Statistics",
    "Step",
    "Telling",
    "TermsChange",
    "Urgency",
    "Urgent",
    "Way",
    "alarms_of",
    "answer_by",
    "cases_of",
    "confirmed_by",
    "document_in",
    "document_to_sign",
    "followed",
    "heard",
    "kind_of",
    "known_by",
    "lives_of",
    "name_of_file",
    "named_gaps",
    "next_reading",
    "numbered_in",
    "progress_of",
    "read_document",
    "require_own_name",
    "require_own_words",
    "said_of",
    "selector_of_text",
    "statistics_of",
    "take_out",
    "terms_amended",
    "without_recalled",
    "write_delivery",
    "write_document",
    "write_signed_document",
]
