"""Readings to another node, and judgements that come back: the same status as if it had been judged there."""

import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mozaik.acts import Judgement
from mozaik.errors import MozaikError, RefusedError
from mozaik.exchange import ExchangeError, JointReading, Judgements, SignedJudgement, known_by, next_reading
from mozaik.moments import utc_text
from mozaik.node import (
    Looking,
    bring_back,
    give_judgements,
    give_reading,
    judge_by_reading,
    keep_safe,
    look_at_reading,
    open_node,
    take_judgements,
)
from mozaik.node.documents import keep_document
from mozaik.parties import Authority
from mozaik.release import Asking, Coverage, Reading, ReleasedHit, Status, Verdict, judge, read_hits
from mozaik.seal import Role, SigningKey, TrustStore, sign_statement
from mozaik.terms import Disclosure, Handling, Use
from tests.crosscheck.support import terms_of
from tests.exchange.make_golden import GROUP, HIT
from tests.exchange.nodes import EU, HR, NOW, SI, Nodes, nodes_in

COVERAGE = Coverage((), (), {}, {})
NOTED = frozenset({Handling.H0, Handling.H3})


def reading_of(*hits: ReleasedHit) -> Reading:
    return Reading(SI, Use.ANALYSIS, "Mozaik", "Mozaik 2023", True, hits, len(hits), {}, None, COVERAGE)


def told(numbers: list[int]) -> tuple[ReleasedHit, ...]:
    """Hits in an order; the points of each follow from its number and the order."""
    return tuple(
        replace(HIT, reference=f"H-{chr(65 + number) * 16}", position=place, points=place)
        for place, number in enumerate(numbers, 1)
    )


@given(st.lists(st.lists(st.integers(0, 9), unique=True), min_size=1, max_size=7), st.randoms())
@settings(max_examples=200)
def test_readings_in_any_order_tell_what_the_last_one_told(
    worlds: list[list[int]], rolled: random.Random
) -> None:
    """Differences and whole ones, some lost: never a hit too many or too few of any moment."""
    readings: list[JointReading] = []
    at = {}
    for world in worlds:
        before = None if rolled.random() < 0.3 else known_by(readings)
        reading = reading_of(*told(world))
        made = next_reading(before, Authority(SI), reading, after=len(readings))
        if made is not None:
            readings.append(made)
            at[made.number] = reading.hits
    came = [each for each in readings if rolled.random() < 0.8]
    rolled.shuffle(came)
    known = known_by([*came, *came[:2]])
    if known is not None:
        assert known.hits == at[known.number]
        assert known.missing == tuple(sorted(each.number for each in came if each.number > known.number))
    full = known_by(readings)
    assert full is not None
    assert full.hits == at[len(readings)]


def test_two_readings_under_one_number_do_not_count() -> None:
    first = next_reading(None, Authority(SI), reading_of(*told([1])), after=0)
    other = next_reading(None, Authority(SI), reading_of(*told([2])), after=0)
    assert first is not None
    assert other is not None
    assert known_by([first, first]) is not None
    assert known_by([first, other]) is None


def test_what_may_be_known_no_more_is_not_shown() -> None:
    made = next_reading(None, Authority(SI), reading_of(*told([1, 2])), after=0)
    assert made is not None
    known = known_by([made])
    assert known is not None
    assert len(known.on(HIT.keep_until).hits) == 2
    assert (known.on(HIT.keep_until + timedelta(1)).hits, known.on(date.max).lapsed) == ((), 2)


def test_a_group_goes_with_any_of_its_hits_and_comes_back_when_it_changes() -> None:
    """(The cross-check at scale, section 1.)"""
    hits = told([1, 2, 3])
    group = replace(GROUP, hits=tuple(hit.reference for hit in hits[:2]))
    reading = replace(reading_of(*hits), groups=(group,))
    first = next_reading(None, Authority(SI), reading, after=0)
    assert first is not None
    known = known_by([first])
    assert known is not None
    assert known.groups == (group,)
    assert known.without([hits[2].reference]).groups == (group,)
    assert known.without([hits[1].reference]).groups == ()
    assert next_reading(known, Authority(SI), reading, after=1) is None
    split = replace(reading, groups=())
    second = next_reading(known, Authority(SI), split, after=1)
    assert second is not None
    assert second.hits == ()
    told_now = known_by([first, second])
    assert told_now is not None
    assert (told_now.groups, len(told_now.hits)) == ((), 3)


