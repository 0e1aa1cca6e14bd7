"""The check lists what stops a draft and what a person must look at, each by a planted fault."""

from dataclasses import replace
from pathlib import Path

import pytest

from mozaik.announce import FigureKey, NotReadyError, check, read_draft, seen_now, write_seen
from mozaik.contribution import SealedSet
from mozaik.desk.announcing import preview_announcement
from mozaik.errors import InvalidInputError
from tests.announce.support import (
    BLOCKS,
    HEAD,
    UNSEEN,
    checked,
    concerns,
    making,
    text_of,
    world,
    write_draft,
    write_po,
)
from tests.figures.support import raid


@pytest.fixture(scope="module")
def sets(tmp_path_factory: pytest.TempPathFactory) -> list[SealedSet]:
    return world(tmp_path_factory.mktemp("records"))


def stops(folder: Path, sets: list[SealedSet]) -> list[str]:
    return [concern.topic for concern in checked(folder, sets).concerns if concern.stops]


def test_a_sound_draft_is_ready(tmp_path: Path, sets: list[SealedSet]) -> None:
    told = checked(write_draft(tmp_path / "d"), sets)
    assert told.is_ready, told.concerns
    assert {concern.topic for concern in told.concerns} == {
        "translation", "statement", "small", "states",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("They carried out 41 raids.", "number"),
        ("Forty-one raids.", "number"),
        ("more than {raids}", "more-than"),
        ("{items_seized more than 7}", "more-than"),
        ("{items_seized more than 200}", "more-than"),
        ("{raids} of a paedophile ring", "term"),
        ("{raid}", "figure"),
        ("{raids FR}", "figure"),
        ("{victims_safeguarded SI}", "figure"),
        ("{officers}", "figure"),
        ("{authority DE-BKA}", "name"),
        ("{offence other}", "name"),
        ("{41}", "braces"),
        ("{raids", "braces"),
        ("It began with Miloš Izmišljenović.", "private"),
        ("It began with Izmišljenović, Miloš.", "private"),
        ("Почело је са Милошем? Милош Измишљеновић.", "private"),
        ("Write to press@police.example.", "private"),
        ("The account crnavrana was found.", "private"),
        ("It happened in Izmišljena ulica.", "private"),
        ("(Izmišljena ulica)", "private"),
        ("Izmišljena-ulica", "private"),
        ("Измишљена улица", "private"),
        ("Izmisljena ulica", "private"),
        ("Their @crnavrana was found.", "private"),
        ("https-less chat.example/crnavrana", "private"),
        ("It was crnavrana's.", "private"),
        ("Налог црнаврана је нађен.", "private"),
    ],
)
def test_what_stops_a_draft(tmp_path: Path, sets: list[SealedSet], text: str, topic: str) -> None:
    assert topic in stops(write_draft(tmp_path / "d", text_of(text)), sets)


@pytest.mark.parametrize(
    ("entry", "written", "topic"),
    [
        ('operation = "MOZAIK 2023"', 'operation = "Miloš Izmišljenović"', "private"),
        ('name = "Policija"', 'name = "Milan, Измишљена улица"', "private"),
        ('short = "МУП"', 'short = "crnavrana"', "private"),
        ('title = "Prikazovanje pornografskega gradiva"', 'title = "Miloš Izmišljenović"', "private"),
        ('statute = "176. člen"', 'statute = "crnavrana"', "private"),
        ('operation = "MOZAIK 2023"', 'operation = "Child porn"', "term"),
        ('operation = "MOZAIK 2023"', 'operation = "MOZAIK 2023, 41 raids"', "number"),
        ('operation = "MOZAIK 2023"', 'operation = "Forty-one raids"', "number"),
        ('name = "Ministarstvo unutarnjih poslova"', 'name = "dječja pornografija"', "term"),
        ('"https://say-no.example"', '"javascript:alert(document.domain)"', "address"),
        ('"https://say-no.example"', '"https://"', "address"),
    ],
)
def test_a_field_of_a_name_is_held_to_the_records_too(
    tmp_path: Path, sets: list[SealedSet], entry: str, written: str, topic: str
) -> None:
    assert topic in stops(write_draft(tmp_path / "d", head=HEAD.replace(entry, written)), sets)


def test_who_vouches_for_a_translation_is_no_person_of_the_records(
    tmp_path: Path, sets: list[SealedSet]
) -> None:
    folder = write_draft(tmp_path / "d")
    write_po(folder, "sl", {"countries": "{countries}: {countries names}"})
    path = folder / "sl.po"
    head = 'charset=UTF-8\\n"\n'
    path.write_text(
        path.read_text("utf-8").replace(head, head + '"X-Reviewer: Милош Измишљеновић\\n"\n'), "utf-8"
    )
    assert stops(folder, sets) == ["private"]


