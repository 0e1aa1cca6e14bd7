"""Requests as people and machines read them."""

from collections.abc import Iterator
from datetime import datetime

from mozaik.exchange import Answer, Case
from mozaik.typed_json import to_json
from mozaik.visible import visible_line


def case_line(case: Case, at: datetime) -> str:
    """One request in a line: who asked whom, where it stands, by when."""
    when = "OVERDUE since" if case.is_overdue(at) else "due"
    due = f", {when} {case.due}" if not case.answered_at else ""
    reference = visible_line(case.request.own_reference)
    stands = f"{case.stage}, {case.request.urgency}{due}"
    return f"{case.id}  {case.asker} to {case.request.to}: {stands}  [{reference}]"


def case_lines(case: Case, at: datetime) -> Iterator[str]:
    """All of one request and its answers, as people read it."""
    request = case.request
    yield case_line(case, at)
    yield f"  asked by {request.by} at {case.at}; {request.purpose}; {visible_line(request.legal_basis)}"
    yield f"  {', '.join(request.handling)}, grade {request.grade}"
    yield f"  question: {visible_line(request.question)}"
    if request.ticket:
        yield f"  ticket: {request.ticket}"
    for selector in request.selectors:
        yield f"  {selector.kind}: {visible_line(selector.value)}"
    for filed in (*case.clarified, *case.answers):
        said = filed.content.text if isinstance(filed.content, Answer) else filed.content.question
        word = filed.content.outcome if isinstance(filed.content, Answer) else "clarified"
        yield f"  {filed.at} {word} by {filed.content.by}: {visible_line(said)}"
    for dated in case.run.late:
        yield f"  too late, and without effect: {dated.id}"
    for name in case.foreign:
        yield f"  not of who was asked, and without effect: {name}"


def case_json(case: Case, at: datetime) -> dict[str, object]:
    """One request for machines."""
    return {
        "id": case.id,
        "asker": case.asker,
        "at": case.at,
        "request": to_json(case.request),
        "stage": str(case.stage),
        "due": case.due,
        "overdue": case.is_overdue(at),
        "answers": to_json(case.answers),
        "clarified": to_json(case.clarified),
        "late": to_json(case.run.late),
        "foreign": list(case.foreign),
    }
