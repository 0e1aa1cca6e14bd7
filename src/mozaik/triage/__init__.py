"""Triage: decides what a file is (digests, type, picture hash, camera, selectors) without letting it act.

Seized bytes are opened only in child processes with limits, live only in their memory, and leave nothing
behind but facts.
"""

from mozaik.triage.confined import Say, allow, lay_limits, open_channel
from mozaik.triage.exports import read_case_export, read_list
from mozaik.triage.forking import Started
from mozaik.triage.listed import Unread
from mozaik.triage.one_picture import PictureHash, hash_picture
from mozaik.triage.process import Child, ChildLostError
from mozaik.triage.protocol import Message, NonsenseError, decode
from mozaik.triage.report import ImageVerdict, Reject, TriageReport, Verdict
from mozaik.triage.run import TriageJob, TriageResult, list_source, triage_many, triage_source
from mozaik.triage.workers import Workers

__all__ = [
    "Child",
    "ChildLostError",
    "ImageVerdict",
    "Message",
    "NonsenseError",
    "PictureHash",
    "Reject",
    "Say",
    "Started",
    "TriageJob",
    "TriageReport",
    "TriageResult",
    "Unread",
    "Verdict",
    "Workers",
    "allow",
    "decode",
    "hash_picture",
    "lay_limits",
    "list_source",
    "open_channel",
    "read_case_export",
    "read_list",
    "triage_many",
    "triage_source",
]
