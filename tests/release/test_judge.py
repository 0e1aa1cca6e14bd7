"""Judgements: who may judge what, what is kept, and for whom a judgement counts."""

from datetime import timedelta
from pathlib import Path

import pytest

from mozaik import chain
from mozaik.acts import Act, acts_of
from mozaik.errors import MozaikError, RefusedError
from mozaik.package import Drafting, draft_package
from mozaik.parties import Authority
from mozaik.release import Judged, Status, Verdict, Work, judge, judge_many
from mozaik.seal import RevokedKeyError, Role, SigningKey, TrustStore, UnknownKeyError
from mozaik.terms import Handling
from tests.release.support import NOW, TRUST, Holder, key_of, terms
from tests.release.test_read import EC3, FULL, HIT, HR, HU, SI, SILENT, digest, hr, opened, read, si

YES, NO = Verdict.CONFIRM, Verdict.REJECT


def say(
    work: Work, reference: str, verdict: Verdict = YES, person: str = f"{SI}/ana", **changes: bool
) -> Judged:
    return judge(work, reference, verdict, key_of(person), "looked at it", NOW, **changes)


def events(work: Work, reader: str = SI) -> list[str]:
    return [entry.event for entry in chain.entries(work.acts.chain_of(reader))]


def status(work: Work, reader: str = SI) -> Status:
    return read(work, reader).hits[0].status


def test_unknown_hidden_and_foreign_references_get_the_same_answer(tmp_path: Path) -> None:
    work = opened(tmp_path, digest(1, si(), hr()), digest(2, hr(), Holder("hu", "ITEM-5", terms(HU, SILENT))))
    hidden = read(work, HU).hits
    foreign = read(work, HR).hits[0].reference
    answers = set()
    for reference in ("H-AAAAAAAAAAAAAAAA", foreign, hidden[0].reference, "nonsense", ""):
        with pytest.raises(RefusedError) as caught:
            say(work, reference)
        answers.add(str(caught.value))
    assert len(answers) == 1
    events = [entry.event for entry in chain.entries(work.acts.chain_of(SI))]
    assert events == ["judge-refused"] * 5


def test_the_last_word_of_each_person_counts_and_two_who_differ_dispute(tmp_path: Path) -> None:
    work = opened(tmp_path, digest(1, si(), hr()))
    mine = read(work).hits[0].reference
    assert status(work) is Status.UNJUDGED
    say(work, mine)
    assert status(work) is Status.CONFIRMED
    say(work, mine.lower(), NO)
    assert status(work) is Status.REJECTED
    say(work, mine, YES, f"{SI}/ivo")
    assert status(work) is Status.DISPUTED
    assert events(work).count("judge") == 3


def test_a_judgement_counts_for_those_who_see_the_same_pair(tmp_path: Path) -> None:
    work = opened(tmp_path, digest(1, si(), hr()))
    say(work, read(work, EC3).hits[0].reference, YES, f"{EC3}/mia")
    assert status(work) is status(work, HR) is Status.CONFIRMED


def test_a_judgement_about_pairs_with_a_silent_holder_leaves_no_trace(tmp_path: Path) -> None:
    hidden = terms(HU, SILENT)
    work = opened(tmp_path, digest(1, si(terms=terms(SI, SILENT)), hr(), Holder("hu", "ITEM-5", hidden)))
    say(work, read(work, HU).hits[0].reference, YES, f"{HU}/eva")
    assert status(work, HU) is Status.CONFIRMED
    assert status(work) is Status.UNJUDGED


def test_h3_is_judged_only_after_reading_the_note_and_is_full_from_then_on(tmp_path: Path) -> None:
    strict = terms(
        HR, FULL, handling=frozenset({Handling.H0, Handling.H3}), handling_note="ask the prosecutor"
    )
    work = opened(tmp_path, digest(1, si(), hr(terms=strict)))
    before = read(work).hits[0]
    assert before.holders[1].level is HIT
    assert before.holders[1].handling_notes == ("ask the prosecutor",)
    with pytest.raises(RefusedError, match="ask the prosecutor"):
        say(work, before.reference)
    assert say(work, before.reference, acknowledge_h3=True).acknowledged == ("ask the prosecutor",)
    assert read(work).hits[0].holders[1].level is FULL
    assert read(work, EC3).hits[0].holders[0].level is HIT
    assert say(work, before.reference).acknowledged == ()


def test_a_judgement_needs_a_reason_and_a_log(tmp_path: Path) -> None:
    work = opened(tmp_path, digest(1, si(), hr()))
    mine = read(work).hits[0].reference
    with pytest.raises(RefusedError, match="reason"):
        judge(work, mine, YES, key_of(f"{SI}/ana"), " ", NOW)
    log = work.acts.chain_of(SI).lines(1)
    log.write_bytes(b"{}\n")
    with pytest.raises(RefusedError, match="nothing is told"):
        say(work, mine)
    assert log.read_bytes() == b"{}\n"


@pytest.mark.parametrize("torn", [1, 40])
def test_a_crash_in_the_middle_of_a_line_loses_nothing_accepted(tmp_path: Path, torn: int) -> None:
    """The end of the line never reached the disk; whoever reads next completes it from its details."""
    work = opened(tmp_path, digest(1, si(), hr()))
    mine = read(work).hits[0].reference
    say(work, mine)
    log = work.acts.chain_of(SI).lines(1)
    whole = log.read_bytes()
    log.write_bytes(whole[:-torn])
    assert status(work, HR) is Status.CONFIRMED
    assert log.read_bytes() == whole