def test_a_sign_that_nobody_sees_hides_no_word_in_a_translation(
    tmp_path: Path, sets: list[SealedSet]
) -> None:
    """With a soft hyphen inside, a number word or a denied one would be another word: English is shown."""
    folder = write_draft(tmp_path / "d")
    write_po(folder, "sl", {"lead": "Enain\u00adštirideset: {suspects_identified}"})
    told = checked(folder, sets)
    assert told.is_ready
    assert [c.place for c in told.concerns if "nobody sees" in c.what] == ["sl, lead"]
    (lead,) = [block for block in told.announcement().text("sl").blocks if block.key == "lead"]
    assert lead.falls_back


def test_a_fault_in_a_translation_stops_it_too(tmp_path: Path, sets: list[SealedSet]) -> None:
    folder = write_draft(tmp_path / "d")
    write_po(folder, "sl", {"lead": "Enainštirideset: {suspects_identified}", "countries": "{countries}"})
    write_po(folder, "sr-Cyrl", {"lead": "педофили: {suspects_identified}"})
    told = [(concern.topic, concern.place) for concern in checked(folder, sets).concerns if concern.stops]
    assert told == [
        ("number", "sl, lead"),
        ("translation", "sl, countries"),
        ("term", "sr-Cyrl, lead"),
    ]


def test_statutory_titles_hold_what_no_text_may(tmp_path: Path, sets: list[SealedSet]) -> None:
    """The title of an offence has its own field: its old word and its number are let pass there alone."""
    assert stops(write_draft(tmp_path / "d", text_of("The offence: {offence law}.")), sets) == []
    typed = text_of("Prikazovanje otroške pornografije")
    folder = write_draft(tmp_path / "e", text_of("It concerns {raids}."))
    write_po(folder, "sl", {"p": f"{typed[1]['text']}: {{raids}}"}, text_of("It concerns {raids}."))
    assert "term" in stops(folder, sets)


def test_the_right_term_is_offered(tmp_path: Path, sets: list[SealedSet]) -> None:
    (concern,) = concerns(checked(write_draft(tmp_path / "d", text_of("child pornography")), sets), "term")
    assert "child sexual abuse material" in concern.remedy


def test_an_unfilled_draft_is_refused_with_its_first_fault(tmp_path: Path, sets: list[SealedSet]) -> None:
    folder = write_draft(tmp_path / "d", text_of("41 raids"))
    with pytest.raises(NotReadyError, match="'41' is a number and no figure"):
        preview_announcement(making(folder, sets), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_what_authorities_say_otherwise_is_listed_and_stops_nothing(
    tmp_path: Path, sets: list[SealedSet]
) -> None:
    told = checked(write_draft(tmp_path / "d", text_of("{dates}, {raids}")), sets)
    assert [(c.topic, c.stops) for c in told.concerns if c.topic in ("dates", "statement")] == [
        ("statement", False),
        ("dates", False),
    ]
    assert any("HR-MUP states 3 for joint" in concern.what for concern in told.concerns)


def test_seized_examined_and_confirmed_stand_side_by_side(tmp_path: Path, sets: list[SealedSet]) -> None:
    told = checked(write_draft(tmp_path / "d", text_of("{items_seized}")), sets)
    assert [concern.what for concern in concerns(told, "states")] == ["seized 7, examined 1, confirmed 1"]


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("{countries}: {authority BA-RS}", None),
        ("Slovenia, Croatia, Hungary and Serbia: {countries}", "4 countries, 3 are counted"),
        ("Slovenia and Croatia: {countries}", None),
    ],
)
def test_countries_that_are_listed_are_held_to_those_counted(
    tmp_path: Path, sets: list[SealedSet], text: str, listed: str | None
) -> None:
    told = [
        concern.what
        for concern in concerns(checked(write_draft(tmp_path / "d", text_of(text)), sets), "countries")
    ]
    assert (listed is None) is (told == [])
    assert all(listed in what for what in told if listed)


def test_an_authority_that_is_listed_and_not_counted_is_told(tmp_path: Path, sets: list[SealedSet]) -> None:
    more = HEAD + '\n[[authorities]]\nid = "HU-NNI"\nlanguage = "hu"\nname = "NNI"\nshort = "NNI"\n'
    (concern,) = concerns(checked(write_draft(tmp_path / "d", BLOCKS, more), sets), "countries")
    assert "HU" in concern.what


def test_figures_of_different_days_are_told(tmp_path: Path, sets: list[SealedSet]) -> None:
    told = checked(write_draft(tmp_path / "d", text_of("{raids joint 2023-11-09}")), sets)
    assert [concern.what for concern in concerns(told, "dates") if "2023-11-09" in concern.what]


