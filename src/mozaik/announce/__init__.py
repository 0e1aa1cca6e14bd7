"""Announce: the public statement, in which every number is a figure and nothing gives a person away.

Decides how a draft becomes a text, which concerns stop it, which small counts are told, what differs between
versions, and what is published. Refuses a typed number, a word that blames, a name of the records, a version
that one authority alone approved, and a publication before its day.
"""

from mozaik.announce.agreeing import FOLDER as AGREEMENTS
from mozaik.announce.agreeing import read_agreement, write_agreement
from mozaik.announce.beginning import DRAFTS, begin
from mozaik.announce.build import build, quoted
from mozaik.announce.changes import changes_of
from mozaik.announce.check import NotReadyError, Seen, check, require_ready, seen_now
from mozaik.announce.comparing import places_that_differ
from mozaik.announce.concerns import Concern
from mozaik.announce.disclosure import Agreement
from mozaik.announce.draft import DraftText, read_draft
from mozaik.announce.model import Announcement, Difference, DifferenceKind, Quoted
from mozaik.announce.private import PrivateWords, private_words
from mozaik.announce.records import FigureKey, Records, counted_keys
from mozaik.announce.rendering import RENDERINGS, render
from mozaik.announce.sealed import (
    NewerAnnouncementError,
    SealedAnnouncement,
    approve_version,
    inspect_version,
    manifest_of,
    read_version,
    write_version,
)
from mozaik.announce.seen import read_seen, write_seen
from mozaik.announce.site import Published, publish
from mozaik.announce.tallied import tallied_figures
from mozaik.announce.words import LANGUAGES

__all__ = [
    "AGREEMENTS",
    "DRAFTS",
    "LANGUAGES",
    "RENDERINGS",
    "Agreement",
    "Announcement",
    "Concern",
    "Difference",
    "DifferenceKind",
    "DraftText",
    "FigureKey",
    "NewerAnnouncementError",
    "NotReadyError",
    "PrivateWords",
    "Published",
    "Quoted",
    "Records",
    "SealedAnnouncement",
    "Seen",
    "approve_version",
    "begin",
    "build",
    "changes_of",
    "check",
    "counted_keys",
    "inspect_version",
    "manifest_of",
    "places_that_differ",
    "private_words",
    "publish",
    "quoted",
    "read_agreement",
    "read_draft",
    "read_seen",
    "read_version",
    "render",
    "require_ready",
    "seen_now",
    "tallied_figures",
    "write_agreement",
    "write_seen",
    "write_version",
]