def test_a_refusal_that_tells_a_note_is_logged(tmp_path: Path) -> None:
    strict = terms(HR, FULL, handling=frozenset({Handling.H0, Handling.H3}), handling_note="ask first")
    work = opened(tmp_path, digest(1, si(), hr(terms=strict)))
    reference = read(work, EC3).hits[0].reference
    with pytest.raises(RefusedError, match="ask first"):
        say(work, reference, person=f"{EC3}/mia")
    events = [entry.event for entry in chain.entries(work.acts.chain_of(EC3))]
    assert events == ["read-hits", "judge-refused"]


def test_many_judgements_are_the_same_as_one_after_another(tmp_path: Path) -> None:
    kept = []
    for name in ("many", "each"):
        (tmp_path / name).mkdir()
        work = opened(tmp_path / name, *(digest(n, si(), hr()) for n in range(1, 5)))
        verdicts = {hit.reference: NO if n % 2 else YES for n, hit in enumerate(read(work).hits)}
        if name == "many":
            done = judge_many(work, verdicts, key_of(f"{SI}/ana"), "looked at it", NOW)
        else:
            done = tuple(say(work, reference, verdict) for reference, verdict in verdicts.items())
        said = [said.content for said in acts_of(work.acts, SI, TRUST, Act.JUDGEMENT)]
        kept.append((done, events(work), said))
    assert kept[0] == kept[1]


def test_many_judgements_are_recorded_all_or_none(tmp_path: Path) -> None:
    work = opened(tmp_path, digest(1, si(), hr()))
    verdicts = {read(work).hits[0].reference: YES, read(work, HR).hits[0].reference: YES}
    with pytest.raises(RefusedError, match="no hit of yours"):
        judge_many(work, verdicts, key_of(f"{SI}/ana"), "looked at it", NOW)
    assert "judge" not in events(work)
    assert judge_many(work, {}, key_of(f"{SI}/ana"), "nothing to say", NOW) == ()


def test_a_ghost_judges_nothing_and_drafts_nothing(tmp_path: Path) -> None:
    """A person without a key that is trusted here does not count (review 1, item 9)."""
    work = opened(tmp_path, digest(1, si(), hr()))
    mine = read(work).hits[0].reference
    ghost = SigningKey.generate(SI, "ghost.with.no.key")
    with pytest.raises(UnknownKeyError):
        judge(work, mine, YES, ghost, "looked at it", NOW)
    with pytest.raises(UnknownKeyError):
        draft_package(work, Drafting(Authority(SI), "x", ghost.reference, NOW), ghost, tmp_path / "x.draft")
    drafting = Drafting(Authority(SI), "x", ghost.reference, NOW)
    with pytest.raises(RefusedError, match="another person"):
        draft_package(work, drafting, key_of(f"{SI}/ana"), tmp_path / "x.draft")
    assert events(work) == ["read-hits"]
    assert status(work) is Status.UNJUDGED


def test_a_revoked_key_judges_nothing_new_and_its_old_judgements_stand(tmp_path: Path) -> None:
    path = opened(tmp_path, digest(1, si(), hr())).path
    key, trust = SigningKey.generate(SI, "eva"), TrustStore()
    trust.add(key.trusted(NOW, (Role.OWNER,)))
    work = Work.open(path, trust)
    mine = read(work).hits[0].reference
    judge(work, mine, YES, key, "looked at it", NOW)
    trust.revoke(key.key_id, NOW + timedelta(hours=1), "lost")
    with pytest.raises(RevokedKeyError):
        judge(work, mine, NO, key, "again", NOW + timedelta(hours=2))
    assert status(work) is Status.CONFIRMED

    earlier = TrustStore()
    earlier.add(key.trusted(NOW, (Role.OWNER,)))
    earlier.revoke(key.key_id, NOW - timedelta(hours=1), "lost")
    assert status(Work.open(path, earlier)) is Status.UNJUDGED
    with pytest.raises(UnknownKeyError):
        status(Work.open(path, TrustStore()))


@pytest.mark.parametrize("how", ["broken", "torn", "forged", "unknown key"])
def test_a_chain_that_cannot_be_believed_stops_its_own_reader_and_no_other(tmp_path: Path, how: str) -> None:
    """Another's chain neither stops a reader nor tells it that somebody acted (review 1, item 9)."""
    path = opened(tmp_path, digest(1, si(), hr())).path
    key, trust = SigningKey.generate(HR, "eva"), TrustStore()
    for known in (key, key_of(f"{SI}/ana"), key_of(f"{HU}/ana")):
        trust.add(known.trusted(NOW, (Role.OWNER,)))
    work = Work.open(path, trust)
    mine, before = read(work, HR).hits[0].reference, read(work)
    judge(work, mine, NO, key, "looked at it", NOW)
    assert status(work) is Status.REJECTED
    log = work.acts.chain_of(HR).lines(1)
    if how == "broken":
        log.write_bytes(log.read_bytes().replace(b"judge", b"adieu"))
    elif how == "torn":
        log.write_bytes(log.read_bytes() + b"{")
    elif how == "forged":
        chain.append(work.acts.chain_of(HR), "judge", {"act": "judge"}, NOW)
    else:
        store = TrustStore()
        for known in (key_of(f"{SI}/ana"), key_of(f"{HU}/ana")):
            store.add(known.trusted(NOW, (Role.OWNER,)))
        work = Work.open(path, store)
    assert read(work) == before
    with pytest.raises(MozaikError):
        read(work, HR)