@pytest.mark.parametrize(
    "changes",
    [
        {"number": 0},
        {"order": ("H-BBBBBBBBBBBBBBBB",)},
        {"order": ("H-BBBBBBBBBBBBBBBB",) * 2},
        {"hits": told([2, 1])},
        {"hits": told([1])},
        {"format": 3},
        {"groups": (replace(GROUP, hits=("H-ZZZZZZZZZZZZZZZZ",)),)},
        {"groups": (replace(GROUP, hits=(told([1])[0].reference,)),) * 2},
    ],
)
def test_a_reading_that_contradicts_itself_is_refused(changes: dict[str, object]) -> None:
    hits = tuple(replace(hit, position=0) for hit in told([1, 2]))
    order = tuple(hit.reference for hit in hits)
    JointReading(Authority(SI), Use.ANALYSIS, 1, True, hits, order, COVERAGE, True)
    with pytest.raises(ExchangeError):
        replace(JointReading(Authority(SI), Use.ANALYSIS, 1, True, hits, order, COVERAGE, True), **changes)  # type: ignore[arg-type]


# ---- real nodes --------------------------------------------------------------------------------------------


def joint(nodes: Nodes, *more: Path) -> None:
    """Contributions of two authorities come to the joint node and are compared."""
    first, second = nodes.sealed("SI-GPD.1", b"a", b"b"), nodes.sealed("HR-MUP.1", b"a", b"b", b"c")
    nodes.send(SI, EU, first)
    nodes.send(HR, EU, second, *more)
    nodes.between(SI, EU, "si")
    nodes.between(HR, EU, "hr")
    nodes.run(EU)


def asks(nodes: Nodes, reader: str = SI) -> Asking:
    operation = nodes.work(EU).operation
    return Asking.for_package(operation, reader, "EU-EC3/maria", "morning round", nodes.moment)


def looking(nodes: Nodes, person: str = "SI-GPD/ana") -> Looking:
    return Looking(Authority(EU), person, "case 114", nodes.moment)


def statuses(nodes: Nodes, reader: str) -> list[tuple[str, Status]]:
    work = nodes.work(EU)
    reading = read_hits(work, Asking.of(work.operation, reader, f"{reader}/x", "looking", nodes.moment))
    return [(hit.reference, hit.status) for hit in reading.hits]


def test_a_national_node_sees_joint_hits_judges_offline_and_the_status_is_the_same(nodes: Nodes) -> None:
    joint(nodes)
    ana = nodes.key("SI-GPD/ana")
    assert give_reading(nodes.by_name[EU], asks(nodes), nodes.keys) is not None
    twin = copy_of_joint(nodes)
    nodes.between(EU, SI, "down")
    known = look_at_reading(nodes.by_name[SI], looking(nodes), nodes.keys)
    assert [(hit.reference, hit.status) for hit in known.hits] == statuses(nodes, SI)
    first, second = (hit.reference for hit in known.hits)
    judged = {first[:12]: Verdict.CONFIRM, second: Verdict.REJECT}
    judge_by_reading(nodes.by_name[SI], looking(nodes), judged, ana, nodes.keys)
    assert give_judgements(nodes.by_name[SI], Authority(EU), nodes.keys, nodes.moment) is not None
    assert give_judgements(nodes.by_name[SI], Authority(EU), nodes.keys, nodes.moment) is None
    nodes.between(SI, EU, "up")
    nodes.run(EU)
    offline = [statuses(nodes, reader) for reader in (SI, HR, EU)]
    for reference, verdict in ((first, Verdict.CONFIRM), (second, Verdict.REJECT)):
        judge(twin.work(EU), reference, verdict, ana, "case 114", nodes.moment)
    assert [statuses(twin, reader) for reader in (SI, HR, EU)] == offline
    assert dict(offline[0]) == {first: Status.CONFIRMED, second: Status.REJECTED}
    assert {status for _, status in offline[1]} == {Status.CONFIRMED, Status.REJECTED}


def copy_of_joint(nodes: Nodes) -> Nodes:
    """The joint node as it is now, a second time."""
    keeper, there = SigningKey.generate(EU, "keeper"), nodes.folder / "lyon-twin"
    keep_safe(nodes.by_name[EU], nodes.folder / "backup", [keeper.age_recipient], NOW)
    bring_back(nodes.folder / "backup", there, [keeper], NOW)
    twin = replace(nodes, by_name={EU: open_node(there)})
    twin.run(EU)
    return twin


