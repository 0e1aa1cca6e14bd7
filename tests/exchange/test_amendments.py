"""Amendments: what an owner takes back, erases, tells otherwise or permits holds everywhere, in any order."""

from datetime import date, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from mozaik.acts import AmendedRow, amendments_in_force
from mozaik.contribution import read_set
from mozaik.desk import count_as
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.exchange import (
    Amended,
    Amendment,
    Amends,
    Change,
    Life,
    Permit,
    TermsChange,
    lives_of,
)
from mozaik.figures import JOINT
from mozaik.node import (
    State,
    amend_everywhere,
    bring_back,
    give_reading,
    keep_safe,
    look_at_node,
    look_at_reading,
    notices_of,
    open_node,
    recalls_of,
    withdraw_everywhere,
)
from mozaik.node.documents import keep_document
from mozaik.parties import Authority
from mozaik.release import Asking, Reading, ReleasedHolder, content_hash, own_rows_asked, read_hits
from mozaik.seal import SigningKey
from mozaik.terms import Disclosure, Handling, Terms, Use
from tests.crosscheck.support import terms_of
from tests.exchange.nodes import EU, HR, NOW, SI, Nodes
from tests.exchange.test_readings import asks, joint, looking, statuses
from tests.figures.support import raid

UNTIL = date(2024, 5, 20)
SILENT, HIT, FULL = Disclosure


def test_what_became_of_a_set_does_not_depend_on_the_order_of_arrival() -> None:
    eva = SigningKey.generate(HR, "eva").reference
    said = [
        Amended(
            f"HR-MUP.amendment.{at}", f"2023-11-20T09:00:{at:02}Z", Amendment(change, ("HR-MUP.1",), eva, "x")
        )
        for at, change in enumerate((Change.WITHDRAW, Change.ERASE, Change.WITHDRAW))
    ]
    runs = [lives_of([*order, order[0]]) for order in permutations(said)]
    assert all(run == runs[0] for run in runs)
    assert (runs[0]["HR-MUP.1"].stage, len(runs[0]["HR-MUP.1"].late)) == (Life.ERASED, 1)


# ---- real nodes --------------------------------------------------------------------------------------------


def contributed(nodes: Nodes, *contents: bytes, **terms: Any) -> None:
    """HR and SI share contents at the joint node; those of HR stand under terms of its own."""
    stated: Terms = terms_of(HR, **terms)
    nodes.send(SI, EU, nodes.sealed("SI-GPD.1", *contents))
    nodes.send(HR, EU, nodes.sealed("HR-MUP.1", *contents, terms=[stated]))
    nodes.between(SI, EU, "si")
    nodes.between(HR, EU, "hr")
    nodes.run(EU)


def amend(nodes: Nodes, content: Amends) -> None:
    """HR amends what it sent, and the amendment comes to the joint node, where it is taken in."""
    amend_everywhere(nodes.by_name[HR], content, nodes.key("HR-MUP/eva"), nodes.keys, nodes.moment)
    nodes.between(HR, EU, f"amended-{content.change}-{nodes.moment:%H%M}")
    nodes.run(EU)


@pytest.mark.parametrize(("level", "raids"), [(SILENT, 0), (HIT, 3), (FULL, 3)])
def test_figures_count_what_the_owner_tells_since(nodes: Nodes, level: Disclosure, raids: int) -> None:
    """An owner who closed a set to a reader is not counted for it by the terms that were sealed."""
    contributed(nodes, b"shared")
    path = nodes.make("HR-MUP.raids", {"actions": [raid(number) for number in range(3)]}).path
    nodes.send(HR, EU, path)
    nodes.between(HR, EU, "raids")
    nodes.run(EU)
    whole = TermsChange(
        Change.TERMS,
        ("HR-MUP.raids",),
        (),
        Authority(SI),
        level,
        UNTIL,
        nodes.key("HR-MUP/eva").reference,
        "x",
    )

    def counted() -> object:
        node, day = nodes.by_name[EU], asks(nodes, SI)
        figures = count_as([read_set(path, nodes.keys)], day, node.work, nodes.keys).figures
        return next(figure.value for figure in figures if (figure.key, figure.scope) == ("raids", JOINT))

    assert counted() == 3
    amend(nodes, whole)
    assert counted() == raids


