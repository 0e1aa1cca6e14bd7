"""Two persons of different authorities approve; each version is kept; nothing is published before its day."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mozaik.announce import (
    Announcement,
    NewerAnnouncementError,
    NotReadyError,
    approve_version,
    inspect_version,
    manifest_of,
    publish,
    read_version,
    render,
    write_version,
)
from mozaik.announce.model import DifferenceKind, Run
from mozaik.chain import entries
from mozaik.contribution import SealedSet
from mozaik.desk.announcing import (
    SealedAnnouncement,
    approve_announcement,
    approve_drafted,
    compare_announcements,
    publish_announcements,
)
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.parties import Authority
from mozaik.release import Work
from mozaik.seal import (
    ChangedError,
    Kind,
    Manifest,
    Role,
    TooFewSignaturesError,
    WrongSenderError,
    to_canonical,
    verify_sealed,
    write_sealed,
)
from mozaik.typed_json import ShapeError
from tests.announce.support import (
    BLOCKS,
    HEAD,
    NOW,
    OWN,
    OWNERS,
    TRUST,
    agree_all,
    approved,
    approving,
    checked,
    making,
    text_of,
    world,
    write_draft,
)
from tests.contribution.support import key_of
from tests.figures.support import raid, status

BASE = "https://mozaik.example/announcements"


@pytest.fixture(scope="module")
def sets(tmp_path_factory: pytest.TempPathFactory) -> list[SealedSet]:
    return world(tmp_path_factory.mktemp("records"))


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> list[SealedSet]:
    """The same records, and what came later: one raid more, and a person charged."""
    more = {"BA-RS": {"actions": [raid(2, 14)], "statuses": [status("P-2", "charged", 18)]}}
    return world(tmp_path_factory.mktemp("later"), more)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory, sets: list[SealedSet]) -> SealedAnnouncement:
    return approved(write_draft(tmp_path_factory.mktemp("v") / "d"), sets)


def test_persons_of_both_authorities_approve_the_very_bytes(first: SealedAnnouncement) -> None:
    assert first.signers == ("EU-EC3/ana", "SI-GPD/ana")
    manifest = verify_sealed(first.path, TRUST).manifest
    assert (manifest.kind, manifest.id, manifest.properties) == (
        Kind.ANNOUNCEMENT,
        "m.joint.v1",
        {"approver": "SI-GPD"},
    )
    assert {member.name for member in manifest.members} == {
        "announcement.json",
        *(f"{tag}.{ending}" for tag in ("en", "sl", "sr-Cyrl") for ending in ("html", "txt", "pdf")),
    }


def test_one_authority_is_not_enough(tmp_path: Path, sets: list[SealedSet]) -> None:
    draft = tmp_path / "a.announcement.draft"
    approve_announcement(approving(write_draft(tmp_path / "d"), sets, "EU-EC3"), key_of("EU-EC3"), draft)
    with pytest.raises(TooFewSignaturesError, match="announce approve"):
        read_version(draft, TRUST)
    with pytest.raises(WrongSenderError):
        approve_drafted(draft, approving(tmp_path / "d", sets, "HR-MUP"), key_of("HR-MUP"))
    assert not (tmp_path / "a.announcement").exists()


def test_a_stranger_does_not_approve_first_and_leaves_nothing(tmp_path: Path, sets: list[SealedSet]) -> None:
    draft = tmp_path / "a.announcement.draft"
    with pytest.raises(WrongSenderError):
        approve_announcement(approving(write_draft(tmp_path / "d"), sets, "HR-MUP"), key_of("HR-MUP"), draft)
    assert not draft.exists()
    assert not (tmp_path / "d" / "seen.json").exists()


def test_the_second_person_counts_again(
    tmp_path: Path, sets: list[SealedSet], later: list[SealedSet]
) -> None:
    draft = tmp_path / "a.announcement.draft"
    approve_announcement(approving(write_draft(tmp_path / "d"), sets, "EU-EC3"), key_of("EU-EC3"), draft)
    with pytest.raises(RefusedError, match="figure raids joint"):
        second(draft, later)
    assert second(draft, sets).is_complete


def second(
    first: Path, sets: list[SealedSet], folder: Path | None = None, **changes: Any
) -> SealedAnnouncement:
    """The approval of the second person, by default over the draft beside the file."""
    return approve_drafted(
        first, approving(folder or first.parent / "d", sets, "SI-GPD", **changes), key_of("SI-GPD")
    )


def drafted(path: Path, told: Announcement, members: dict[str, bytes]) -> Path:
    """The draft of a version with these members, approved by a person of its sender."""
    write_version(path, told, members, NOW)
    approve_version(path, key_of("EU-EC3"), TRUST)
    return path


def test_the_second_person_does_not_sign_a_form_that_says_something_else(
    tmp_path: Path, sets: list[SealedSet]
) -> None:
    """The figures are right, and one form is not: a number, a script, a form too many, a form too few."""
    told = checked(write_draft(tmp_path / "d"), sets).announcement()
    forms = render(told)
    page = forms["en.html"]
    forged = (
        forms | {"en.html": page.replace("6\u00a0raids".encode(), b"99 raids")},
        forms | {"sl.html": forms["sl.html"].replace(b"</body>", b"<script>1</script></body>")},
        forms | {"en.txt": forms["en.txt"] + b"x"},
        forms | {"more.html": page},
        {name: form for name, form in forms.items() if name != "sl.pdf"},
    )
    for number, members in enumerate(forged):
        draft = drafted(tmp_path / f"{number}.announcement.draft", told, members)
        with pytest.raises(RefusedError, match="something else"):
            second(draft, sets)
        assert not draft.with_suffix("").exists()
    sound = drafted(tmp_path / "sound.announcement.draft", told, forms)
    assert second(sound, sets).is_complete


def in_english(told: Announcement) -> Announcement:
    """The announcement with another lead in English."""
    blocks = [
        replace(block, runs=(Run("Everybody is safe."),)) if block.key == "lead" else block
        for block in told.text("en").blocks
    ]
    texts = (replace(told.text("en"), blocks=tuple(blocks)), *told.texts[1:])
    return replace(told, texts=texts)


def with_more_items(told: Announcement) -> Announcement:
    """The announcement with a chart that draws more than was counted."""
    chart = told.charts[0]
    points = (replace(chart.points[0], value=99), *chart.points[1:])
    return replace(told, charts=(replace(chart, points=points), *told.charts[1:]))


def unsuppressed(told: Announcement) -> Announcement:
    """The announcement that tells the small count of victims to which nobody agreed."""
    figures = (replace(f, value=3) if f.key == "victims_safeguarded" else f for f in told.figures)
    return replace(told, figures=tuple(figures))


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (in_english, "en, lead"),
        (with_more_items, "chart items_by_kind"),
        (unsuppressed, "figure victims_safeguarded joint"),
        (lambda told: replace(told, synthetic=False), "synthetic"),
        (lambda told: replace(told, campaign="https://other.example"), "campaign"),
        (lambda told: replace(told, embargo="2023-11-19T09:00:00Z"), "embargo"),
        (lambda told: replace(told, offences=()), "offences"),
        (lambda told: replace(told, figures=told.figures[::-1]), "order of figures"),
    ],
)
def test_the_second_person_signs_only_what_own_draft_and_records_make(
    tmp_path: Path, sets: list[SealedSet], change: Callable[[Announcement], Announcement], place: str
) -> None:
    """The first signer's file is whole in itself, every form made of its content; its content is another."""
    told = change(checked(write_draft(tmp_path / "d"), sets).announcement())
    draft = drafted(tmp_path / "a.announcement.draft", told, render(told))
    with pytest.raises(RefusedError, match=f"a.announcement.draft, {place}") as refused:
        second(draft, sets)
    assert refused.value.remedy
    assert len(inspect_version(draft, TRUST).signers) == 1
    assert not draft.with_suffix("").exists()


