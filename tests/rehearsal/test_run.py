"""The whole operation, played once: all that was planted is found, nothing else, and told to nobody else."""

import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import chdir
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook
from pymisp import MISPEvent
from stix2validator import ValidationOptions, validate_parsed_json

from mozaik.announce import read_version
from mozaik.desk import ConflictKind
from mozaik.errors import RefusedError
from mozaik.intake import BadRecord, find_export
from mozaik.package import Drafting, draft_package
from mozaik.parties import Authority, PersonRef
from mozaik.progress import unseen
from mozaik.rehearsal.compare import score
from mozaik.rehearsal.judging import REASON
from mozaik.rehearsal.outcome import outcome_json, outcome_text
from mozaik.rehearsal.plan import Expected, Plan, Rule
from mozaik.rehearsal.run import Outcome, make_plan, rehearse
from mozaik.rehearsal.scenario import load_scenario
from mozaik.rehearsal.told import what_was_counted, what_was_told
from mozaik.rehearsal.year import Step
from mozaik.release import Reading, Work, read_hits
from mozaik.seal import SigningKey, TooFewSignaturesError, TrustStore, inspect_draft, verify_sealed
from mozaik.terms import Disclosure
from tests.conftest import REPOSITORY
from tests.package.forms import VALIDATE, bytes_of
from tests.release.support import asks

Played = tuple[Plan, Outcome]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """A rehearsal with little content on each item, named from where one stands as `make demo` does."""
    folder = tmp_path_factory.mktemp("rehearsal")
    plan = make_plan(load_scenario("mozaik-2023"), seed=11, scale=0.25)
    with chdir(folder.parent):
        yield plan, rehearse(plan, Path(folder.name), lambda title: unseen, workers=2, exchange=True)


def trust_of(outcome: Outcome) -> TrustStore:
    return TrustStore.load(outcome.folder / "trust.json")


def test_both_announcements_are_published_from_records_alone(played: Played) -> None:
    _, outcome = played
    joint, national = outcome.announcements.announced
    assert joint.version is not None
    assert national.version is not None
    read = [read_version(path, trust_of(outcome)) for path in (joint.version, national.version)]
    told = {(figure.key, figure.scope): figure.value for each in read for figure in each.announcement.figures}
    assert told["raids", "joint"] == 41
    assert told["suspects_identified", "joint"] == 39
    assert told["suspects_arrested_or_charged", "joint"] == 3
    assert told["victims_safeguarded", "joint"] == 2
    assert told["countries", "joint"] == 8
    assert told["items_seized", "SI"] == 40
    page = (outcome.announcements.published / "mozaik-2023.joint" / "1" / "en.html").read_text("utf-8")
    assert "more than 200\u00a0items seized" in page
    assert read[0].signers == ("EU-EC3/analyst", "SI-GPD/analyst")


def test_the_year_of_exchange_comes_about_step_by_step_from_numbered_files(played: Played) -> None:
    _, outcome = played
    for played_step in outcome.year:
        assert (played_step.missed, played_step.false, played_step.leaked) == ((), (), ()), played_step.step
    assert [step.step for step in outcome.year] == list(Step)
    planted = json.loads((outcome.folder / "truth.json").read_text("utf-8"))["year"]["planted"]
    assert {step: len(facts) for step, facts in planted.items()} == {
        str(step.step): step.came for step in outcome.year
    }
    between = {path.name for path in (outcome.folder / "year" / "stick").rglob("*") if path.is_file()}
    assert between, "they lie where they were carried"
    assert all(re.fullmatch(r"(\d{6}|receipt)-[0-9a-f]{64}\.age", name) for name in between)


def test_nothing_missed_nothing_false_nothing_leaked(played: Played) -> None:
    _, outcome = played
    assert outcome.sealed.failures == ()
    for kind in outcome.scores:
        assert (kind.missed, kind.false, kind.leaked) == ((), (), ()), kind.kind
        assert kind.planted == kind.found > 0
    assert {score.kind for score in outcome.scores} == {
        "digest",
        "picture",
        "selector",
        "link",
        "name",
        "grading",
    }
    assert [decoy.hit for decoy in outcome.decoys] == [0] * len(outcome.decoys)
    assert outcome.is_right


def test_before_the_day_both_owners_are_told_and_nobody_else(played: Played) -> None:
    _, outcome = played
    assert outcome.before.is_right
    met = {score.kind for score in outcome.before.scores if score.planted == score.told > 0}
    assert met == set(ConflictKind)
    assert outcome.before.carried_out > 30
    assert "carried out; 0 in the way then" in outcome_text(outcome)


