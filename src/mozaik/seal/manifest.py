"""The manifest of a sealed file: what it is, who sends it to whom, and every member with its digest.

Decides which manifests stand. Refuses unknown fields and kinds, names that could leave a folder, anything
that could be written in two ways (unsorted or repeated recipients, a time without seconds), and files of
a newer format.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import cast

from mozaik.canonical import LARGEST, JsonValue, from_canonical, to_canonical
from mozaik.moments import is_utc_text
from mozaik.parties import Authority, is_authority
from mozaik.seal.errors import BadManifestError, NewerFormatError

FORMAT = 1
MANIFEST_LIMIT = 4 * 1024 * 1024
MEMBERS_LIMIT = 10_000
COORDINATOR = "coordinator"
"""The property of an operation file that names who signs it beside the sender, which is the lead."""
APPROVER = "approver"
"""The property of an announcement that names the other authority of which a person approves it."""
NUMBER, FOLLOWS = "number", "follows"
"""The properties of a delivery: its number, and that of the one sent before it, 0 of the first."""
RESERVED = ("manifest.json", "signatures.json")

_SET_ID = re.compile(r"(?!.{129})[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*", re.ASCII)
_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}", re.ASCII)
SEGMENT = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9._-]{0,126}[A-Za-z0-9_-])?", re.ASCII)
DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


class Kind(StrEnum):
    """What a sealed file is."""

    CONTRIBUTION = "contribution"
    LIST = "list"
    PACKAGE = "package"
    REQUEST = "request"
    ANSWER = "answer"
    AMENDMENT = "amendment"
    RECALL = "recall"
    TALLY = "tally"
    OPERATION = "operation"
    DELIVERY = "delivery"
    RECEIPT = "receipt"
    READING = "reading"
    JUDGEMENTS = "judgements"
    PLAN = "plan"
    ANNOUNCEMENT = "announcement"
    OUTCOME = "outcome"
    NOTICE = "notice"
    URGENT = "urgent"
    SAFEGUARDING = "safeguarding"


SECOND = {Kind.OPERATION: COORDINATOR, Kind.ANNOUNCEMENT: APPROVER}
"""Kinds that persons of two authorities sign, with the property that names the second of them."""


class Role(StrEnum):
    """In which role somebody signs: as owner of the facts, as one of two who release a package, as a node."""

    OWNER = "owner"
    RELEASER = "releaser"
    NODE = "node"
    """The installation of an authority, for what follows by rule; never a person."""


PERSONAL = (Role.OWNER, Role.RELEASER)
"""The roles in which persons sign."""


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a sealed file: its name, size in bytes, and SHA-256 in lower-case hex."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The signed statement about a sealed file.

    `created_at` is UTC as `YYYY-MM-DDTHH:MM:SSZ`; `default_terms` is JSON without fractions; `supersedes`
    holds the ids that this file replaces; `members` is filled by `write_sealed`. Recipients, supersedes
    and members are put in order on construction, so that the same facts are the same manifest.
    """

    kind: Kind
    id: str
    edition: str
    sender: Authority
    created_at: str
    recipients: tuple[Authority, ...] = ()
    synthetic: bool = False
    versions: Mapping[str, str] = field(default_factory=dict)
    default_terms: Mapping[str, JsonValue] = field(default_factory=dict)
    supersedes: tuple[str, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    members: tuple[Member, ...] = ()
    format: int = FORMAT

    def __post_init__(self) -> None:
        object.__setattr__(self, "recipients", tuple(sorted(self.recipients)))
        object.__setattr__(self, "supersedes", tuple(sorted(self.supersedes)))
        object.__setattr__(self, "members", tuple(sorted(self.members, key=lambda member: member.name)))
        if fault := _fault(self):
            raise _bad(fault)
        object.__setattr__(self, "sender", Authority(self.sender))
        object.__setattr__(self, "recipients", tuple(Authority(text) for text in self.recipients))

    def to_bytes(self) -> bytes:
        """The canonical bytes of `manifest.json`; BadManifestError if they would be too many."""
        data = to_canonical(
            {
                "format": self.format,
                "kind": str(self.kind),
                "id": self.id,
                "edition": self.edition,
                "sender": self.sender,
                "recipients": self.recipients,
                "created_at": self.created_at,
                "synthetic": self.synthetic,
                "versions": self.versions,
                "default_terms": self.default_terms,
                "supersedes": self.supersedes,
                "properties": self.properties,
                "members": [{"name": m.name, "size": m.size, "sha256": m.sha256} for m in self.members],
            }
        )
        if len(data) > MANIFEST_LIMIT:
            raise _bad(f"it is larger than {MANIFEST_LIMIT} bytes")
        return data

    @property
    def signers(self) -> tuple[Authority, ...]:
        """The authorities of which a person must sign; one that stands twice gives two persons."""
        if self.kind in SECOND:
            return self.sender, Authority(self.properties[SECOND[self.kind]])
        return (self.sender, self.sender) if self.kind is Kind.PACKAGE else (self.sender,)


FIELDS = frozenset(Manifest.__dataclass_fields__)
MEMBER_FIELDS = frozenset(Member.__dataclass_fields__)


def manifest_from_bytes(data: bytes, where: str) -> Manifest:
    """The manifest in canonical bytes.

    NotCanonicalError for other bytes, NewerFormatError for a later format, BadManifestError for a field
    that is missing, unknown, of another type or against a rule; each names `where`.
    """
    value = from_canonical(data, f"{where}: manifest.json")
    if not isinstance(value, Mapping):
        raise _bad("it is not an object", where)
    if type(value.get("format")) is int and cast(int, value["format"]) > FORMAT:
        raise NewerFormatError(
            "a sealed file of a newer format",
            where=where,
            why=f"format {value['format']}, this program knows {FORMAT}",
            remedy="install a newer version of mozaik",
        )
    if fault := _shape_fault(value):
        raise _bad(fault, where)
    try:
        manifest = _build(value)
    except BadManifestError as error:
        raise _bad(error.why, where) from error
    if manifest.to_bytes() != data:
        raise _bad("recipients, superseded ids or members are not in order", where)
    return manifest


def _build(value: Mapping[str, JsonValue]) -> Manifest:
    members = cast("list[dict[str, object]]", value["members"])
    others = {key: entry for key, entry in value.items() if key not in ("members", "kind")}
    for key in ("recipients", "supersedes"):
        others[key] = tuple(cast("list[str]", others[key]))
    return Manifest(
        kind=Kind(cast(str, value["kind"])),
        members=tuple(Member(**member) for member in members),  # type: ignore[arg-type]
        **others,  # type: ignore[arg-type]
    )


def _shape_fault(value: Mapping[str, JsonValue]) -> str | None:
    """Why parsed JSON is not shaped like a manifest, or None."""
    if missing := sorted(FIELDS - set(value)):
        return f"field '{missing[0]}' is missing"
    if set(value) - FIELDS:
        return "it has a field that this format does not know"
    if value["kind"] not in list(Kind):
        return "its kind is not known"
    if type(value["format"]) is not int or type(value["synthetic"]) is not bool:
        return "format or synthetic is of another type"
    if not all(isinstance(value[key], str) for key in ("id", "edition", "sender", "created_at")):
        return "id, edition, sender or created_at is not text"
    if not all(_texts(value[key]) for key in ("recipients", "supersedes")):
        return "recipients or supersedes is not a list of texts"
    if not all(isinstance(value[key], dict) for key in ("versions", "properties", "default_terms")):
        return "versions, properties or default_terms is not an object"
    if not isinstance(value["members"], list) or not all(_is_member(entry) for entry in value["members"]):
        return "members is not a list of name, size and sha256"
    return None


def _texts(value: JsonValue) -> bool:
    return isinstance(value, list) and all(isinstance(entry, str) for entry in value)


def _is_member(value: object) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == MEMBER_FIELDS
        and isinstance(value["name"], str)
        and type(value["size"]) is int
        and isinstance(value["sha256"], str)
    )