def test_the_second_person_does_not_sign_a_manifest_that_says_something_else(
    tmp_path: Path, sets: list[SealedSet]
) -> None:
    told = checked(write_draft(tmp_path / "d"), sets).announcement()
    draft = tmp_path / "a.announcement.draft"
    stated = replace(manifest_of(told, "2023-11-20T09:00:00Z"), supersedes=("m.joint.v0",))
    write_sealed(draft, stated, render(told), ())
    approve_version(draft, key_of("EU-EC3"), TRUST)
    with pytest.raises(RefusedError, match="manifest"):
        second(draft, sets)


def test_agreements_count_where_the_second_person_has_them(tmp_path: Path, sets: list[SealedSet]) -> None:
    """The first has an agreement of every authority; the second, without them, does not take it on trust."""
    folder = write_draft(tmp_path / "d")
    agree_all(folder)
    draft = tmp_path / "a.announcement.draft"
    approve_announcement(approving(folder, sets, "EU-EC3"), key_of("EU-EC3"), draft)
    agreement = folder / "agreements" / f"{OWNERS[-1]}.1.json"
    agreement.rename(tmp_path / "kept")
    with pytest.raises(RefusedError, match="figure victims_safeguarded joint"):
        second(draft, sets)
    (tmp_path / "kept").rename(agreement)
    assert second(draft, sets).is_complete