def test_what_real_operations_have_is_told_rightly(played: Played) -> None:
    """Review 1: the rehearsal was narrower than the world, so "missed 0, false 0" saw no wrong statement."""
    plan, outcome = played
    assert {told.how for told in outcome.told} == {
        "known by MD5 alone", "known by SHA1 alone", "shared document", "system file",
        "rejected by the analyst", "items without state", "values that are hit and pointer",
    }  # fmt: skip
    assert [(told.how, told.wrong) for told in outcome.told if told.wrong] == []
    assert all(told.planted for told in outcome.told)
    assert {decoy.how for decoy in outcome.decoys} >= {
        "in a replaced set", "in a withdrawn set", "two persons, one number",
    }  # fmt: skip
    planted = {one.how for one in plan.truth}
    assert planted >= {"escaped as JSON", "escaped as HTML", "escaped as quoted-printable"}
    assert planted >= {f"national number, {region}" for region in ("DE", "FR", "SE")}
    assert {decoy.how for decoy in outcome.decoys} >= {
        f"date, no number of {region}" for region in ("DE", "FR", "SE")
    }
    assert len(outcome.sealed.earlier.files) == 2
    assert outcome.kept_out


@pytest.fixture(scope="module")
def readings(played: Played) -> dict[str, Reading]:
    """What every authority is told, read once more."""
    plan, outcome = played
    work, now = Work.open(outcome.folder / "node", trust_of(outcome)), plan.scenario.announced_at
    return {
        cast.id: read_hits(work, asks(work, cast.id, REASON, PersonRef.of(cast.id, "analyst"), now))
        for cast in plan.scenario.authorities
    }


@pytest.mark.parametrize("rule", [rule for rule in Rule if rule not in (Rule.COUNTED, Rule.ONCE)])
def test_what_was_told_can_be_wrong(rule: Rule, played: Played, readings: Mapping[str, Reading]) -> None:
    """An unknown picture that is confirmed breaks each rule: its holder is told of it, in a package too."""
    plan, outcome = played
    planted = next(
        overlap for overlap in plan.truth if overlap.kind == "digest" and overlap.how == "identical"
    )
    holder = planted.holders[0][0]
    expected = Expected(rule, "wrong", "digest", ("", *planted.values), (holder,))
    if rule is not Rule.REJECTED:
        expected = replace(expected, values=planted.values)
    (told,) = what_was_told(replace(plan, expected=[expected]), readings, outcome.packages)
    assert told.wrong == ((holder, expected.values),)


def test_an_item_that_is_not_counted_is_seen(played: Played) -> None:
    plan, outcome = played
    fewer = [
        replace(figure, value=209) if figure.key == "items_seized" else figure for figure in outcome.figures
    ]
    assert what_was_counted(plan, outcome.figures)[0].wrong == ()
    assert what_was_counted(plan, fewer)[0].wrong == (("PUBLIC", ("209 of 214 items",)),)


def test_the_score_sees_what_is_missing_false_and_leaked(
    played: Played, readings: Mapping[str, Reading]
) -> None:
    """The comparison itself can fail: each kind of fault changes the verdict."""
    plan, _ = played
    planted = next(
        overlap for overlap in plan.truth if overlap.kind == "digest" and overlap.how == "identical"
    )
    plan.truth.remove(planted)
    scores, _ = score(plan, readings)
    assert next(score for score in scores if score.kind == "digest").false
    plan.truth.append(planted)
    plan.plant("digest", "never planted", ["00" * 32], planted.holders)
    scores, _ = score(plan, readings)
    assert [one.how for one in next(score for score in scores if score.kind == "digest").missed] == [
        "never planted"
    ]
    plan.truth.pop()
    silent = next(overlap for overlap in plan.truth if overlap.silent_to)
    told_to = next(name for name, _ in silent.holders if name not in silent.silent_to)
    plan.truth.remove(silent)
    plan.plant("digest", "silent", silent.values, silent.holders, (*silent.silent_to, told_to))
    scores, _ = score(plan, readings)
    assert [one.how for one in next(score for score in scores if score.kind == "digest").leaked] == ["silent"]


def test_figures_are_the_published_ones_and_conflicts_stay(played: Played) -> None:
    _, outcome = played
    figures = {(figure.key, figure.scope): figure for figure in outcome.figures}
    assert figures["raids", "joint"].value == 41
    seized = figures["items_seized", "joint"].value
    assert isinstance(seized, int)
    assert seized > 200
    arrested = figures["suspects_arrested_or_charged", "joint"]
    assert arrested.value == 3
    assert {statement.value for statement in arrested.statements} == {"3", "4"}
    assert {one.value for one in figures["campaign_countries", "campaign"].statements} == {"34", "29"}
    assert "invented" in arrested.origins