def test_judgements_in_any_order_end_in_the_last_word(nodes: Nodes) -> None:
    """One signed earlier that comes later takes nothing back, and one that comes twice counts once."""
    joint(nodes)
    ana, bor = nodes.key("SI-GPD/ana"), nodes.key("SI-GPD/bor")
    give_reading(nodes.by_name[EU], asks(nodes), nodes.keys)
    nodes.between(EU, SI, "down")
    reference = statuses(nodes, SI)[0][0]
    sticks = []
    for minute, (key, verdict) in enumerate(
        [(ana, Verdict.REJECT), (bor, Verdict.CONFIRM), (ana, Verdict.CONFIRM)]
    ):
        nodes.moment = NOW + timedelta(minutes=minute)
        judge_by_reading(nodes.by_name[SI], looking(nodes), {reference: verdict}, key, nodes.keys)
        give_judgements(nodes.by_name[SI], Authority(EU), nodes.keys, nodes.moment)
        newest = max((nodes.by_name[SI].out / SI / EU).glob("0*"))
        sticks.append(newest)
    nodes.moment = NOW + timedelta(hours=1)
    for file in (sticks[2], sticks[1], sticks[0], sticks[2]):
        nodes.take(EU, file)
        nodes.run(EU)
    assert dict(statuses(nodes, SI))[reference] is Status.CONFIRMED


def test_a_difference_brings_what_is_new_and_takes_what_is_gone(nodes: Nodes) -> None:
    joint(nodes)
    give_reading(nodes.by_name[EU], asks(nodes), nodes.keys)
    assert give_reading(nodes.by_name[EU], asks(nodes), nodes.keys) is None, "nothing changed"
    nodes.send(HR, EU, nodes.sealed("HR-MUP.2", b"c", supersedes=("HR-MUP.1",)))
    nodes.send(SI, EU, nodes.sealed("SI-GPD.2", b"c"))
    nodes.between(HR, EU, "hr2")
    nodes.between(SI, EU, "si2")
    nodes.run(EU)
    give_reading(nodes.by_name[EU], asks(nodes), nodes.keys)
    nodes.between(EU, SI, "down")
    known = look_at_reading(nodes.by_name[SI], looking(nodes), nodes.keys)
    assert known.number == 2
    assert [(hit.reference, hit.status) for hit in known.hits] == statuses(nodes, SI)
    assert len(known.hits) == 1


def test_a_silent_file_changes_no_reading_number_size_or_time(nodes: Nodes) -> None:
    """Two worlds: what goes to a reader does not depend on what is silent to it."""
    ends = []
    silent = terms_of(HR, name="silent", disclosure=Disclosure.SILENT)
    made = nodes.sealed("SI-GPD.1", b"a", b"z"), nodes.sealed("HR-MUP.1", b"a")
    hidden = nodes.sealed("HR-MUP.2", b"z", terms=[silent])
    for other in (False, True):
        folder = nodes.folder / str(other)
        folder.mkdir()
        world = nodes_in(folder, nodes.checker)
        world.make.keys, world.make.trust = nodes.make.keys, merged(world, nodes)
        world.make.trust.save(world.trust)
        for name, files in ((SI, made[:1]), (HR, made[1:])):
            world.send(name, EU, *files)
            world.between(name, EU, f"to-{name}")
        world.run(EU)
        numbers = [give_reading(world.by_name[EU], asks(world), world.keys)]
        if other:
            world.send(HR, EU, hidden)
            world.between(HR, EU, "hidden")
        world.moment = NOW + timedelta(hours=1)
        world.run(EU)
        numbers.append(give_reading(world.by_name[EU], asks(world), world.keys))
        sent = [(s.number, s.follows, s.at) if s else None for s in numbers]
        given = [line.sha256 for line in world.by_name[EU].index.listed() if line.kind == "reading"]
        sizes = [world.by_name[EU].store.path_of(sha256).stat().st_size for sha256 in given]
        ends.append((sent, sizes))
    assert ends[0] == ends[1]
    assert ends[0][0][1] is None, "nothing changed for the reader"


def merged(world: Nodes, nodes: Nodes) -> TrustStore:
    """The trust of one world with the persons of another."""
    for key in nodes.make.keys.values():
        world.make.trust.add(key.trusted(NOW))
    return world.make.trust