def test_a_row_that_the_public_must_not_know_of_changes_nothing(
    tmp_path: Path, sets: list[SealedSet]
) -> None:
    unseen = {
        "SI-GPD": {
            "actions": [raid(9, terms_id=UNSEEN, place="Tihi kraj")],
            "persons": [
                {"person_id": "P-9", "full_name": "Tiha Oseba", "subject": "suspect", "terms_id": UNSEEN}
            ],
        }
    }
    folder = write_draft(tmp_path / "d", text_of("Tiha Oseba, Tihi kraj: {raids}"))
    assert checked(folder, world(tmp_path / "more", unseen)).concerns == checked(folder, sets).concerns


def test_rows_that_changed_since_are_told(tmp_path: Path, sets: list[SealedSet]) -> None:
    folder = write_draft(tmp_path / "d", text_of("{raids}"))
    write_seen(folder, seen_now(checked(folder, sets).records))
    assert concerns(checked(folder, sets), "changed") == []
    later = {"BA-RS": {"actions": [raid(7, 11)]}}
    told = concerns(checked(folder, world(tmp_path / "later", later)), "changed")
    assert ("raids joint", "the number is another one: read the text again") in [
        (concern.place, concern.remedy) for concern in told
    ]
    assert (folder / "seen.json").stat().st_mode & 0o077 == 0


def test_the_same_number_of_other_rows_is_told(tmp_path: Path) -> None:
    folder = write_draft(tmp_path / "d", text_of("{raids}"))
    first = world(tmp_path / "first", {"BA-RS": {"actions": [raid(7, 11)]}})
    write_seen(folder, seen_now(checked(folder, first).records))
    second = world(tmp_path / "second", {"BA-RS": {"actions": [raid(7, 12)]}})
    told = [
        concern for concern in concerns(checked(folder, second), "changed") if concern.place == "raids joint"
    ]
    assert [concern.remedy for concern in told] == [
        "the number is the same: look whether the text still says what they say"
    ]


@pytest.mark.parametrize(
    ("change", "entry"),
    [
        (('id = "m.joint"', 'id = "m/joint"'), "id"),
        (("as_of = 2023-11-20", 'as_of = "soon"'), "as_of"),
        (("embargo = 2023-11-20T09:00:00Z", "embargo = 2023-11-20"), "embargo"),
        (('publishers = ["EU-EC3", "SI-GPD"]', 'publishers = ["EU-EC3", "EU-EC3"]'), "publishers"),
        (('scope = "joint"', 'scope = "joint"\nnumber = 41'), "number"),
        (('languages = ["en", "sl", "sr-Cyrl"]', 'languages = ["sl"]'), "languages"),
        (('edition = "Mozaik 2023"\n', ""), "edition"),
    ],
)
def test_an_entry_that_cannot_be_used_is_named(tmp_path: Path, change: tuple[str, str], entry: str) -> None:
    folder = write_draft(tmp_path / "d", BLOCKS, HEAD.replace(*change))
    with pytest.raises(InvalidInputError, match=f"the entry {entry} cannot be used"):
        read_draft(folder)


def test_a_language_that_is_not_made_stops_it(tmp_path: Path, sets: list[SealedSet]) -> None:
    folder = write_draft(tmp_path / "d", BLOCKS, HEAD.replace('"sr-Cyrl"]', '"fr"]'))
    assert stops(folder, sets) == ["language"]


def test_what_owners_did_not_disclose_to_the_public_is_told_to_who_counts_more(
    tmp_path: Path, sets: list[SealedSet]
) -> None:
    """The coordinator counts seven raids where the public may count six, and an officer's number alone."""
    folder = write_draft(tmp_path / "d", text_of("{raids}, {officers}"))
    draft, records = read_draft(folder), checked(folder, sets).records
    more = world(tmp_path / "more", {"BA-RS": {"actions": [raid(5, 13), raid(6, 13, officers=4)]}})
    wider = checked(folder, more).records.public
    own = {key: figure for key, figure in wider.items() if key.key == "raids"}
    officers = FigureKey("officers", "joint", draft.as_of)
    own[officers] = replace(own[FigureKey("raids", "joint", draft.as_of)], key="officers", value=4)
    told = check(draft, replace(records, own=own))
    undisclosed = {(c.place, c.stops): c.what for c in told if c.topic == "undisclosed"}
    assert undisclosed == {
        ("raids joint", False): "8 are counted, 6 are disclosed to PUBLIC; less is disclosed by BA-RS",
        ("officers joint", True): "it is counted, and its owners do not disclose it to PUBLIC",
    }
