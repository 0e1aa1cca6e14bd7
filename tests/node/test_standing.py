"""How files stand is a function of the files alone, whatever came first."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mozaik.node import Index
from mozaik.node.standing import FOREIGN_CLAIM, FOREIGN_ID, TWO_FILES, Claim, Standing, State, standings
from tests.seal.support import manifest

SI1, SI2 = Claim("SI-GPD", "SI-GPD.1"), Claim("SI-GPD", "SI-GPD.2", ("SI-GPD.1",))


def states(*claims: Claim) -> list[tuple[State, str, str | None]]:
    found = standings({str(at): claim for at, claim in enumerate(claims)})
    return [
        (found[str(at)].state, found[str(at)].why, found[str(at)].superseded_by) for at in range(len(claims))
    ]


ACCEPTED = (State.ACCEPTED, "", None)


def test_what_an_owner_replaces_is_superseded_and_names_what_stands_now() -> None:
    third = Claim("SI-GPD", "SI-GPD.3", ("SI-GPD.1", "SI-GPD.2"))
    assert states(SI1) == [ACCEPTED]
    assert states(SI1, SI2) == [(State.SUPERSEDED, "", "SI-GPD.2"), ACCEPTED]
    assert states(SI1, SI2, third) == [*[(State.SUPERSEDED, "", "SI-GPD.3")] * 2, ACCEPTED]
    assert states(Claim("SI-GPD", "SI-GPD.3", ("SI-GPD.2",)), SI1, SI2)[1] == (
        State.SUPERSEDED,
        "",
        "SI-GPD.2",
    )


def test_an_owner_ends_its_own_files_alone() -> None:
    """Not by a claim that comes before the file, beside it, or after it."""
    thief = Claim("HR-MUP", "HR-MUP.1", ("SI-GPD.1",))
    assert states(thief) == [ACCEPTED]
    assert states(SI1, thief) == [ACCEPTED, (State.REFUSED, FOREIGN_CLAIM, None)]


def test_two_contents_of_one_id_contradict_each_other() -> None:
    assert states(SI1, SI1) == [(State.REFUSED, TWO_FILES, None)] * 2
    assert states(SI1, SI1, SI2) == [*[(State.REFUSED, TWO_FILES, None)] * 2, ACCEPTED]


def test_of_two_owners_of_one_id_stands_the_one_that_it_names() -> None:
    foreign = Claim("HR-MUP", "SI-GPD.1")
    assert states(SI1, foreign) == [ACCEPTED, (State.REFUSED, FOREIGN_ID, None)]
    assert states(Claim("SI-GPD", "x"), Claim("HR-MUP", "x")) == [(State.REFUSED, FOREIGN_ID, None)] * 2


def test_what_a_refused_file_claims_does_not_count() -> None:
    thief = Claim("HR-MUP", "HR-MUP.2", ("HR-MUP.1", "SI-GPD.1"))
    assert states(SI1, Claim("HR-MUP", "HR-MUP.1"), thief)[1] == ACCEPTED


NAMES = ("SI-GPD.1", "SI-GPD.2", "HR-MUP.1", "x")
CLAIMS = st.builds(
    Claim, st.sampled_from(("SI-GPD", "HR-MUP")), st.sampled_from(NAMES),
    st.lists(st.sampled_from(NAMES), max_size=2, unique=True).map(tuple),
)  # fmt: skip


@given(st.lists(CLAIMS, max_size=6), st.randoms())
def test_the_order_changes_nothing(claims: list[Claim], chance: object) -> None:
    files = {str(at): claim for at, claim in enumerate(claims)}
    shuffled = list(files.items())
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert standings(dict(shuffled)) == standings(files)


@pytest.mark.parametrize("why", [TWO_FILES, FOREIGN_ID, FOREIGN_CLAIM])
def test_a_refusal_is_one_sentence_that_says_what_to_do(why: str) -> None:
    assert "; ask" in why
    assert "\n" not in why


@settings(deadline=None, max_examples=60)
@given(st.lists(CLAIMS.filter(lambda claim: claim.id not in claim.supersedes), max_size=7))
def test_the_index_says_of_each_file_what_all_files_say(claims: list[Claim]) -> None:
    """It looks only at those that a new file has to do with."""
    with TemporaryDirectory() as name:
        index = Index(Path(name) / "index.sqlite")
        for at, claim in enumerate(claims):
            stated = manifest(sender=claim.sender, id=claim.id, supersedes=claim.supersedes)
            index.add_sound(f"{at:064x}", stated)
        whole = standings({f"{at:064x}": claim for at, claim in enumerate(claims)})
        assert {
            line.sha256: Standing(line.state, line.why, line.superseded_by) for line in index.listed()
        } == whole
