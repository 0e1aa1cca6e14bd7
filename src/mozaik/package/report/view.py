"""The whole report as data for its template: what stands on which page, with every sentence said."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from mozaik.kinds import HitKind
from mozaik.package.model import Compared, FirstStep, Hit, Lead, Package, Pointer
from mozaik.package.report.custody import custody_part
from mozaik.package.report.groups import groups_part
from mozaik.package.report.rows import Object, line_of, row_of
from mozaik.package.report.sharing import sharing_part
from mozaik.package.report.timeline import timeline_part
from mozaik.typed_json import Json, to_json
from mozaik.wording import explain_compared, explain_hit, explain_use, say, written_in

LEADS_SHOWN = 60
HITS_SHOWN = 20
LINES_SHOWN = 5000
"""How many leads the report shows and how many hits of a lead in full, and how many further ones as a line
each; it says how many more there are."""
FIRST_LINES = 5
"""What to do first stands in at most so many lines."""

WORDS = (
    "title", "head", "foot", "synthetic_mark", "synthetic_title", "synthetic", "heading", "for",
    "operation", "package", "package_text", "drafted", "drafted_text", "reason", "use", "keep", "ground",
    "handling", "grade", "no_grade", "hits", "hits_text", "pointers", "first", "never_a_decision", "leads",
    "no_leads", "may_know", "ask", "exists", "everything_told", "compared", "what_method", "whose_rows",
    "none_compared", "not_compared", "what", "why", "whose", "nothing_left_out", "custody", "number",
    "number_text", "chain", "chain_text", "methods", "method", "limits", "conditions", "further",
    "further_lead", "lead", "hit", "value", "sharing", "sharing_lead", "with_whom", "shared_what",
    "told_full", "told_existence", "timeline", "timeline_lead", "when", "check", "check_lead",
    "check_digest", "check_older", "qr", "exhibits", "exhibits_lead", "exhibit", "done", "holding", "proof",
    "groups", "groups_lead", "group", "group_nearest", "group_files", "group_splits",
)  # fmt: skip
"""What the report says once: `paper.NAME` in the catalogue, `words.NAME` in the template."""
CHECKS = ("zip", "digest", "members", "signatures", "script", "number")
"""The steps by which a person checks a package without Mozaik, in order."""


def report_view(package: Package, language: str, digest: str | None, without_md5: int = 0) -> Object:
    """The package cut to what people read, with every line that the template prints.

    `digest` is the SHA-256 of package.json in hexadecimal digits, None where that is of an older format;
    `without_md5` says how many pictures and videos the VICS files cannot name.
    """
    lines = _further_lines(package)
    more = len(package.leads) - LEADS_SHOWN
    return {
        "language": written_in(language),
        "language_texts": list(_language_texts(language)),
        "words": _words(package),
        "page_text": say("paper.page_of", page="#1", pages="#2"),
        "operation_text": _operation_text(package),
        "sender": package.sender,
        "synthetic": package.synthetic,
        "use_text": explain_use(package.use) if package.use else None,
        "transfer_ground": package.transfer_ground,
        "drafted": to_json(package.drafted),
        "keep_text": _keep_text(package),
        "audit_head": package.custody.audit_head,
        "handling": to_json(package.handling),
        "note_texts": [say("paper.note", note=note) for note in package.handling.notes],
        "grade": to_json(package.grade),
        "first": [_first_part(step) for step in package.first[:FIRST_LINES]],
        "lead_notes": list(_lead_notes(package)),
        "leads": list(_lead_parts(package)),
        "more_text": say("paper.more_leads", count=more) if more > 0 else None,
        "pointers_text": _pointers_text(package),
        "further": lines[:LINES_SHOWN],
        "further_more": _more_lines(len(lines) - LINES_SHOWN),
        "sharing": sharing_part(package),
        "timeline": timeline_part(package),
        "groups": groups_part(package),
        "exhibits": custody_part(package),
        "statement": package.statement,
        "compared": _coverage(package.compared),
        "not_compared": _coverage(package.not_compared),
        "version_lines": _version_lines(package),
        "checks": [_check(step, package) for step in CHECKS if digest or step != "digest"],
        "digest": digest,
        "vics_text": say("paper.without_md5", count=without_md5) if without_md5 else None,
    }


def _words(package: Package) -> dict[str, Json]:
    """What the report says once, with what it says it of."""
    recipient, counts = package.recipient, package.counts
    of_package: dict[str, object] = {
        "number": package.custody.sequence,
        "authority": recipient.authority,
        "recipient": f"{recipient.authority} ({recipient.country_name})",
        "sender": package.sender,
        "edition": package.edition,
        "drafted": _moment(package.drafted.at),
        "person": package.drafted.by,
        "statement": package.statement,
        "entry": package.custody.audit_sequence,
        "confirmed": counts.confirmed,
        "disputed": counts.disputed,
        "unjudged": counts.unjudged,
        "rejected": counts.rejected,
    }
    return {name: say(f"paper.{name}", count=None, **of_package) for name in WORDS}


def _language_texts(language: str) -> Iterator[str]:
    """What a reader must know of a text that is not the English one."""
    if language != written_in(language):
        yield say("paper.nearest_language")
    if language != "en":
        yield say("paper.translated")


def _first_part(step: FirstStep) -> Object:
    title = None if step.lead is None else say("paper.first_lead", lead=step.lead, title=step.title)
    return {"lead_text": title, "text": step.text}


def _lead_notes(package: Package) -> Iterator[str]:
    if package.counts.confirmed:
        yield say("paper.all_confirmed")
    if package.pointers:
        yield say("paper.pointers_are_no_hits")


def _lead_parts(package: Package) -> Iterator[Object]:
    told = {each.reference: each for each in package.told}
    for lead in package.leads[:LEADS_SHOWN]:
        held = [told[reference] for reference in lead.references]
        more = len(held) - HITS_SHOWN
        kinds = {hit.kind for hit in held if isinstance(hit, Hit)}
        yield {
            "number": lead.number,
            "title": lead.title,
            "why": lead.why,
            "next_steps": list(lead.next_steps),
            "handling": to_json(lead.handling),
            "grade_text": say("paper.row_grade", grade=lead.grade),
            **_conditions(held),
            "method_text": " ".join(explain_hit(kind).meaning for kind in HitKind if kind in kinds),
            "limits_text": _limits(lead, kinds),
            "hit_rows": [row_of(each, package) for each in held[:HITS_SHOWN]],
            "more_text": say("paper.more_hits", count=more) if more > 0 else None,
            "row_name": say("paper.hit") if kinds else say("paper.pointer"),
        }


def _conditions(held: Sequence[Hit | Pointer]) -> Object:
    """Whether all of a lead stand under the same conditions, which are then said once, and their last day."""
    shared = len({(each.handling, each.grade, each.keep_until) for each in held}) == 1
    day = held[0].keep_until
    return {"shared": shared, "keep_text": say("paper.row_keep", day=day) if shared and day else ""}


def _limits(lead: Lead, kinds: Iterable[HitKind]) -> str:
    """What the kinds of hit in a lead do not show, as far as its reason does not say so already."""
    cautions = [explain_hit(kind).caution for kind in HitKind if kind in kinds]
    return " ".join(caution for caution in cautions if caution not in lead.why)


def _further_lines(package: Package) -> list[Json]:
    """The hits that no lead shows, a line each, in the order of the leads."""
    told = {each.reference: each for each in package.told}
    shown = [(lead.references[HITS_SHOWN:]) for lead in package.leads[:LEADS_SHOWN]]
    shown += [lead.references for lead in package.leads[LEADS_SHOWN:]]
    return [line_of(told[reference]) for references in shown for reference in references]


def _more_lines(count: int) -> str | None:
    return say("paper.more_lines", count=count) if count > 0 else None


def _pointers_text(package: Package) -> str | None:
    count, country = len(package.pointers), package.recipient.country_name
    return say("paper.pointers_text", count=count, country=country) if count else None


def _moment(text: str) -> str:
    """A time such as `2023-11-20 09:00 UTC`."""
    return f"{text[:10]} {text[11:16]} UTC"


def _operation_text(package: Package) -> str:
    operation, edition = package.operation, package.edition
    return edition if edition.startswith(operation) else f"{operation}, {edition}"


def _keep_text(package: Package) -> str:
    """Until when the package is kept, and which rows are erased before, if any."""
    days, last = package.keep_until, package.expires_on
    if days is None or days.earliest >= last:
        return say("paper.keep_text", last_day=last)
    return say("paper.keep_rows", last_day=last, first_day=days.earliest)


def _version_lines(package: Package) -> list[Json]:
    stated: tuple[Mapping[str, object], ...] = (package.versions, package.parameters)
    return [f"{name} {value}" for part in stated for name, value in sorted(part.items())]


def _check(step: str, package: Package) -> str:
    return say(f"paper.check.{step}", number=package.custody.sequence, sender=package.sender)


def _coverage(lines: Iterable[Compared]) -> list[Json]:
    """Lines of one table, method and reason as one line that lists the authorities, with rows where told."""
    groups: dict[tuple[str, str], dict[str, list[int | None]]] = {}
    for line in lines:
        what = explain_compared(line.table, line.matcher, line.set_kind)
        groups.setdefault((what, line.reason or ""), {}).setdefault(line.authority, []).append(line.rows)
    return [
        {
            "what": what,
            "reason": reason,
            "whose": ", ".join(_whose(*counts) for counts in sorted(rows.items())),
        }
        for (what, reason), rows in sorted(groups.items())
    ]


def _whose(authority: str, rows: list[int | None]) -> str:
    """An authority with how many of its rows the recipient sees in full, and whether there are others."""
    told = [count for count in rows if count is not None]
    if not told:
        return authority
    if len(told) < len(rows):
        return say("paper.whose_some", authority=authority, count=sum(told))
    return say("paper.whose_told", authority=authority, count=sum(told))