def changed(
    nodes: Nodes, level: Disclosure, *rows: AmendedRow, until: date | None = UNTIL, reader: str = SI
) -> TermsChange:
    eva = nodes.key("HR-MUP/eva").reference
    return TermsChange(
        Change.TERMS, ("HR-MUP.1",), rows, Authority(reader), level, until, eva, "request SI 114"
    )


def permitted(nodes: Nodes, lifts: Handling, *rows: AmendedRow, use: Use = Use.COURT) -> Permit:
    eva = nodes.key("HR-MUP/eva").reference
    return Permit(Change.PERMIT, ("HR-MUP.1",), rows, Authority(SI), lifts, use, UNTIL, eva, "the court asks")


def read(nodes: Nodes, reader: str = SI, use: Use = Use.ANALYSIS) -> Reading:
    work = nodes.work(EU)
    return read_hits(work, Asking.of(work.operation, reader, f"{reader}/x", "looking", nodes.moment, use))


def others(nodes: Nodes, reader: str = SI, use: Use = Use.ANALYSIS) -> list[ReleasedHolder]:
    """What the reader is told of HR, in the order of the hits."""
    return [each for hit in read(nodes, reader, use).hits for each in hit.holders if each.authority == HR]


def test_a_level_opens_for_one_reader_until_a_day_and_then_holds_what_was_sealed(nodes: Nodes) -> None:
    contributed(nodes, b"a", disclosure=HIT)
    assert [each.level for each in others(nodes)] == [HIT]
    amend(nodes, changed(nodes, FULL))
    (told,) = others(nodes)
    assert (told.level, told.keep_until) == (FULL, UNTIL)
    assert [each.level for each in others(nodes, EU)] == [HIT]
    nodes.moment = nodes.moment.replace(year=2024, month=5, day=21)
    assert [each.level for each in others(nodes)] == [HIT]


def test_what_is_closed_is_recalled_from_the_reader_alone_and_told_anew_as_far_as_it_may(
    nodes: Nodes,
) -> None:
    contributed(nodes, b"a", b"b")
    for reader in (SI, HR):
        give_reading(nodes.by_name[EU], asks(nodes, reader), nodes.keys)
    nodes.between(EU, SI, "down")
    before = look_at_reading(nodes.by_name[SI], looking(nodes), nodes.keys).hits
    nodes.moment += timedelta(minutes=5)
    amend(nodes, changed(nodes, HIT, until=None))
    (recalled,) = recalls_of(nodes.by_name[EU], nodes.keys, nodes.moment)
    assert (recalled.recipient, len(recalled.recall.references)) == (SI, len(before))
    nodes.between(EU, SI, "recall")
    assert look_at_reading(nodes.by_name[SI], looking(nodes), nodes.keys).hits == ()
    assert give_reading(nodes.by_name[EU], asks(nodes), nodes.keys) is not None
    nodes.between(EU, SI, "anew")
    known = look_at_reading(nodes.by_name[SI], looking(nodes), nodes.keys).hits
    assert {hit.reference for hit in known} == {hit.reference for hit in before}
    assert {each.level for hit in known for each in hit.holders if each.authority == HR} == {HIT}


def test_a_hit_that_stays_as_it_was_is_told_anew_after_its_recall(nodes: Nodes) -> None:
    """Two sets of one owner at the level hit are one holder: one of them is withdrawn, and the hit stands."""
    terms = [terms_of(HR, disclosure=HIT)]
    more = nodes.sealed("HR-MUP.2", b"a", terms=terms)
    nodes.send(SI, EU, nodes.sealed("SI-GPD.1", b"a"))
    nodes.send(HR, EU, nodes.sealed("HR-MUP.1", b"a", terms=terms), more)
    nodes.between(SI, EU, "si")
    nodes.between(HR, EU, "hr")
    nodes.run(EU)
    give_reading(nodes.by_name[EU], asks(nodes), nodes.keys)
    eva = nodes.key("HR-MUP/eva")
    withdraw_everywhere(nodes.by_name[HR], ("HR-MUP.2",), "the warrant fell", eva, nodes.keys, NOW)
    nodes.between(HR, EU, "gone")
    nodes.run(EU)
    assert len(statuses(nodes, SI)) == 1
    give_reading(nodes.by_name[EU], asks(nodes), nodes.keys)
    nodes.between(EU, SI, "down")
    known = look_at_reading(nodes.by_name[SI], looking(nodes), nodes.keys).hits
    assert [hit.reference for hit in known] == [reference for reference, _ in statuses(nodes, SI)]