def test_each_person_checks_the_text_by_what_that_authority_may_know(tmp_path: Path) -> None:
    """A name that only its owner may read: the first cannot know it, and the second refuses it."""
    named = {"person_id": "P-9", "full_name": "Tiha Oseba", "subject": "suspect", "terms_id": OWN}
    sets = world(tmp_path / "records", {"SI-GPD": {"persons": [named]}})
    folder = write_draft(tmp_path / "d", text_of("Tiha Oseba: {raids}"))
    draft = tmp_path / "a.announcement.draft"
    approve_announcement(approving(folder, sets, "EU-EC3"), key_of("EU-EC3"), draft)
    with pytest.raises(NotReadyError, match="may give somebody away"):
        second(draft, sets)
    assert not draft.with_suffix("").exists()


def test_a_file_that_is_exchanged_after_it_was_checked_is_not_signed(
    tmp_path: Path, sets: list[SealedSet]
) -> None:
    told = checked(write_draft(tmp_path / "d"), sets).announcement()
    forms = render(told)
    looked_at = drafted(tmp_path / "a.announcement.draft", told, forms)
    exchanged = drafted(tmp_path / "b.announcement.draft", told, forms | {"en.txt": b"x"})
    with pytest.raises(RefusedError, match="another one than was checked"):
        approve_version(exchanged, key_of("SI-GPD"), TRUST, looked_at=inspect_version(looked_at, TRUST))
    assert not exchanged.with_suffix("").exists()


def test_nobody_approves_without_reading_as_the_own_authority(tmp_path: Path, sets: list[SealedSet]) -> None:
    folder, draft = write_draft(tmp_path / "d"), tmp_path / "a.announcement.draft"
    for made in (making(folder, sets), approving(folder, sets, "SI-GPD")):
        with pytest.raises(RefusedError, match="as the authority of its person") as refused:
            approve_announcement(made, key_of("EU-EC3"), draft)
        assert "--as EU-EC3" in refused.value.remedy
        assert not draft.exists()
    approve_announcement(approving(folder, sets, "EU-EC3"), key_of("EU-EC3"), draft)
    with pytest.raises(RefusedError, match="as the authority of its person"):
        approve_drafted(draft, approving(folder, sets, "EU-EC3"), key_of("SI-GPD"))
    chains = Work.open(tmp_path / "work", TRUST).acts
    assert [entry.event for entry in entries(chains.chain_of(Authority("EU-EC3")))] == ["figures"]


def test_an_approved_version_is_never_approved_or_written_again(
    tmp_path: Path, sets: list[SealedSet], first: SealedAnnouncement
) -> None:
    with pytest.raises(RefusedError, match="approved it already"):
        second(first.path, sets, write_draft(tmp_path / "d"))
    with pytest.raises(RefusedError, match="exists already"):
        approve_announcement(approving(tmp_path / "d", sets, "EU-EC3"), key_of("EU-EC3"), first.path)


def test_a_changed_byte_of_any_form_is_refused(tmp_path: Path, first: SealedAnnouncement) -> None:
    data = first.path.read_bytes()
    for written in (b"6 raids", b"https://say-no.example", b"viewBox"):
        assert written in data
        path = tmp_path / "changed.announcement"
        path.write_bytes(data.replace(written, written[:-1] + b"X"))
        with pytest.raises(ChangedError):
            read_version(path, TRUST)


