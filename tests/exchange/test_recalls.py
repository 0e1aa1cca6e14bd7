"""An owner takes sets back: they take part in nothing any more, and who was told is told what to forget."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mozaik import chain
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.exchange import Amendment, Change
from mozaik.node import answer, ask, give_reading, look_at_reading, recalls_of, withdraw_everywhere
from mozaik.node.documents import keep_document
from mozaik.parties import Authority
from mozaik.release import Asking, read_hits
from mozaik.terms import Disclosure
from tests.crosscheck.support import terms_of
from tests.exchange.nodes import EU, HR, NOW, SI, Nodes
from tests.exchange.test_readings import asks, joint, looking, statuses
from tests.exchange.test_requests import ANSWERED, REQUESTED, asked


def known(nodes: Nodes) -> list[str]:
    told = look_at_reading(nodes.by_name[SI], looking(nodes), nodes.keys)
    return [hit.reference for hit in told.hits]


def withdraw(nodes: Nodes, *sets: str) -> None:
    """HR takes sets back, and the amendment comes to the joint node."""
    eva = nodes.key("HR-MUP/eva")
    withdraw_everywhere(nodes.by_name[HR], sets, "the warrant fell", eva, nodes.keys, nodes.moment)
    nodes.between(HR, EU, "withdrawn")
    nodes.run(EU)


def test_what_is_withdrawn_is_recalled_by_name_and_the_receipt_confirms_it(nodes: Nodes) -> None:
    joint(nodes)
    sent = give_reading(nodes.by_name[EU], asks(nodes), nodes.keys)
    assert sent is not None
    nodes.between(EU, SI, "down")
    before = known(nodes)
    assert len(before) == 2
    withdraw(nodes, "HR-MUP.1")
    assert statuses(nodes, SI) == [], "it takes part in nothing any more"
    (given,) = recalls_of(nodes.by_name[EU], nodes.keys, nodes.moment)
    assert (given.recipient, given.recall.references) == (SI, tuple(sorted(before)))
    assert (given.recall.files, given.confirmed) == ((sent.id,), False)
    nodes.between(EU, SI, "recall")
    assert known(nodes) == []
    nodes.between(SI, EU, "confirmed")
    (given,) = recalls_of(nodes.by_name[EU], nodes.keys, nodes.moment)
    assert given.confirmed
    nodes.run(EU)
    assert len(recalls_of(nodes.by_name[EU], nodes.keys, nodes.moment)) == 1
    register = nodes.by_name[EU].acts.register_chain()
    assert chain.count_events(register, "withdrawn") == 1, "once is enough"


def test_a_recall_may_come_before_the_reading_that_it_recalls_and_a_later_one_tells_anew(
    nodes: Nodes,
) -> None:
    joint(nodes)
    give_reading(nodes.by_name[EU], asks(nodes), nodes.keys)
    early = nodes.stick(EU, "early")
    withdraw(nodes, "HR-MUP.1")
    (recall,) = (path for path in nodes.stick(EU, "late").glob("*/SI-GPD/000002-*"))
    nodes.take(SI, recall)
    nodes.take(SI, early)
    assert known(nodes) == []
    nodes.send(HR, EU, nodes.sealed("HR-MUP.2", b"a"))
    nodes.between(HR, EU, "new")
    nodes.moment = NOW + timedelta(hours=1)
    nodes.run(EU)
    give_reading(nodes.by_name[EU], asks(nodes), nodes.keys)
    nodes.between(EU, SI, "anew")
    assert known(nodes) == [reference for reference, _ in statuses(nodes, SI)]
    assert len(known(nodes)) == 1


def test_what_was_silent_to_a_recipient_is_recalled_from_nobody(nodes: Nodes) -> None:
    """Two worlds: it was there and is withdrawn, or it never was."""
    silent = terms_of(HR, name="silent", disclosure=Disclosure.SILENT)
    joint(nodes, nodes.sealed("HR-MUP.9", b"a", terms=[silent]))
    give_reading(nodes.by_name[EU], asks(nodes), nodes.keys)
    nodes.between(EU, SI, "down")
    before = known(nodes)
    withdraw(nodes, "HR-MUP.9")
    assert recalls_of(nodes.by_name[EU], nodes.keys, nodes.moment) == ()
    assert give_reading(nodes.by_name[EU], asks(nodes), nodes.keys) is None
    assert known(nodes) == before


def test_what_no_reading_has_told_yet_needs_no_recall(nodes: Nodes) -> None:
    joint(nodes)
    give_reading(nodes.by_name[EU], asks(nodes), nodes.keys)
    nodes.send(HR, EU, nodes.sealed("HR-MUP.2", b"d"))
    nodes.between(HR, EU, "more")
    nodes.take(EU, nodes.sealed("SI-GPD.2", b"d"))
    nodes.run(EU)
    assert len(statuses(nodes, SI)) == 3
    withdraw(nodes, "HR-MUP.2")
    assert recalls_of(nodes.by_name[EU], nodes.keys, nodes.moment) == ()
    assert len(statuses(nodes, SI)) == 2


def test_a_set_that_comes_after_its_withdrawal_never_takes_part(nodes: Nodes) -> None:
    (sent,) = nodes.send(HR, EU, nodes.sealed("HR-MUP.1", b"a"))
    eva = nodes.key("HR-MUP/eva")
    withdraw_everywhere(nodes.by_name[HR], (sent.id,), "the warrant fell", eva, nodes.keys, NOW)
    first, second = sorted(nodes.stick(HR).glob("*/EU-EC3/0*"))
    nodes.take(EU, second, nodes.sealed("SI-GPD.1", b"a"))
    nodes.run(EU)
    nodes.take(EU, first)
    nodes.run(EU)
    assert statuses(nodes, SI) == []


def test_nobody_withdraws_sets_of_others(nodes: Nodes) -> None:
    joint(nodes)
    ana, eva = nodes.key("SI-GPD/ana"), nodes.key("HR-MUP/eva")
    with pytest.raises(RefusedError, match="key is of another authority"):
        withdraw_everywhere(nodes.by_name[HR], ("HR-MUP.1",), "x", ana, nodes.keys, NOW)
    with pytest.raises(RefusedError, match="sent these sets to nobody"):
        withdraw_everywhere(nodes.by_name[HR], ("HR-MUP.7",), "x", eva, nodes.keys, NOW)
    with pytest.raises(InvalidInputError, match="cannot stand"):
        withdraw_everywhere(nodes.by_name[HR], ("SI-GPD.1",), "x", eva, nodes.keys, NOW)
    forged = Amendment(Change.WITHDRAW, ("SI-GPD.1",), ana.reference, "x")
    sha256 = keep_document(nodes.by_name[HR], forged, (Authority(EU),), NOW, eva)
    nodes.take(EU, nodes.by_name[HR].store.path_of(sha256))
    nodes.run(EU)
    assert len(statuses(nodes, SI)) == 2


def given_to_si(nodes: Nodes, **changes: object) -> str:
    """SI asks HR, which gives a set with its answer; the id of the answer, which has arrived."""
    eva = nodes.key("HR-MUP/eva")
    nodes.send(HR, SI, nodes.sealed("HR-MUP.5", b"e"))
    request = asked(nodes)
    content = replace(ANSWERED, request=request, facts="HR-MUP.5", **changes)  # type: ignore[arg-type]
    sent = answer(nodes.by_name[HR], content, eva, nodes.keys, nodes.moment)
    nodes.between(HR, SI, "answered")
    return sent.id


def test_an_answer_that_gave_what_is_withdrawn_is_recalled_without_any_cross_check(nodes: Nodes) -> None:
    """The set and the answer are both named at who got them, and the receipt confirms the recall."""
    eva, name = nodes.key("HR-MUP/eva"), given_to_si(nodes)
    withdraw_everywhere(nodes.by_name[HR], ("HR-MUP.5",), "the warrant fell", eva, nodes.keys, NOW)
    nodes.between(HR, SI, "recalled")
    for here in (HR, SI):
        (recalled,) = recalls_of(nodes.by_name[here], nodes.keys, nodes.moment)
        assert (recalled.recall.files, recalled.recall.references) == ((name,), ())
    nodes.between(SI, HR, "confirmed")
    (recalled,) = recalls_of(nodes.by_name[HR], nodes.keys, nodes.moment)
    assert recalled.confirmed


def test_an_answer_that_quotes_a_hit_is_recalled_with_the_reading_that_told_it(nodes: Nodes) -> None:
    joint(nodes)
    reading = give_reading(nodes.by_name[EU], asks(nodes), nodes.keys)
    assert reading is not None
    nodes.between(EU, SI, "down")
    (quoted, _) = known(nodes)
    request = replace(REQUESTED, to=Authority(EU))
    ana, maria = nodes.key("SI-GPD/ana"), nodes.key("EU-EC3/maria")
    case = ask(nodes.by_name[SI], request, (), ana, nodes.keys, nodes.moment).document.id
    nodes.between(SI, EU, "asked")
    content = replace(ANSWERED, request=case, by=maria.reference, text=f"see {quoted}")
    sent = answer(nodes.by_name[EU], content, maria, nodes.keys, nodes.moment)
    withdraw(nodes, "HR-MUP.1")
    (given,) = recalls_of(nodes.by_name[EU], nodes.keys, nodes.moment)
    assert given.recall.files == tuple(sorted((reading.id, sent.id)))


def test_an_answer_that_gave_something_else_is_not_recalled(nodes: Nodes) -> None:
    eva = nodes.key("HR-MUP/eva")
    given_to_si(nodes)
    nodes.send(HR, SI, nodes.sealed("HR-MUP.6", b"f"))
    withdraw_everywhere(nodes.by_name[HR], ("HR-MUP.6",), "the warrant fell", eva, nodes.keys, NOW)
    assert recalls_of(nodes.by_name[HR], nodes.keys, nodes.moment) == ()


def test_a_node_that_drafts_for_nobody_recalls_its_answers_and_their_hits(nodes: Nodes) -> None:
    """HR compares at its own node; what it read there it quoted to SI."""
    eva, node = nodes.key("HR-MUP/eva"), nodes.by_name[HR]
    nodes.send(HR, SI, nodes.sealed("HR-MUP.5", b"e"))
    nodes.take(HR, nodes.sealed("SI-GPD.6", b"e"))
    nodes.run(HR)
    asking = Asking.of(nodes.work(HR).operation, HR, "HR-MUP/eva", "request", nodes.moment)
    (hit,) = read_hits(nodes.work(HR), asking).hits
    content = replace(ANSWERED, request=asked(nodes), text=f"see {hit.reference}")
    sent = answer(node, content, eva, nodes.keys, nodes.moment)
    withdraw_everywhere(node, ("HR-MUP.5",), "the warrant fell", eva, nodes.keys, NOW)
    (given,) = recalls_of(node, nodes.keys, nodes.moment)
    assert (given.recipient, given.recall.files) == (SI, (sent.id,))
    assert given.recall.references == (hit.reference,)
