"""Acts: what people did and what lasts, apart from anything that can be computed again.

Holds the chains of readings, the judgements and acknowledgements, the numbers of packages, which sealed sets
were received and ended, and apart from them the operation's key, in folders that are given to it. Decides
nothing about hits or readers. Only ever appends, and refuses what was changed by hand.
"""

from mozaik.acts.amended import AmendedRow, TermsAmended, amendments_in_force, keep_in_force
from mozaik.acts.elsewhere import (
    TAKEN,
    Judgement,
    ReadNote,
    TakenJudgement,
    checked_judgement,
    judged_elsewhere,
    keep_said,
    said_here,
    take_judgement,
    taken_statements,
)
from mozaik.acts.folder import NODE_KEY, Acts
from mozaik.acts.governing import Governing, accept_operation, governing_versions, require_acceptable
from mozaik.acts.logs import append_event, details_of_events, events_of
from mozaik.acts.numbers import (
    GAP,
    Numbered,
    mark_restored,
    next_number,
    receive_number,
    restorings,
    take_number,
)
from mozaik.acts.received import ReceivedSet, Register, Step, append_sets, read_register
from mozaik.acts.said import (
    Act,
    Said,
    acts_heard,
    acts_of,
    all_heard,
    prepare_act,
    receive_act,
    receive_of_package,
    require_own_key,
    sign_act,
)
from mozaik.acts.travelled import (
    ArrivedFile,
    SentFile,
    Travelled,
    arrived_files,
    note_arrivals,
    sent_files,
    take_sending,
)

__all__ = [
    "GAP",
    "NODE_KEY",
    "TAKEN",
    "Act",
    "Acts",
    "AmendedRow",
    "ArrivedFile",
    "Governing",
    "Judgement",
    "Numbered",
    "ReadNote",
    "ReceivedSet",
    "Register",
    "Said",
    "SentFile",
    "Step",
    "TakenJudgement",
    "TermsAmended",
    "Travelled",
    "accept_operation",
    "acts_heard",
    "acts_of",
    "all_heard",
    "amendments_in_force",
    "append_event",
    "append_sets",
    "arrived_files",
    "checked_judgement",
    "details_of_events",
    "events_of",
    "governing_versions",
    "judged_elsewhere",
    "keep_in_force",
    "keep_said",
    "mark_restored",
    "next_number",
    "note_arrivals",
    "prepare_act",
    "read_register",
    "receive_act",
    "receive_number",
    "receive_of_package",
    "require_acceptable",
    "require_own_key",
    "restorings",
    "said_here",
    "sent_files",
    "sign_act",
    "take_judgement",
    "take_number",
    "take_sending",
    "taken_statements",
]
