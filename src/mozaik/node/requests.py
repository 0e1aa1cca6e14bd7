"""Requests at a node: asked, taken in, compared, answered; every document signed by a named person."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mozaik.acts import SentFile, governing_versions
from mozaik.contribution import ContributionSpec, UnsignedContribution, write_contribution
from mozaik.errors import RefusedError
from mozaik.exchange import (
    REQUEST,
    Answer,
    AskedSelector,
    Case,
    Dated,
    Filed,
    Outcome,
    Request,
    Stage,
    cases_of,
)
from mozaik.files import scratch_folder
from mozaik.moments import after_all, moment_from_text, utc_day, utc_text
from mozaik.node.documents import documents_of, keep_document, send_kept
from mozaik.node.place import Node
from mozaik.node.reception import keep_sound
from mozaik.node.sending import reach
from mozaik.node.signing import require_own_signer
from mozaik.parties import Authority
from mozaik.records import table_from_rows
from mozaik.release import Asking, ReleasedHit, Work, read_hits
from mozaik.seal import Kind, SigningKey, TrustStore
from mozaik.terms import Disclosure, Handling, Purpose, ReaderDisclosure, Subject, Terms, TermsSheet


@dataclass(frozen=True, slots=True)
class Sent:
    """A document that was sent, and the contribution that went before it, if one did."""

    document: SentFile
    facts: SentFile | None = None


def ask(
    node: Node,
    request: Request,
    selectors: tuple[AskedSelector, ...],
    key: SigningKey,
    trust: TrustStore,
    now: datetime,
) -> Sent:
    """Seal a request, with a contribution of these selectors before it, and send both to who is asked.

    The contribution is told to the asked authority alone, for the cross-check, until a month after the moment
    by which to answer. RefusedError for a key of somebody else, and as `reach`.
    """
    require_own_signer(node, key, trust)
    reached, at = reach(node, request.to, trust, now), now
    if request.clarifies:
        case = case_of(node, request.clarifies, trust)
        require_asked_back(case, request)
        at = after_case(case, now)
    facts = None
    if selectors:
        facts = send_kept(node, _keep_facts(node, request, selectors, key, now), reached, now)
        request = replace(request, selectors=tuple(sorted(set(selectors))), facts=facts.id)
    sha256 = keep_document(node, request, (request.to,), at, key)
    return Sent(send_kept(node, sha256, reached, now), facts)


def answer(node: Node, content: Answer, key: SigningKey, trust: TrustStore, now: datetime) -> SentFile:
    """Seal an answer to a request that came, and send it to who asked.

    RefusedError for a request that is not open for this answer: nothing is sent late unseen.
    """
    require_own_signer(node, key, trust)
    case = case_of(node, content.request, trust)
    if case.request.to != node.authority:
        raise RefusedError("this request was asked of somebody else", remedy="see yours: mozaik request list")
    at = after_case(case, now)
    require_following(case, content.outcome, at)
    reached = reach(node, case.asker, trust, now)
    return send_kept(node, keep_document(node, content, (case.asker,), at, key), reached, now)


def require_following(case: Case, outcome: Outcome, at: datetime) -> None:
    """RefusedError where an answer of this outcome cannot follow what was said, at this moment."""
    planned = Dated(utc_text(at), "", outcome.step)
    if planned not in REQUEST.run([*case.run.counted, planned]).counted:
        raise RefusedError(
            "this answer cannot follow",
            where=case.id,
            why=f"the request stands at {case.stage}",
            remedy="see what was answered: mozaik request show",
        )


def cases(node: Node, trust: TrustStore) -> tuple[Case, ...]:
    """All requests that this node knows, sent and received; those due first stand first."""
    return cases_of(filed_for(node, node.authority, trust))


def case_of(node: Node, name: str, trust: TrustStore) -> Case:
    """The one case whose id is written so, or ends so; RefusedError for none or several."""
    named = [case for case in cases(node, trust) if case.id == name or case.id.endswith(f".{name}")]
    if len(named) != 1:
        raise RefusedError(
            "no single request has this id", where=name, remedy="take one from: mozaik request list"
        )
    return named[0]


def hits_of(node: Node, case: Case, asking: Asking, trust: TrustStore) -> tuple[ReleasedHit, ...]:
    """What this node holds of the selectors that a request brought, by its own cross-check; logged first."""
    asked = {selector.value for selector in case.request.selectors}
    reading = read_hits(Work.open(node.work, trust), asking)
    return tuple(
        hit for hit in reading.hits if case.asker in hit.authorities and asked.intersection(hit.values)
    )


def require_asked_back(case: Case, request: Request) -> None:
    """RefusedError where nobody asked for the clarification of a case that a request gives."""
    if (case.asker, case.request.to, case.stage) != (request.by.authority, request.to, Stage.CLARIFICATION):
        raise RefusedError(
            "nobody asked for a clarification of this request",
            where=case.id,
            why=f"it stands at {case.stage}",
            remedy="ask anew: mozaik request ask",
        )


def filed_for(node: Node, authority: Authority, trust: TrustStore) -> list[Filed]:
    """The requests and answers that an authority sent or was sent, as this node keeps them."""
    filed = []
    for kind, form in ((Kind.REQUEST, Request), (Kind.ANSWER, Answer)):
        for stored in documents_of(node, kind, form, trust):
            manifest, content = stored.manifest, stored.content
            mine = authority in (manifest.sender, *manifest.recipients)
            if mine and isinstance(content, Request | Answer) and content.by.authority == manifest.sender:
                filed.append(
                    Filed(manifest.id, manifest.sender, manifest.recipients, manifest.created_at, content)
                )
    return filed


def _keep_facts(
    node: Node, request: Request, selectors: tuple[AskedSelector, ...], key: SigningKey, now: datetime
) -> str:
    """Seal the selectors of a request as a contribution for the asked authority; its SHA-256 in hex."""
    spec = _spec_of_facts(node, request, "", now)
    tables = {"selectors": table_from_rows("selectors", _rows_of(selectors))}
    with scratch_folder(node.folder / "sealing") as scratch:
        path = scratch / "facts"
        manifest = write_contribution(path, spec, tables, _sheet_of(request), key)
        return keep_sound(path, manifest, node.store, node.index)


def facts_of(
    node: Node, request: Request, selectors: tuple[AskedSelector, ...], set_id: str, now: datetime
) -> UnsignedContribution:
    """The selectors of a request as a set under a stated id, told to the asked authority alone."""
    spec = _spec_of_facts(node, request, set_id, now)
    tables = {"selectors": table_from_rows("selectors", _rows_of(selectors))}
    return UnsignedContribution(spec, tables, _sheet_of(request))


def _spec_of_facts(node: Node, request: Request, set_id: str, now: datetime) -> ContributionSpec:
    governing = governing_versions(node.acts)[-1]
    return ContributionSpec(
        sender=request.by.authority, edition=governing.operation.edition, created_at=now, id=set_id,
        synthetic=governing.synthetic,
    )  # fmt: skip


def _sheet_of(request: Request) -> TermsSheet:
    """The terms of the selectors of a request: for the asked authority alone, until a month after its day."""
    until = utc_day(moment_from_text(request.answer_by))
    terms = Terms(
        name="request",
        owner=request.by.authority,
        purposes=frozenset({Purpose.CROSS_CHECK}),
        subject=Subject.NO_PERSON,
        disclosure=Disclosure.SILENT,
        source=request.grade[0],
        information=request.grade[1],
        review_on=until + timedelta(days=31),
        handling=frozenset(request.handling),
        handling_note=request.legal_basis if Handling.H3 in request.handling else "",
        disclosures=(ReaderDisclosure(request.to, Disclosure.FULL),),
        legal_basis=request.legal_basis,
    )
    return TermsSheet((terms,), {})


def _rows_of(selectors: tuple[AskedSelector, ...]) -> list[dict[str, str | int]]:
    return [
        {"kind": each.kind, "normal": each.value, "found": each.value, "item_id": "REQUEST", "path": "",
         "count": 1}
        for each in selectors
    ]  # fmt: skip


def after_case(case: Case, now: datetime) -> datetime:
    """The moment of a document that follows all of a case, whatever the clocks of the two nodes."""
    return after_all(now, (case.at, *(each.at for each in (*case.clarified, *case.answers))))