def _fault(manifest: Manifest) -> str | None:
    """What is wrong with a manifest, or None."""
    if manifest.format != FORMAT:
        return f"format is not {FORMAT}"
    if not is_set_id(manifest.id):
        return "id is not 1 to 128 letters, digits, dashes and underscores, in parts joined by single dots"
    if not 1 <= len(manifest.edition) <= 200 or any(ord(letter) < 32 for letter in manifest.edition):
        return "edition is empty, too long or holds a control character"
    if not all(is_authority(text) for text in (manifest.sender, *manifest.recipients)):
        return "sender or a recipient is not an authority id such as SI-GPD"
    if not is_utc_text(manifest.created_at):
        return "created_at is not a UTC time such as 2023-11-20T09:00:00Z"
    if len(set(manifest.recipients)) != len(manifest.recipients):
        return "a recipient occurs twice"
    if not all(is_set_id(superseded) for superseded in manifest.supersedes):
        return "supersedes holds something that is not an id"
    if len({*manifest.supersedes, manifest.id}) != len(manifest.supersedes) + 1:
        return "supersedes holds an id twice, or the file's own"
    for pairs in (manifest.versions, manifest.properties):
        if not all(isinstance(key, str) and isinstance(text, str) for key, text in pairs.items()):
            return "versions and properties hold texts only"
    if (second := SECOND.get(manifest.kind)) and not _names_another(manifest, second):
        return f"an {manifest.kind} file names no {second} beside its sender"
    if manifest.kind is Kind.DELIVERY and not _is_numbered(manifest):
        return "a delivery has not one recipient, a number, and a smaller one that it follows"
    return members_fault(manifest.members)


