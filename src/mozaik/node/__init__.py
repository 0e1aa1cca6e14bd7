"""Node: one installation and its truth: sealed files in a store, verified once at the door, and their index.

Decides what of all that arrived stands, whatever the order in which it came, and says of each refused file
why in one sentence. Does what is owed: receives, cross-checks, makes views, notes what is new. A bad file
never stops others, and nothing that was accepted is lost: not by a crash, and with a backup not by a fire.
"""

from mozaik.acts import AmendedRow, SentFile
from mozaik.node.alarms import (
    AlarmRaised,
    Concerned,
    alarm_for,
    alarm_of,
    alarms,
    alarms_for,
    concerned,
    raise_alarm,
    say_done,
    unsigned_alarm,
    unsigned_safeguarding,
)
from mozaik.node.amending import amend_everywhere, amendments_of, take_amendments, withdraw_everywhere
from mozaik.node.archive import Archived, Contents
from mozaik.node.arriving import Arrivals, arrivals, is_refused_at_door, take_in
from mozaik.node.backup import Kept, back_up, restore
from mozaik.node.carrying import Carried, carry
from mozaik.node.checking import Checker
from mozaik.node.comparing import (
    Compared,
    compared,
    cross_check,
    is_cross_check_owed,
    sets_standing,
    withdraw,
)
from mozaik.node.confirming import Pair, erased_on_the_way, pairs_of
from mozaik.node.doing import Done, Worker
from mozaik.node.health import look_at_node
from mozaik.node.identity import public_key_of
from mozaik.node.index import Index, Listed
from mozaik.node.issuing import DeliveryStanding, Issued, delivery_of, issue
from mozaik.node.news import give_notice, news_from
from mozaik.node.notices import Notice, notices_of
from mozaik.node.opening import files_within, take_files
from mozaik.node.outcomes import outcomes_of, packages_followed, report_after_package, unsigned_outcome
from mozaik.node.owed import Duty, LateError, Owed, Taken
from mozaik.node.place import Node, init_node, is_node, open_node
from mozaik.node.reading_out import (
    Looking,
    NotTaken,
    give_judgements,
    give_reading,
    judge_by_reading,
    judgements_waiting,
    look_at_reading,
    take_judgements,
)
from mozaik.node.recalling import Recalled, recalls_of
from mozaik.node.reception import Received, mend, receive
from mozaik.node.requests import Sent, answer, ask, case_of, cases, facts_of, hits_of
from mozaik.node.running import run
from mozaik.node.safekeeping import bring_back, keep_safe, last_backup
from mozaik.node.sending import operation_of, send, waiting_in
from mozaik.node.sets_here import set_to_sign, take_signed_set
from mozaik.node.signed_here import (
    Unsigned,
    bytes_of,
    case_for,
    cases_for,
    take_signed,
    unsigned_amendment,
    unsigned_answer,
    unsigned_request,
)
from mozaik.node.standing import State, standings
from mozaik.node.status import NodeStatus, refused_for, status_of
from mozaik.node.store import Store
from mozaik.node.upgrading import upgrade

__all__ = [
    "AlarmRaised",
    "AmendedRow",
    "Archived",
    "Arrivals",
    "Carried",
    "Checker",
    "Compared",
    "Concerned",
    "Contents",
    "DeliveryStanding",
    "Done",
    "Duty",
    "Index",
    "Issued",
    "Kept",
    "LateError",
    "Listed",
    "Looking",
    "Node",
    "NodeStatus",
    "NotTaken",
    "Notice",
    "Owed",
    "Pair",
    "Recalled",
    "Received",
    "Sent",
    "SentFile",
    "State",
    "Store",
    "Taken",
    "Unsigned",
    "Worker",
    "alarm_for",
    "alarm_of",
    "alarms",
    "alarms_for",
    "amend_everywhere",
    "amendments_of",
    "answer",
    "arrivals",
    "ask",
    "back_up",
    "bring_back",
    "bytes_of",
    "carry",
    "case_for",
    "case_of",
    "cases",
    "cases_for",
    "compared",
    "concerned",
    "cross_check",
    "delivery_of",
    "erased_on_the_way",
    "facts_of",
    "files_within",
    "give_judgements",
    "give_notice",
    "give_reading",
    "hits_of",
    "init_node",
    "is_cross_check_owed",
    "is_node",
    "is_refused_at_door",
    "issue",
    "judge_by_reading",
    "judgements_waiting",
    "keep_safe",
    "last_backup",
    "look_at_node",
    "look_at_reading",
    "mend",
    "news_from",
    "notices_of",
    "open_node",
    "operation_of",
    "outcomes_of",
    "packages_followed",
    "pairs_of",
    "public_key_of",
    "raise_alarm",
    "recalls_of",
    "receive",
    "refused_for",
    "report_after_package",
    "restore",
    "run",
    "say_done",
    "send",
    "set_to_sign",
    "sets_standing",
    "standings",
    "status_of",
    "take_amendments",
    "take_files",
    "take_in",
    "take_judgements",
    "take_signed",
    "take_signed_set",
    "unsigned_alarm",
    "unsigned_amendment",
    "unsigned_answer",
    "unsigned_outcome",
    "unsigned_request",
    "unsigned_safeguarding",
    "upgrade",
    "waiting_in",
    "withdraw",
    "withdraw_everywhere",
]
