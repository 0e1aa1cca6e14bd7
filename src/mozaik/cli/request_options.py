"""The options of a request, and the request that they state."""

from dataclasses import dataclass
from datetime import datetime

import click

from mozaik.cli.common import Function
from mozaik.desk import selector_of_text
from mozaik.exchange import AskedSelector, Request, Urgency, answer_by
from mozaik.node import Node, operation_of
from mozaik.parties import Authority, PersonRef
from mozaik.terms import Handling, Purpose


@dataclass(frozen=True, slots=True)
class AskedFor:
    """What the options of `mozaik request ask` state."""

    recipient: str
    question: str
    selectors: tuple[str, ...]
    ticket: str
    clarifies: str
    urgency: str
    purpose: str
    legal_basis: str
    partner: str
    person: str | None
    reference: str
    handling: tuple[str, ...]
    grade: str


def conditions_options(function: Function) -> Function:
    """Add the terms under which a document is sent: handling codes, grade, and one's own reference."""
    for add in (
        click.option("--reference", required=True, help="Your own reference, such as a case number."),
        click.option("--handling", multiple=True, type=click.Choice([str(code) for code in Handling]),
                     help="A handling code beside H0; repeat for more."),
        click.option("--grade", required=True, help="4x4: how good it is, such as A2."),
    ):  # fmt: skip
        function = add(function)
    return function


def handling_of(codes: tuple[str, ...]) -> tuple[Handling, ...]:
    """The handling codes that are stated, with H0, in order."""
    return tuple(sorted({Handling.H0, *map(Handling, codes)}))


def asked_for(function: Function) -> Function:
    """Add whom is asked what, why, and how soon."""
    for add in (
        click.option("--to", "recipient", metavar="AUTH", required=True, help="Who is asked."),
        click.option("--question", required=True, help="The question in words."),
        click.option("--selector", "selectors", multiple=True, metavar="KIND:VALUE",
                     help="What is asked about, such as email:ana@mail.example; repeat for more."),
        click.option("--ticket", default="", help="The ticket of a hit."),
        click.option("--clarifies", default="", metavar="ID", help="Your request that this makes clearer."),
        click.option("--urgency", type=click.Choice([str(word) for word in Urgency]), default="other",
                     show_default=True, help="How soon; the operation file says in what time."),
        click.option("--purpose", type=click.Choice([str(word) for word in Purpose]), default="exchange",
                     show_default=True, help="For what the answer may be used."),
        click.option("--legal-basis", required=True, help="On what law the request stands."),
        click.option("--partner-reference", "partner", default="", help="Their reference, if you know it."),
        click.option("--by", "person", metavar="PERSON", help="Who asks, as AUTH/name; by default you."),
    ):  # fmt: skip
        function = add(function)
    return function


def request_of(
    node: Node, asked: AskedFor, who: PersonRef, at: datetime
) -> tuple[Request, tuple[AskedSelector, ...]]:
    """The request, and the selectors that it brings; InvalidInputError for a selector that is none."""
    urgency = Urgency(asked.urgency)
    request = Request(
        to=Authority.parse(asked.recipient, "--to"),
        by=who,
        purpose=Purpose(asked.purpose),
        legal_basis=asked.legal_basis,
        urgency=urgency,
        answer_by=answer_by(at, urgency, operation_of(node).clocks),
        handling=handling_of(asked.handling),
        grade=asked.grade,
        question=asked.question,
        own_reference=asked.reference,
        partner_reference=asked.partner,
        ticket=asked.ticket.strip().upper(),
        clarifies=asked.clarifies,
    )
    return request, tuple(selector_of_text(text, node.authority.country) for text in asked.selectors)
