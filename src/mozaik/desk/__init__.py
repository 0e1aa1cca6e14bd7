"""Desk: what a person does, one function an act; the command line, the rehearsal and the hub call the same.

Decides which rooms an act passes, in which order, and what is checked before it: who takes part, whose key
signs, under which terms. Commands and pages above it keep options, words and progress, and reach no room
below it for these acts.
"""

from mozaik.contribution import Admitted, Refusal, admit, superseded_by
from mozaik.crosscheck import Confirmed, CrosscheckSummary, Parameters, kept_out_of
from mozaik.desk.comparing import Given, compare, read_sets
from mozaik.desk.figures import CountedFigures, count_as, count_for_public
from mozaik.desk.hits import judge, read
from mozaik.desk.items import SealedItem, Seized, seal_item, seal_items
from mozaik.desk.lists import HashList, SealedList, seal_list
from mozaik.desk.operations import (
    Change,
    begin_operation,
    change_operation,
    keys_inside,
    listed,
    vouch_for,
    with_expert,
    with_last_day,
    with_participant,
    with_revoked_key,
    without_participant,
)
from mozaik.desk.owner_terms import (
    OwnerTerms,
    built_in_record_terms,
    built_in_terms,
    quarantine,
    stated_terms,
)
from mozaik.desk.packages import draft, list_beyond, release
from mozaik.desk.records import SealedRecords, seal_records
from mozaik.desk.register import Register, UnknownAuthorityError
from mozaik.desk.sealing import Sealed, Sealing
from mozaik.desk.taking_part import reader_in, recipient_in, use_operation
from mozaik.desk.tasks import tasks
from mozaik.desk.typed import typed_word
from mozaik.figures import Figure, figures_json, figures_text
from mozaik.operation import (
    Clocks,
    Expert,
    ListInUse,
    NotTakingPartError,
    Operation,
    OperationRole,
    Participant,
    SignedOperation,
    SignedVouch,
    Skill,
    inspect_operation,
    read_operation,
    read_vouch,
    sign_operation,
    write_vouch,
)
from mozaik.package import Beyond, Draft, Drafting, Released
from mozaik.records import RECORD_TABLES
from mozaik.release import (
    Asking,
    Coverage,
    CoverageLine,
    DraftWaiting,
    Judged,
    Material,
    Page,
    Reading,
    ReleasedHit,
    ReleasedHolder,
    Status,
    TermsDue,
    Verdict,
    Waiting,
    likeness_text,
    lines_of_row,
    nearness_text,
    reading_as_json,
)

__all__ = [
    "RECORD_TABLES",
    "Admitted",
    "Asking",
    "Beyond",
    "Change",
    "Clocks",
    "Confirmed",
    "CountedFigures",
    "Coverage",
    "CoverageLine",
    "CrosscheckSummary",
    "Draft",
    "DraftWaiting",
    "Drafting",
    "Expert",
    "Figure",
    "Given",
    "HashList",
    "Judged",
    "ListInUse",
    "Material",
    "NotTakingPartError",
    "Operation",
    "OperationRole",
    "OwnerTerms",
    "Page",
    "Parameters",
    "Participant",
    "Reading",
    "Refusal",
    "Register",
    "Released",
    "ReleasedHit",
    "ReleasedHolder",
    "Sealed",
    "SealedItem",
    "SealedList",
    "SealedRecords",
    "Sealing",
    "Seized",
    "SignedOperation",
    "SignedVouch",
    "Skill",
    "Status",
    "TermsDue",
    "UnknownAuthorityError",
    "Verdict",
    "Waiting",
    "admit",
    "begin_operation",
    "built_in_record_terms",
    "built_in_terms",
    "change_operation",
    "compare",
    "count_as",
    "count_for_public",
    "draft",
    "figures_json",
    "figures_text",
    "inspect_operation",
    "judge",
    "kept_out_of",
    "keys_inside",
    "likeness_text",
    "lines_of_row",
    "list_beyond",
    "listed",
    "nearness_text",
    "quarantine",
    "read",
    "read_operation",
    "read_sets",
    "read_vouch",
    "reader_in",
    "reading_as_json",
    "recipient_in",
    "release",
    "seal_item",
    "seal_items",
    "seal_list",
    "seal_records",
    "sign_operation",
    "stated_terms",
    "superseded_by",
    "tasks",
    "typed_word",
    "use_operation",
    "vouch_for",
    "with_expert",
    "with_last_day",
    "with_participant",
    "with_revoked_key",
    "without_participant",
    "write_vouch",
]