def test_a_ticket_is_decided_for_its_own_rows_and_opens_no_other(nodes: Nodes) -> None:
    contributed(nodes, b"a", b"b", disclosure=HIT)
    first, second = others(nodes)
    assert first.ticket is not None
    work = nodes.work(EU)
    asking = Asking.of(work.operation, HR, "HR-MUP/eva", "request SI 114", nodes.moment)
    rows = own_rows_asked(work, asking, Authority(SI), first.ticket)
    amend(nodes, changed(nodes, FULL, *(AmendedRow(row.set_id, row.table, row.row_id) for row in rows)))
    opened, other = others(nodes)
    assert (opened.level, other.level, other.ticket) == (FULL, HIT, second.ticket)
    assert opened.fields is not None
    nodes.moment += timedelta(minutes=5)
    amend(nodes, changed(nodes, SILENT, *(AmendedRow(row.set_id, row.table, row.row_id) for row in rows)))
    assert [each.level for each in others(nodes)] == [HIT, HIT], "what is said of rows closes nothing"


def test_h1_is_lifted_in_court_for_who_is_permitted_and_h2_opens_what_names_nobody(nodes: Nodes) -> None:
    contributed(nodes, b"a", handling=frozenset({Handling.H0, Handling.H1, Handling.H2}))
    assert others(nodes, use=Use.COURT) == []
    amend(nodes, permitted(nodes, Handling.H1))
    (told,) = others(nodes, use=Use.COURT)
    assert (told.level, told.keep_until) == (HIT, UNTIL)
    assert Handling.H1 in told.handling, "the code travels on"
    nodes.moment += timedelta(minutes=5)
    amend(nodes, permitted(nodes, Handling.H2))
    assert [each.level for each in others(nodes, use=Use.COURT)] == [FULL]
    assert [each.level for each in others(nodes)] == [HIT], "permitted for the court alone"
    nodes.moment = nodes.moment.replace(year=2024, month=5, day=21)
    assert others(nodes, use=Use.COURT) == []


def test_a_permit_for_single_rows_lifts_it_of_these_alone(nodes: Nodes) -> None:
    contributed(nodes, b"a", b"b", handling=frozenset({Handling.H0, Handling.H1}))
    amend(nodes, permitted(nodes, Handling.H1, AmendedRow("HR-MUP.1", "files", 1)))
    assert [hit.holders[0].row or hit.holders for hit in read(nodes, use=Use.COURT).hits]
    assert len(others(nodes, use=Use.COURT)) == 1


def test_what_is_amended_for_one_reader_leaves_no_trace_for_another(nodes: Nodes) -> None:
    """Two worlds: it was amended for SI, or it was not; EU and HR know the same."""
    contributed(nodes, b"a", b"b", disclosure=HIT)
    work = nodes.work(EU)
    other = Asking.of(work.operation, EU, "EU-EC3/maria", "looking", nodes.moment)
    before = (
        content_hash(work, other),
        read(nodes, EU),
        give_reading(nodes.by_name[EU], asks(nodes, HR), nodes.keys),
    )
    amend(nodes, changed(nodes, FULL, AmendedRow("HR-MUP.1", "files", 0)))
    nodes.moment += timedelta(minutes=5)
    amend(nodes, changed(nodes, FULL))
    assert [each.level for each in others(nodes)] == [FULL, FULL]
    work = nodes.work(EU)
    assert content_hash(work, other) == before[0]
    assert read(nodes, EU) == before[1]
    assert give_reading(nodes.by_name[EU], asks(nodes, HR), nodes.keys) is None
    assert notices_of(nodes.by_name[EU], Authority(HR)) == ()


def test_amendments_in_any_order_and_twice_end_in_the_same_terms(nodes: Nodes) -> None:
    """The later word counts by its moment, also where it came first; repetition changes nothing."""
    contributed(nodes, b"a", disclosure=HIT)
    eva, node = nodes.key("HR-MUP/eva"), nodes.by_name[HR]
    amend_everywhere(node, changed(nodes, FULL), eva, nodes.keys, NOW)
    amend_everywhere(node, changed(nodes, SILENT), eva, nodes.keys, NOW + timedelta(minutes=1))
    *_, early, late = sorted(nodes.stick(HR, "both").glob("*/EU-EC3/0*"))
    for files in ((late,), (early,), (late, early)):
        nodes.take(EU, *files)
        nodes.run(EU)
        assert read(nodes).hits == ()
    assert len(amendments_in_force(nodes.by_name[EU].acts)) == 2


