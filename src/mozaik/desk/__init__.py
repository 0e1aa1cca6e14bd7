"""Desk: what a person does, one function an act; the command line, the rehearsal and the hub call the same.

Decides which rooms an act passes, in which order, and what is checked before it: who takes part, whose key
signs, under which terms. Commands and pages above it keep options, words and progress, and reach no room
below it for these acts.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mozaik.contribution import Admitted, Refusal, admit, superseded_by
    from mozaik.crosscheck import Confirmed, CrosscheckSummary, Parameters, kept_out_of
    from mozaik.desk.comparing import Given, compare, read_sets
    from mozaik.desk.figures import CountedFigures, count_as, count_for_public
    from mozaik.desk.health import (
        Finding,
        Health,
        look_at_clock,
        look_at_disk,
        look_at_place,
        of_error,
    )
    from mozaik.desk.hits import explain, judge, read
    from mozaik.desk.hits_table import JudgedRows, hits_csv, reject_many
    from mozaik.desk.items import SealedItem, Seized, seal_item, seal_items
    from mozaik.desk.lists import HashList, SealedList, seal_list
    from mozaik.desk.looking import Look, PlainLook, SealedLook, StatedTermsOf, look_at, look_into
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
    from mozaik.desk.own_reading import OwnReading, OwnRows, extract_member, own_rows
    from mozaik.desk.owner_terms import (
        OwnerTerms,
        built_in_record_terms,
        built_in_terms,
        quarantine,
        stated_terms,
    )
    from mozaik.desk.packages import BareFile, draft, list_beyond, release, write_form
    from mozaik.desk.records import SealedRecords, seal_records
    from mozaik.desk.register import Register, UnknownAuthorityError
    from mozaik.desk.sealing import Sealed, Sealing
    from mozaik.desk.taking_part import reader_in, recipient_in, use_operation
    from mozaik.desk.trimming import Drop, Trimmed, trim
    from mozaik.desk.typed import typed_word
    from mozaik.desk.waiting import tasks
    from mozaik.figures import Figure, figures_json, figures_text
    from mozaik.intake import armed
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
    from mozaik.package import Beyond, Draft, Drafting, Form, Released
    from mozaik.records import RECORD_TABLES
    from mozaik.release import (
        Asking,
        Coverage,
        CoverageLine,
        DraftWaiting,
        Explained,
        Judged,
        Material,
        OwnJudgement,
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
else:
    from mozaik.lazily import loaded_when_asked

    __getattr__ = loaded_when_asked(__name__, __file__)

__all__ = [
    "RECORD_TABLES",
    "Admitted",
    "Asking",
    "BareFile",
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
    "Drop",
    "Expert",
    "Explained",
    "Figure",
    "Finding",
    "Form",
    "Given",
    "HashList",
    "Health",
    "Judged",
    "JudgedRows",
    "ListInUse",
    "Look",
    "Material",
    "NotTakingPartError",
    "Operation",
    "OperationRole",
    "OwnJudgement",
    "OwnReading",
    "OwnRows",
    "OwnerTerms",
    "Page",
    "Parameters",
    "Participant",
    "PlainLook",
    "Reading",
    "Refusal",
    "Register",
    "Released",
    "ReleasedHit",
    "ReleasedHolder",
    "Sealed",
    "SealedItem",
    "SealedList",
    "SealedLook",
    "SealedRecords",
    "Sealing",
    "Seized",
    "SignedOperation",
    "SignedVouch",
    "Skill",
    "StatedTermsOf",
    "Status",
    "TermsDue",
    "Trimmed",
    "UnknownAuthorityError",
    "Verdict",
    "Waiting",
    "admit",
    "armed",
    "begin_operation",
    "built_in_record_terms",
    "built_in_terms",
    "change_operation",
    "compare",
    "count_as",
    "count_for_public",
    "draft",
    "explain",
    "extract_member",
    "figures_json",
    "figures_text",
    "hits_csv",
    "inspect_operation",
    "judge",
    "kept_out_of",
    "keys_inside",
    "likeness_text",
    "lines_of_row",
    "list_beyond",
    "listed",
    "look_at",
    "look_at_clock",
    "look_at_disk",
    "look_at_place",
    "look_into",
    "nearness_text",
    "of_error",
    "own_rows",
    "quarantine",
    "read",
    "read_operation",
    "read_sets",
    "read_vouch",
    "reader_in",
    "reading_as_json",
    "recipient_in",
    "reject_many",
    "release",
    "seal_item",
    "seal_items",
    "seal_list",
    "seal_records",
    "sign_operation",
    "stated_terms",
    "superseded_by",
    "tasks",
    "trim",
    "typed_word",
    "use_operation",
    "vouch_for",
    "with_expert",
    "with_last_day",
    "with_participant",
    "with_revoked_key",
    "without_participant",
    "write_form",
    "write_vouch",
]
