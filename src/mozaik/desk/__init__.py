"""Desk: what a person does, one function an act; the command line, the rehearsal and the hub call the same.

Decides which rooms an act passes, in which order, and what is checked before it: who takes part, whose key
signs, under which terms. Commands and pages above it keep options, words and progress, and reach no room
below it for these acts.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mozaik.chain import HeadError
    from mozaik.contribution import Admitted, Refusal, UnsignedContribution, admit, superseded_by
    from mozaik.crosscheck import Confirmed, CrosscheckSummary, Parameters, kept_out_of, reads_for
    from mozaik.desk.asked import note_alarm_read, note_request_read, rows_asked
    from mozaik.desk.asked_selectors import selector_of_text
    from mozaik.desk.auditing import audit
    from mozaik.desk.comparing import Given, compare, read_sets
    from mozaik.desk.encrypting import EncryptionPlan, encrypt_as_planned, plan_encryption
    from mozaik.desk.entered_columns import RecordColumn, Takes, record_columns
    from mozaik.desk.entered_records import (
        Entering,
        note_records_read,
        rows_of_set,
        typed_terms,
        unsigned_records,
    )
    from mozaik.desk.figures import CountedFigures, count_as, count_for_public
    from mozaik.desk.health import (
        Finding,
        Health,
        look_at_clock,
        look_at_disk,
        look_at_place,
        of_error,
    )
    from mozaik.desk.held import find_holders, question_of
    from mozaik.desk.hits import explain, judge, judge_pictures, read
    from mozaik.desk.hits_table import JudgedRows, hits_csv, reject_many
    from mozaik.desk.items import SealedItem, Seized, seal_item, seal_items
    from mozaik.desk.keys_elsewhere import (
        key_made_elsewhere,
        possession_to_sign,
        require_possession,
        take_vouch,
        vouch_to_sign,
    )
    from mozaik.desk.known_pairs import PairsRead, read_known_pairs
    from mozaik.desk.listing import SourceListing, list_seized
    from mozaik.desk.lists import HashList, SealedList, seal_list
    from mozaik.desk.looking import Look, Plain, PlainLook, SealedLook, StatedTermsOf, look_at, look_into
    from mozaik.desk.operations import (
        Change,
        begin_operation,
        change_operation,
        keys_inside,
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
        built_in_plan_terms,
        built_in_record_terms,
        built_in_terms,
        quarantine,
        stated_terms,
    )
    from mozaik.desk.packages import draft, list_beyond, preview, recipients_for, release, write_form
    from mozaik.desk.plans import (
        CheckedPlan,
        PlanSealed,
        Replacing,
        check_plan,
        enter_plans,
        line_of_plan,
        plan_conflicts,
        planning_reader,
        report_outcome,
        seal_plan,
        withdraw_plan,
    )
    from mozaik.desk.record_rows import CheckedRecords, check_rows
    from mozaik.desk.records import SealedRecords, check_records, seal_records
    from mozaik.desk.register import Register, UnknownAuthorityError
    from mozaik.desk.sealing import Sealed, Sealing
    from mozaik.desk.signed_elsewhere import (
        draft_to_sign,
        judgement_to_sign,
        release_manifest,
        release_to_sign,
        see_draft,
        see_package,
        take_draft,
        take_judgement,
        take_release,
    )
    from mozaik.desk.taking_part import reader_in, recipient_in, use_operation
    from mozaik.desk.trimming import Drop, Trimmed, trim
    from mozaik.desk.typed import typed_word
    from mozaik.desk.waiting import tasks, tasks_before
    from mozaik.figures import Figure, figures_json, figures_text
    from mozaik.intake import armed
    from mozaik.operation import (
        Clocks,
        Expert,
        ListInUse,
        Operation,
        OperationRole,
        Participant,
        SignedOperation,
        SignedVouch,
        Skill,
        Vouch,
        inspect_operation,
        read_operation,
        read_vouch,
        sign_operation,
        write_vouch,
    )
    from mozaik.package import (
        Beyond,
        Draft,
        Drafting,
        DraftSeen,
        Form,
        HeldBack,
        Holder,
        Lapsed,
        Package,
        Preview,
        Released,
        StaleReleaseError,
        is_third_country,
        say_again,
    )
    from mozaik.plans import (
        BadTimeError,
        ConflictKind,
        PlanState,
        Window,
        window_of,
    )
    from mozaik.records import RECORD_TABLES, CustodyFlag, RawRow, Reject
    from mozaik.release import (
        Asking,
        AuditEntry,
        ConflictsTold,
        Coverage,
        DraftWaiting,
        Explained,
        Held,
        Judged,
        Material,
        Memories,
        OwnJudgement,
        OwnRow,
        Page,
        PictureGroup,
        Reading,
        ReleasedHit,
        ReleasedHolder,
        Status,
        TermsDue,
        ToldConflict,
        ToSign,
        Verdict,
        Waiting,
        file_texts,
        gathered_coverage,
        group_text,
        is_group,
        kept_memories,
        likeness_text,
        lines_of_row,
        nearest_texts,
        nearness_text,
        reading_as_json,
        split_texts,
    )
else:
    from mozaik.lazily import loaded_when_asked

    __getattr__ = loaded_when_asked(__name__, __file__)

__all__ = [
    "RECORD_TABLES", "Admitted", "Asking", "AuditEntry", "BadTimeError", "Beyond", "Change",
    "CheckedPlan", "CheckedRecords", "Clocks", "Confirmed", "ConflictKind", "ConflictsTold",
    "CountedFigures", "Coverage", "CrosscheckSummary", "CustodyFlag", "Draft", "DraftSeen",
    "DraftWaiting", "Drafting", "Drop", "EncryptionPlan", "Entering", "Expert", "Explained", "Figure",
    "Finding", "Form", "Given", "HashList", "HeadError", "Health", "Held", "HeldBack", "Holder", "Judged",
    "JudgedRows", "Lapsed", "ListInUse", "Look", "Material", "Memories", "Operation", "OperationRole",
    "OwnJudgement", "OwnReading", "OwnRow", "OwnRows", "OwnerTerms", "Package", "Page", "PairsRead",
    "Parameters", "Participant", "PictureGroup", "Plain", "PlainLook", "PlanSealed", "PlanState",
    "Preview", "RawRow", "Reading", "RecordColumn", "Refusal", "Register", "Reject", "Released",
    "ReleasedHit", "ReleasedHolder", "Replacing", "Sealed", "SealedItem", "SealedList", "SealedLook",
    "SealedRecords", "Sealing", "Seized", "SignedOperation", "SignedVouch", "Skill", "SourceListing",
    "StaleReleaseError", "StatedTermsOf", "Status", "Takes", "TermsDue", "ToSign", "ToldConflict",
    "Trimmed", "UnknownAuthorityError", "UnsignedContribution", "Verdict", "Vouch", "Waiting", "Window",
    "admit", "armed", "audit", "begin_operation", "built_in_plan_terms", "built_in_record_terms",
    "built_in_terms", "change_operation", "check_plan", "check_records", "check_rows", "compare",
    "count_as", "count_for_public", "draft", "draft_to_sign", "encrypt_as_planned", "enter_plans",
    "explain", "extract_member", "figures_json", "figures_text", "file_texts", "find_holders",
    "gathered_coverage", "group_text", "hits_csv", "inspect_operation", "is_group", "is_third_country",
    "judge", "judge_pictures", "judgement_to_sign", "kept_memories", "kept_out_of", "key_made_elsewhere",
    "keys_inside", "likeness_text", "line_of_plan", "lines_of_row", "list_beyond", "list_seized",
    "look_at", "look_at_clock", "look_at_disk", "look_at_place", "look_into", "nearest_texts",
    "nearness_text", "note_alarm_read", "note_records_read", "note_request_read", "of_error", "own_rows",
    "plan_conflicts", "plan_encryption", "planning_reader", "possession_to_sign", "preview", "quarantine",
    "question_of", "read", "read_known_pairs", "read_operation", "read_sets", "read_vouch", "reader_in",
    "reading_as_json", "reads_for", "recipient_in", "recipients_for", "record_columns", "reject_many",
    "release", "release_manifest", "release_to_sign", "report_outcome", "require_possession",
    "rows_asked", "rows_of_set", "say_again", "seal_item", "seal_items", "seal_list", "seal_plan",
    "seal_records", "see_draft", "see_package", "selector_of_text", "sign_operation", "split_texts",
    "stated_terms", "superseded_by", "take_draft", "take_judgement", "take_release", "take_vouch",
    "tasks", "tasks_before", "trim", "typed_terms", "typed_word", "unsigned_records", "use_operation",
    "vouch_for", "vouch_to_sign", "window_of", "with_expert", "with_last_day", "with_participant",
    "with_revoked_key", "withdraw_plan", "without_participant", "write_form", "write_vouch",
]  # fmt: skip