def test_the_same_input_gives_the_same_file(tmp_path: Path, sets: list[SealedSet]) -> None:
    paths = [approved(write_draft(tmp_path / name / "d"), sets).path for name in "ab"]
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_a_later_outcome_is_a_new_version_that_says_what_changed(
    tmp_path: Path, later: list[SealedSet], first: SealedAnnouncement
) -> None:
    blocks = [dict(block) for block in BLOCKS]
    blocks[1]["text"] = "The police of several countries acted: {suspects_identified}."
    second = approved(write_draft(tmp_path / "d", blocks), later, "v2", before=first.path)
    assert second.announcement.earlier == first.as_earlier
    assert second.verified.manifest.supersedes == ("m.joint.v1",)
    told = [(c.kind, c.key, c.before, c.after) for c in second.announcement.changes]
    assert told == [
        (DifferenceKind.VALUE, "raids", "6", "7"),
        (DifferenceKind.VALUE, "suspects_identified", "4", "5"),
        (DifferenceKind.TEXT, "lead", "The police of some countries acted: [suspects identified].",
         "The police of several countries acted: [suspects identified]."),
    ]  # fmt: skip
    assert compare_announcements(first.path, second.path, TRUST) == second.announcement.changes
    page = second.verified.read_member("en.html").decode()
    assert "What changed since version 1" in page
    assert "raids carried out (all authorities together): 6, now 7" in page


def test_a_version_of_another_announcement_is_not_followed(
    tmp_path: Path, sets: list[SealedSet], first: SealedAnnouncement
) -> None:
    folder = write_draft(tmp_path / "d", BLOCKS, HEAD.replace("m.joint", "m.other"))
    with pytest.raises(RefusedError, match="another announcement"):
        approve_announcement(
            approving(folder, sets, "EU-EC3", before=first.path), key_of("EU-EC3"), tmp_path / "x"
        )


def test_before_its_day_nothing_is_published(tmp_path: Path, first: SealedAnnouncement) -> None:
    with pytest.raises(RefusedError, match="the embargo holds"):
        publish_announcements([first.path], TRUST, NOW - timedelta(seconds=1), tmp_path / "site", BASE)
    assert not (tmp_path / "site").exists()
    assert publish_announcements([first.path], TRUST, NOW, tmp_path / "site", BASE).versions == 1


def test_an_earlier_version_stays_published(
    tmp_path: Path, later: list[SealedSet], first: SealedAnnouncement
) -> None:
    second = approved(write_draft(tmp_path / "d"), later, "v2", before=first.path)
    with pytest.raises(RefusedError, match="its earlier version is not among"):
        publish([second], tmp_path / "site", NOW, BASE)
    with pytest.raises(RefusedError, match="given twice"):
        publish([first, first], tmp_path / "site", NOW, BASE)
    publish([second, first], tmp_path / "site", NOW, BASE)
    site = tmp_path / "site" / "m.joint"
    for version in (first, second):
        folder = site / str(version.announcement.version)
        assert (folder / "sl.html").read_bytes() == version.verified.read_member("sl.html")
        assert read_version(folder / "sealed.announcement", TRUST).sha256 == version.sha256


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path, first: SealedAnnouncement) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(RefusedError, match="something else"):
        publish([first], tmp_path / "site", NOW, BASE)
    assert (tmp_path / "site" / "mine.txt").read_text(encoding="utf-8") == "mine"


def sealed_with(path: Path, content: bytes, **changes: str) -> Path:
    """A file that both signed, with another content than a version has."""
    manifest = Manifest(
        Kind.ANNOUNCEMENT, changes.get("id", "m.joint.v1"), "Mozaik 2023", Authority("EU-EC3"),
        "2023-11-20T09:00:00Z", properties={"approver": "SI-GPD"},
    )  # fmt: skip
    signers = [(key_of(name), Role.OWNER) for name in ("EU-EC3", "SI-GPD")]
    write_sealed(path, manifest, {"announcement.json": content}, signers)
    return path


def test_content_of_another_shape_format_or_name_is_refused(
    tmp_path: Path, first: SealedAnnouncement
) -> None:
    content = first.announcement.to_bytes()
    with pytest.raises(NewerAnnouncementError):
        read_version(sealed_with(tmp_path / "a", content.replace(b'"format":1', b'"format":2')), TRUST)
    with pytest.raises(ShapeError):
        read_version(sealed_with(tmp_path / "b", to_canonical({"format": 1})), TRUST)
    with pytest.raises(InvalidInputError, match="manifest and content"):
        read_version(sealed_with(tmp_path / "c", content, id="m.joint.v2"), TRUST)
    assert read_version(sealed_with(tmp_path / "d", content), TRUST).announcement == first.announcement