def test_a_hit_under_a_note_is_judged_by_who_acknowledges_it(nodes: Nodes) -> None:
    noted = terms_of(HR, name="noted", handling=NOTED, handling_note="ask before arrests")
    joint(nodes, nodes.sealed("HR-MUP.9", b"a", terms=[noted]))
    ana = nodes.key("SI-GPD/ana")
    give_reading(nodes.by_name[EU], asks(nodes), nodes.keys)
    nodes.between(EU, SI, "down")
    known = look_at_reading(nodes.by_name[SI], looking(nodes), nodes.keys)
    (hit,) = (hit for hit in known.hits if Handling.H3 in hit.handling)
    verdicts = {hit.reference: Verdict.CONFIRM}
    with pytest.raises(RefusedError, match="ask before arrests"):
        judge_by_reading(nodes.by_name[SI], looking(nodes), verdicts, ana, nodes.keys)
    judge_by_reading(nodes.by_name[SI], looking(nodes), verdicts, ana, nodes.keys, acknowledge_h3=True)
    give_judgements(nodes.by_name[SI], Authority(EU), nodes.keys, nodes.moment)
    nodes.between(SI, EU, "up")
    nodes.run(EU)
    assert dict(statuses(nodes, SI))[hit.reference] is Status.CONFIRMED


def test_no_judgement_counts_by_another_way_than_its_own(nodes: Nodes) -> None:
    """One that another authority's node brings, and one under a note that its person did not read."""
    noted = terms_of(HR, name="noted", handling=NOTED, handling_note="ask before arrests")
    joint(nodes, nodes.sealed("HR-MUP.9", b"a", terms=[noted]))
    ana, reader = nodes.key("SI-GPD/ana"), asks(nodes).participant.authority
    hits = read_hits(
        nodes.work(EU), Asking.of(nodes.work(EU).operation, reader, "SI-GPD/x", "look", NOW)
    ).hits
    under_note = next(hit for hit in hits if Handling.H3 in hit.handling)
    plain = next(hit for hit in hits if Handling.H3 not in hit.handling)
    signed = {
        hit.reference: SignedJudgement.of(
            sign_statement(
                Judgement(
                    Authority(EU), reader, ana.reference, utc_text(NOW), "x", hit.reference, "confirm"
                ).statement(),
                ana,
                Role.OWNER,
            )
        )
        for hit in (under_note, plain)
    }
    (refused,) = take_judgements(nodes.by_name[EU], [signed[under_note.reference]], nodes.keys, NOW)
    assert "read the owner's note first" in refused.why
    brought = Judgements(Authority(EU), (signed[plain.reference],))
    sha256 = keep_document(nodes.by_name[HR], brought, (Authority(EU),), NOW)
    nodes.take(EU, nodes.by_name[HR].store.path_of(sha256))
    nodes.run(EU)
    assert {status for _, status in statuses(nodes, SI)} == {Status.UNJUDGED}
    assert take_judgements(nodes.by_name[EU], [signed[plain.reference]], nodes.keys, NOW) == ()
    assert dict(statuses(nodes, SI))[plain.reference] is Status.CONFIRMED


def test_who_judges_is_of_the_authority_and_names_one_hit_of_a_reading_that_came(nodes: Nodes) -> None:
    joint(nodes)
    ana, eva = nodes.key("SI-GPD/ana"), nodes.key("HR-MUP/eva")
    with pytest.raises(RefusedError, match="no reading of that authority"):
        look_at_reading(nodes.by_name[SI], looking(nodes), nodes.keys)
    give_reading(nodes.by_name[EU], asks(nodes), nodes.keys)
    nodes.between(EU, SI, "down")
    reference = statuses(nodes, SI)[0][0]
    of_another = statuses(nodes, HR)[0][0]
    node, verdict = nodes.by_name[SI], Verdict.CONFIRM
    for name, key in ((reference, eva), (of_another, ana), ("H-", ana), ("H-AAAAAAAAAAAAAAAA", ana)):
        with pytest.raises(MozaikError):
            judge_by_reading(node, looking(nodes), {name: verdict}, key, nodes.keys)
    with pytest.raises(RefusedError, match="needs a reason"):
        Looking(Authority(EU), "SI-GPD/ana", " ", NOW)
    with pytest.raises(RefusedError, match="goes to who reads"):
        give_reading(nodes.by_name[EU], asks(nodes, "AT"), nodes.keys)
