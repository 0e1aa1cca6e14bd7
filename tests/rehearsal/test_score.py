"""The judge of a rehearsal is judged: each way to be told wrongly changes the score."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import pytest

from mozaik.desk import Reading
from mozaik.kinds import SetKind
from mozaik.rehearsal.compare import Score, key_of, score
from mozaik.rehearsal.plan import Plan, Planted, lay_out
from mozaik.rehearsal.scenario import load_scenario
from mozaik.release import ReleasedHit
from tests.rehearsal.hits import hit, holder, reading

SI, HR, EU, LIST = "SI-GPD", "HR-MUP", "EU-EC3", ("list", SetKind.KNOWN)
FULL = (holder(SI, "S-1"), holder(HR, "H-1"))
FILE = hit("digest", "aa", holders=FULL)
HOLDERS = ((HR, "H-1"), (SI, "S-1"))
NOBODY = hit("digest", "none", holders=())


@pytest.fixture
def plan() -> Plan:
    """A plan in which one file was planted at two authorities."""
    plan = lay_out(load_scenario("mozaik-2023"), seed=5)
    plan.plant("digest", "identical", ["aa"], HOLDERS)
    return plan


def told(plan: Plan, **hits: Iterable[ReleasedHit]) -> Mapping[str, Reading]:
    """The readings of all authorities; the owners and the coordinator are told of the file unless stated."""
    stated = {"SI_GPD": (FILE,), "HR_MUP": (FILE,), "EU_EC3": (FILE,), **hits}
    return {
        cast.id: reading(cast.id, stated.get(cast.id.replace("-", "_"), ()))
        for cast in plan.scenario.authorities
    }


def of_kind(plan: Plan, readings: Mapping[str, Reading], kind: str = "digest") -> Score:
    """The score of one kind of hit."""
    scores, _ = score(plan, readings)
    return next(one for one in scores if one.kind == kind)


def test_what_every_owner_and_the_coordinator_are_told_is_found(plan: Plan) -> None:
    scored = of_kind(plan, told(plan))
    assert (scored.planted, scored.found, scored.is_right) == (1, 1, True)


@pytest.mark.parametrize("reader", ["SI_GPD", "HR_MUP", "EU_EC3"])
def test_an_owner_or_a_coordinator_who_is_not_told_is_seen(plan: Plan, reader: str) -> None:
    """An owner who was told nothing passed as long as the coordinator was told."""
    scored = of_kind(plan, told(plan, **{reader: ()}))
    assert [one.how for one in scored.missed] == ["identical"]
    assert (scored.found, scored.is_right) == (0, False)


@pytest.mark.parametrize("wrong", [
    FULL[:1], (*FULL, holder("RS-MUP", "R-1")), (FULL[0], holder(HR, "H-2")), (FULL[0], holder(HR)),
    (*FULL, holder(EU, "x", kind=SetKind.KNOWN)),
])  # fmt: skip
def test_holders_that_differ_from_the_planted_ones_are_a_miss(plan: Plan, wrong: tuple[object, ...]) -> None:
    other = replace(FILE, holders=wrong)  # type: ignore[arg-type]
    readings = told(plan, SI_GPD=(other,), HR_MUP=(other,), EU_EC3=(other,))
    assert of_kind(plan, readings).missed


def test_an_owner_who_is_told_of_its_own_side_alone_is_told(plan: Plan) -> None:
    plan.truth[:] = [Planted("picture", "resized", ("aa", "bb"), HOLDERS)]
    whole = hit("picture", "aa", "bb", holders=FULL, distance=3)
    half = hit("picture", "aa", holders=(holder(SI, "S-1"), holder(HR)))
    readings = told(plan, SI_GPD=(half,), HR_MUP=(half,), EU_EC3=(whole,))
    assert of_kind(plan, readings, "picture").is_right
    assert of_kind(plan, told(plan, SI_GPD=(half,), HR_MUP=(), EU_EC3=(whole,)), "picture").missed


def test_a_list_that_holds_the_file_is_a_holder_and_is_told_nothing(plan: Plan) -> None:
    plan.truth[:] = [Planted("digest", "listed", ("aa",), ((SI, "S-1"), LIST))]
    listed = hit("digest", "aa", holders=(FULL[0], holder(EU, "x", kind=SetKind.KNOWN)))
    readings = told(plan, SI_GPD=(listed,), HR_MUP=(), EU_EC3=(listed,))
    assert of_kind(plan, readings).is_right


@pytest.mark.parametrize("reader", ["SI_GPD", "RS_MUP"])
def test_what_nobody_planted_is_false_whoever_is_told(plan: Plan, reader: str) -> None:
    false = hit("digest", "bb", holders=FULL)
    before = told(plan)[reader.replace("_", "-")].hits
    scored = of_kind(plan, told(plan, **{reader: (*before, false)}))
    assert scored.false == (("digest", ("bb",)),)
    assert not scored.is_right


def test_a_false_hit_of_a_kind_that_was_not_planted_is_seen(plan: Plan) -> None:
    false = hit("link", "a with b", value_kind="message", holders=FULL)
    scored = of_kind(plan, told(plan, RS_MUP=(false,)), "link")
    assert scored.false == (("link", ("message", "a with b")),)


@pytest.mark.parametrize("reasons", [(), ("harmless",)])
def test_a_reader_who_was_not_to_know_is_a_leak_however_low_it_stands(
    plan: Plan, reasons: tuple[str, ...]
) -> None:
    """A leaked hit that was said to be harmless was no leak."""
    plan.truth[:] = [Planted("digest", "silent to others", ("aa",), HOLDERS, ("RS-MUP", EU))]
    kept = told(plan, EU_EC3=())
    assert of_kind(plan, kept).is_right
    leaked = told(plan, EU_EC3=(), RS_MUP=(hit("digest", "aa", reasons=reasons),))
    assert [one.how for one in of_kind(plan, leaked).leaked] == ["silent to others"]


def test_a_planted_hit_that_is_said_to_be_harmless_is_a_miss(plan: Plan) -> None:
    quiet = replace(FILE, reasons=hit("digest", "aa", reasons=("harmless",)).reasons)
    assert of_kind(plan, told(plan, SI_GPD=(quiet,), HR_MUP=(quiet,), EU_EC3=(quiet,))).missed


def test_a_decoy_that_became_a_lead_is_counted_by_its_sort(plan: Plan) -> None:
    for value in ("bb", "cc"):
        plan.decoy("digest", "stock icon", [value], HOLDERS)
    plan.decoy("digest", "empty file", ["dd"], HOLDERS)
    quiet = hit("digest", "cc", reasons=("harmless",))
    scores, decoys = score(plan, told(plan, SI_GPD=(FILE, hit("digest", "bb"), quiet)))
    assert [(one.how, one.planted, one.hit) for one in decoys] == [("stock icon", 2, 1), ("empty file", 1, 0)]
    assert not all(one.is_right for one in scores)


@pytest.mark.parametrize(("told_of", "key"), [
    (hit("digest", "aa"), ("digest", ("aa",))),
    (hit("digest"), None),
    (hit("picture", "bb", "aa", distance=3), ("picture", ("aa", "bb"))),
    (hit("picture", "aa"), None),
    (hit("picture", "aa", distance=0), ("picture", ("aa",))),
    (hit("selector", "x@mail.example", value_kind="email"), ("selector", ("email", "x@mail.example"))),
    (hit("name", "B", "A", second_fact="birth_date"), ("name", ("A", "B", "birth_date"))),
    (hit("name", "B", "A"), ("name", ("A", "B", "none"))),
])  # fmt: skip
def test_a_hit_is_named_only_where_enough_of_it_is_told(told_of: ReleasedHit, key: object) -> None:
    assert key_of(told_of) == key
