"""Release: the door between hits and readers; the only room that reads the hits of a WORK folder.

Decides what each authority may know of every hit, in which order, and what it is told when nothing was
found. Refuses a reading without a person and a reason, and one that cannot be logged.
"""

from mozaik.release.amended import terms_in_force
from mozaik.release.as_json import reading_as_json
from mozaik.release.asked import own_rows_asked
from mozaik.release.asking import Asking, admit_reader
from mozaik.release.audit import Audit, AuditEntry, read_audit
from mozaik.release.by_reading import take_judgement_of
from mozaik.release.custody import CustodyEvent, items_of
from mozaik.release.explaining import Explained, OwnJudgement, explain_reference
from mozaik.release.held import Asked, Held, HeldValue, Question, search_held
from mozaik.release.judge import Judged, judge, judge_each, judge_group, judge_many
from mozaik.release.judged_elsewhere import ToSign, prepare_judgement, receive_judgement
from mozaik.release.log import (
    log_figures,
    record_alarm_read,
    record_draft,
    record_package_read,
    record_records_read,
    record_release,
    record_request_read,
    require_key_of,
)
from mozaik.release.memory import Memories, kept_memories
from mozaik.release.model import (
    Coverage,
    CoverageLine,
    FieldValue,
    FoundAt,
    GroupFile,
    GroupParts,
    LikenessStep,
    Material,
    NameLikeness,
    OwnersApart,
    OwnRow,
    OwnUnit,
    Page,
    PictureGroup,
    RankReason,
    Reading,
    ReleasedHit,
    ReleasedHolder,
    Status,
    Verdict,
)
from mozaik.release.package_elsewhere import (
    prepare_draft,
    prepare_release,
    receive_draft,
    receive_release,
)
from mozaik.release.planned import (
    ConflictsTold,
    OwnPlan,
    Planning,
    ToldConflict,
    note_conflicts,
    owners_of_plans,
    read_conflicts,
)
from mozaik.release.pointers import (
    Pointer,
    PointerCountries,
    read_pointer_countries,
)
from mozaik.release.preparing import prepare_view, readers_with_views
from mozaik.release.read import ForPackage, content_hash, read_for_node, read_for_package, read_hits
from mozaik.release.recalling import Resting, references_resting_on
from mozaik.release.references import is_group
from mozaik.release.telling import (
    file_texts,
    gathered_coverage,
    group_text,
    likeness_text,
    lines_of_row,
    nearest_texts,
    nearness_text,
    split_texts,
)
from mozaik.release.waiting import (
    DraftWaiting,
    HitsWaiting,
    TermsDue,
    Waiting,
    read_waiting,
    read_waiting_before,
)
from mozaik.release.work import Work, bring_into_force

__all__ = [
    "Asked",
    "Asking",
    "Audit",
    "AuditEntry",
    "ConflictsTold",
    "Coverage",
    "CoverageLine",
    "CustodyEvent",
    "DraftWaiting",
    "Explained",
    "FieldValue",
    "ForPackage",
    "FoundAt",
    "GroupFile",
    "GroupParts",
    "Held",
    "HeldValue",
    "HitsWaiting",
    "Judged",
    "LikenessStep",
    "Material",
    "Memories",
    "NameLikeness",
    "OwnJudgement",
    "OwnPlan",
    "OwnRow",
    "OwnUnit",
    "OwnersApart",
    "Page",
    "PictureGroup",
    "Planning",
    "Pointer",
    "PointerCountries",
    "Question",
    "RankReason",
    "Reading",
    "ReleasedHit",
    "ReleasedHolder",
    "Resting",
    "Status",
    "TermsDue",
    "ToSign",
    "ToldConflict",
    "Verdict",
    "Waiting",
    "Work",
    "admit_reader",
    "bring_into_force",
    "content_hash",
    "explain_reference",
    "file_texts",
    "gathered_coverage",
    "group_text",
    "is_group",
    "items_of",
    "judge",
    "judge_each",
    "judge_group",
    "judge_many",
    "kept_memories",
    "likeness_text",
    "lines_of_row",
    "log_figures",
    "nearest_texts",
    "nearness_text",
    "note_conflicts",
    "own_rows_asked",
    "owners_of_plans",
    "prepare_draft",
    "prepare_judgement",
    "prepare_release",
    "prepare_view",
    "read_audit",
    "read_conflicts",
    "read_for_node",
    "read_for_package",
    "read_hits",
    "read_pointer_countries",
    "read_waiting",
    "read_waiting_before",
    "readers_with_views",
    "reading_as_json",
    "receive_draft",
    "receive_judgement",
    "receive_release",
    "record_alarm_read",
    "record_draft",
    "record_package_read",
    "record_records_read",
    "record_release",
    "record_request_read",
    "references_resting_on",
    "require_key_of",
    "search_held",
    "split_texts",
    "take_judgement_of",
    "terms_in_force",
]