def _names_another(manifest: Manifest, second: str) -> bool:
    named = manifest.properties.get(second, "")
    return is_authority(named) and named != manifest.sender


def _is_numbered(manifest: Manifest) -> bool:
    numbers = [manifest.properties.get(name, "") for name in (FOLLOWS, NUMBER)]
    if len(manifest.recipients) != 1 or not all(map(_NUMBER.fullmatch, numbers)):
        return False
    follows, number = map(int, numbers)
    return follows < number and manifest.recipients[0] != manifest.sender


def members_fault(members: tuple[Member, ...]) -> str | None:
    """What is wrong with a member list, or None."""
    if len(members) > MEMBERS_LIMIT:
        return f"more than {MEMBERS_LIMIT} members"
    seen: set[str] = set()
    for member in members:
        if not name_is_safe(member.name):
            return (
                "a member's name is not a plain relative path of letters, digits, dots, dashes, underscores"
            )
        if not 0 <= member.size <= LARGEST or not DIGEST.fullmatch(member.sha256):
            return f"size or sha256 of member {member.name} is not valid"
        if member.name.lower() in seen:
            return f"member {member.name} occurs twice"
        seen.add(member.name.lower())
    folders = {name[:at] for name in seen for at, letter in enumerate(name) if letter == "/"}
    if folders & seen:
        return "a member's name is also the folder of another"
    return None


def is_set_id(text: str) -> bool:
    """Whether a text may be the id of a sealed file; whoever keeps files under it can trust in that."""
    return _SET_ID.fullmatch(text) is not None


def name_is_safe(name: str) -> bool:
    """Whether a member may have this name: safe to extract below a folder on any system."""
    return (
        len(name) <= 255
        and name.lower() not in RESERVED
        and all(SEGMENT.fullmatch(segment) for segment in name.split("/"))
    )


def _bad(why: str, where: str = "") -> BadManifestError:
    return BadManifestError(
        "the manifest breaks its format", where=where, why=why, remedy="ask the sender to seal the file again"
    )