def test_every_package_has_two_releasers_and_names_its_recipient(played: Played) -> None:
    plan, outcome = played
    trust = TrustStore.load(outcome.folder / "trust.json")
    recipients = [package.recipient for package in outcome.packages]
    assert recipients[: len(plan.scenario.contributors)] == [cast.id for cast in plan.scenario.contributors]
    assert set(recipients[len(plan.scenario.contributors) :]) == {"DE", "FR", "SE"}
    for package in outcome.packages:
        verified = verify_sealed(package.path, trust)
        assert verified.manifest.recipients == (package.recipient,)
        assert verified.manifest.synthetic
        assert len({signed.key.person for signed in verified.signatures}) == 2
        assert package.leads > 0, package.recipient
        assert package.document.read_bytes().startswith(b"%PDF")


def test_a_draft_is_no_package(played: Played, tmp_path: Path) -> None:
    plan, outcome = played
    work, now = Work.open(outcome.folder / "node", trust_of(outcome)), plan.scenario.announced_at
    trust = TrustStore.load(outcome.folder / "trust.json")
    draft = tmp_path / "hr.draft"
    drafting = Drafting(Authority("HR-MUP"), "test", PersonRef("EU-EC3/analyst"), now)
    key = SigningKey.load(outcome.folder / "keys" / "EU-EC3.analyst.key")
    draft_package(work, drafting, key, draft)
    assert inspect_draft(draft, trust).manifest.recipients == ("HR-MUP",)
    with pytest.raises(TooFewSignaturesError):
        verify_sealed(draft, trust)


def test_a_country_beyond_learns_that_something_points_to_it_and_no_more(played: Played) -> None:
    plan, outcome = played
    package = next(package for package in outcome.packages if package.recipient == "FR")
    verified = verify_sealed(package.path, TrustStore.load(outcome.folder / "trust.json"))
    told = b"\0".join(bytes_of(name, verified.read_member(name)) for name in verified.names)
    for item in plan.items:
        for line in item.lines:
            assert line.split(": ", 1)[1].encode() not in told


def test_every_form_of_a_package_is_valid_for_its_readers(played: Played, tmp_path: Path) -> None:
    """By the validators of the standards, and by a library or reader where there is no validator."""
    _, outcome = played
    package = next(package for package in outcome.packages if package.recipient == "SI-GPD")
    verified = verify_sealed(package.path, TrustStore.load(outcome.folder / "trust.json"))
    for name in verified.names:
        verified.extract(name, tmp_path / name)
    bundle = json.loads((tmp_path / "stix.json").read_bytes())
    assert [str(e) for e in validate_parsed_json(bundle, ValidationOptions(strict_types=True)).errors] == []
    event = MISPEvent()
    event.load((tmp_path / "misp.json").read_text(encoding="utf-8"))
    assert event.attributes
    for name in ("vics-media.json", "vics-cases.json"):
        records = list(find_export(tmp_path / name).records(tmp_path / name))
        assert records
        assert not [record for record in records if isinstance(record, BadRecord)]
    assert load_workbook(tmp_path / "package.xlsx")["hits"].max_row > 10
    done = subprocess.run([*VALIDATE, tmp_path / "case.jsonld"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_silent_items_are_told_to_nobody_else(played: Played) -> None:
    plan, outcome = played
    work, now = Work.open(outcome.folder / "node", trust_of(outcome)), plan.scenario.announced_at
    hidden = {item.item_id for item in plan.items if item.sheet == "silent"}
    lead = next(cast.id for cast in plan.scenario.authorities if cast.role == "lead")
    for cast in plan.scenario.authorities:
        if cast.id == lead:
            continue
        reading = read_hits(work, asks(work, cast.id, REASON, f"{cast.id}/analyst", now))
        told = {
            holder.unit for hit in reading.hits for holder in hit.holders
            if holder.level is Disclosure.FULL and holder.authority != cast.id
        }  # fmt: skip
        assert not hidden & told


def test_a_reading_needs_a_reason(played: Played) -> None:
    plan, outcome = played
    work = Work.open(outcome.folder / "node", trust_of(outcome))
    with pytest.raises(RefusedError, match="reason"):
        asks(work, "SI-GPD", " ", "SI-GPD/ana", plan.scenario.announced_at)


def test_outcome_is_said_in_words_and_as_json(played: Played) -> None:
    _, outcome = played
    said = outcome_text(outcome)
    assert "Nothing missed, nothing false, nothing leaked, nothing told wrongly." in said
    told = {"schema": "mozaik.rehearse/1", **outcome_json(outcome)}
    told = json.loads(json.dumps(told, default=str))
    assert told["right"] is True
    form = json.loads((REPOSITORY / "docs/formats/json/rehearse.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(form).validate(told)


def test_the_outcome_marks_what_is_invented_and_keeps_what_was_said(played: Played) -> None:
    _, outcome = played
    said = outcome_text(outcome)
    assert "41  raids carried out [joint, in part invented]" in said
    assert "9  raids carried out [HR]" in said
    assert "214  items seized [joint, invented]" in said
    assert "! BA-RS said 4 (BA, 2023-11-20)" in said
    assert f"mozaik hits {outcome.folder / 'node'} --as SI-GPD" in said