def test_what_is_erased_leaves_every_store_and_never_comes_back(nodes: Nodes) -> None:
    joint(nodes)
    file = nodes.make.folder / "HR-MUP.1.contribution"
    here, there = nodes.by_name[HR], nodes.by_name[EU]
    (line,) = (line for line in there.index.listed() if line.id == "HR-MUP.1")
    give_reading(there, asks(nodes), nodes.keys)
    eva = nodes.key("HR-MUP/eva")
    withdraw_everywhere(here, ("HR-MUP.1",), "the case was dropped", eva, nodes.keys, NOW, erase=True)
    assert not here.store.has(line.sha256)
    nodes.between(HR, EU, "erased")
    nodes.run(EU)
    assert not there.store.has(line.sha256)
    assert statuses(nodes, SI) == []
    assert len(recalls_of(there, nodes.keys, NOW)) == 1
    (stone,) = (line for line in there.index.listed() if line.kind == "amendment")
    (again,) = nodes.take(EU, file)
    assert again.listed is not None
    assert (again.listed.state, again.listed.superseded_by) == (State.SUPERSEDED, stone.id)
    nodes.run(EU)
    assert not there.store.has(line.sha256)
    assert statuses(nodes, SI) == []
    assert not [each for each in look_at_node(there.folder, NOW) if "not in the store" in each.said]


def test_an_erased_file_that_nobody_has_received_leaves_out(nodes: Nodes) -> None:
    nodes.send(HR, EU, nodes.sealed("HR-MUP.1", b"a"))
    here = nodes.by_name[HR]
    eva = nodes.key("HR-MUP/eva")
    withdraw_everywhere(here, ("HR-MUP.1",), "the case was dropped", eva, nodes.keys, NOW, erase=True)
    carried = [path.name[:6] for path in nodes.stick(HR).glob("*/EU-EC3/0*")]
    assert carried == ["000002"]


def test_an_amendment_of_a_revoked_key_holds_no_more(nodes: Nodes) -> None:
    contributed(nodes, b"a", disclosure=HIT)
    amend(nodes, changed(nodes, FULL))
    assert [each.level for each in others(nodes)] == [FULL]
    nodes.make.trust.revoke(nodes.key("HR-MUP/eva").key_id, NOW, "lost")
    nodes.make.trust.save(nodes.trust)
    nodes.run(EU)
    assert [each.level for each in others(nodes)] == [HIT]


def test_an_amendment_is_refused_where_it_is_foreign_or_about_what_was_sent_to_nobody(nodes: Nodes) -> None:
    contributed(nodes, b"a", disclosure=HIT)
    ana, eva = nodes.key("SI-GPD/ana"), nodes.key("HR-MUP/eva")
    with pytest.raises(RefusedError, match="key is of another authority"):
        amend_everywhere(nodes.by_name[HR], changed(nodes, FULL), ana, nodes.keys, NOW)
    with pytest.raises(RefusedError, match="sent these sets to nobody"):
        amend_everywhere(nodes.by_name[SI], changed(nodes, FULL), ana, nodes.keys, NOW)
    with pytest.raises(InvalidInputError, match="cannot stand"):
        changed(nodes, FULL, reader=HR)
    forged = TermsChange(Change.TERMS, ("HR-MUP.1",), (), Authority(SI), FULL, None, eva.reference, "x")
    sha256 = keep_document(nodes.by_name[SI], forged, (Authority(EU),), NOW, ana)
    nodes.take(EU, nodes.by_name[SI].store.path_of(sha256))
    nodes.run(EU)
    assert [each.level for each in others(nodes)] == [HIT]


def test_what_is_amended_survives_a_backup(nodes: Nodes, tmp_path: Path) -> None:
    contributed(nodes, b"a", disclosure=HIT)
    amend(nodes, changed(nodes, FULL))
    node, key = nodes.by_name[EU], SigningKey.generate(EU, "maria")
    keep_safe(node, tmp_path / "kept", [key.age_recipient], NOW)
    bring_back(tmp_path / "kept", tmp_path / "back", [key], NOW)
    assert amendments_in_force(open_node(tmp_path / "back").acts) == amendments_in_force(node.acts)
