"""The report: five lines to begin with, one line for what many hold, drawings, and a digest to check."""

import hashlib
import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from mozaik.package import (
    RENDERINGS,
    Custody,
    HiddenHolder,
    Hit,
    Package,
    make_package,
    read_package,
    render,
    renderings_of,
)
from mozaik.package.model import FirstStep, holders_of
from mozaik.package.renderings.paper_pdf import digest_of, package_pdf
from mozaik.package.report import report_view
from mozaik.package.report.sharing import between_others, shared_with, sharing_part
from mozaik.package.report.timeline import LISTED, events_of
from mozaik.package.report.view import FIRST_LINES, HITS_SHOWN, LINES_SHOWN
from mozaik.parties import Authority
from mozaik.wording import SPOKEN
from tests.package.forms import forms_work, package_for
from tests.package.support import DRAFTING, confirmed_reading, sample_work

GOLDEN = Path(__file__).parent / "golden"
MANY = tuple(
    Authority(f"{country}-POL") for country in ("AT", "BE", "BG", "CZ", "DE", "DK", "EE", "ES", "FI", "FR")
)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return package_for(forms_work(tmp_path_factory.mktemp("forms")), "SI-GPD")


def view(package: Package) -> Any:
    return report_view(package, "en", digest_of(package))


def pages_of(package: Package) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(package_pdf(package))).pages]


def held_by_many(package: Package) -> Package:
    """The package with ten authorities as holders of whom existence is told, wherever there was one."""

    def asked(hit: Hit) -> tuple[HiddenHolder, ...]:
        tickets = {name: f"T-{'A' * 14}{place:02d}" for place, name in enumerate(MANY)}
        return tuple(replace(hit.ask[0], authority=name, ticket=ticket) for name, ticket in tickets.items())

    hits = tuple(replace(hit, ask=asked(hit)) if hit.ask else hit for hit in package.hits)
    return replace(package, hits=hits)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """A package with a hit of which only existence is told."""
    reading = confirmed_reading(sample_work(tmp_path_factory.mktemp("world")))
    return make_package(reading, DRAFTING, Custody(1, 2, "ab" * 32))


def test_page_one_says_in_five_lines_what_to_do_first(package: Package) -> None:
    """Before anything else, however much is owed."""
    owed = replace(package, first=tuple(FirstStep(None, None, f"Step {number}.") for number in range(9)))
    (page, *_) = pages_of(owed)
    assert len(view(owed)["first"]) == FIRST_LINES == 5
    assert (
        page.index("Do this first") < page.index("Step 0.") < page.index("Step 4.") < page.index("Operation")
    )
    assert "Step 5." not in "".join(pages_of(owed))


def test_a_value_that_eleven_authorities_hold_is_one_line(asked: Package) -> None:
    many = held_by_many(asked)
    (row,) = [row for lead in view(many)["leads"] for row in lead["hit_rows"] if row["many_text"]]
    assert row["told"] == []
    assert row["many_text"].startswith("11 authorities hold it: SI-GPD (you): ITEM-1; AT-POL; BE-POL; ")
    leads = "\n".join(pages_of(many)).partition("Who shares what with whom")[0]
    assert len([line for line in leads.splitlines() if "-POL" in line and "Ask" not in line[:2]]) <= 8
    text = "".join("".join(pages_of(many)).split())
    assert all(f"{name}T-{'A' * 14}{place:02d}" in text for place, name in enumerate(MANY))


def test_every_lead_says_how_it_was_found_and_what_that_does_not_show(package: Package) -> None:
    for lead, part in zip(package.leads, view(package)["leads"], strict=True):
        kinds = {hit.kind for hit in package.hits if hit.lead == lead.number}
        said = f"{lead.why} {part['limits_text']}"
        assert bool(part["method_text"]) == bool(kinds)
        if "digest" in kinds:
            assert "byte for byte" in part["method_text"]
            assert "not who made it" in said


def test_conditions_are_said_once_where_all_rows_of_a_lead_share_them(package: Package) -> None:
    parts = view(package)["leads"]
    assert {part["shared"] for part in parts} == {True, False}
    for part in parts:
        conditions = {
            (tuple(row["handling"]), row["grade_text"], row["keep_text"]) for row in part["hit_rows"]
        }
        assert part["shared"] == (len(conditions) == 1)
        assert not part["shared"] or part["keep_text"] == part["hit_rows"][0]["keep_text"]


def contributors(hit: Hit) -> set[Authority]:
    return {holder.authority for holder in holders_of(hit) if holder.set_kind == "contribution"}


def test_the_drawing_counts_what_each_shares_with_the_recipient(package: Package) -> None:
    own = package.recipient.authority
    for share in shared_with(package):
        held = [hit for hit in package.hits if {own, share.authority} <= contributors(hit)]
        assert share.hits == len(held)
        pointed = [each for each in package.pointers if share.authority in {h.authority for h in each.told}]
        assert share.pointers == len(pointed)
    names = {share.authority for share in shared_with(package)}
    assert own not in names
    assert "EU-EC3" not in names  # it holds a list, which is no contribution
    assert between_others(package).total() == 1


def test_a_drawing_says_in_words_what_it_shows(package: Package) -> None:
    drawing = view(package)["sharing"]
    shown = {each["name"] for each in drawing["drawing"]["nodes"]}
    assert all(name in drawing["alt"] for name in shown)
    assert [row[0] for row in drawing["rows"]] == [share.authority for share in shared_with(package)]
    raw = PdfReader(io.BytesIO(package_pdf(package)))
    alternatives = {text for text in _alternatives(raw) if text}
    assert drawing["alt"] in alternatives
    assert any(digest_of(package) in text for text in alternatives)  # type: ignore[operator]


def _alternatives(reader: PdfReader) -> list[str]:
    """The text alternatives in the structure tree."""
    root: Any = reader.root_object["/StructTreeRoot"]
    found, waiting = [], [root.get_object()]
    while waiting:
        part = waiting.pop()
        found.append(str(part.get("/Alt", "")))
        kids = part.get("/K", [])
        kids = kids.get_object() if hasattr(kids, "get_object") else kids
        for kid in kids if isinstance(kids, list) else [kids]:
            kid = kid.get_object() if hasattr(kid, "get_object") else kid
            if hasattr(kid, "get"):
                waiting.append(kid)
    return found


def test_a_pointer_alone_is_never_drawn_as_a_hit(tmp_path: Path) -> None:
    """Its line is broken, and the words beside it say so."""
    part: Any = sharing_part(replace(package_for(forms_work(tmp_path), "AT"), hits=()))
    (line,) = part["drawing"]["lines"]
    assert (line["kind"], line["label"]) == ("pointers", "1")
    assert "HR-MUP (1 pointer alone)" in part["alt"]
    assert part["rows"] == [["HR-MUP", "1 pointer", "–", "–"]]


def test_nobody_shares_anything_and_no_time_is_told(package: Package) -> None:
    empty = replace(package, leads=(), hits=(), pointers=())
    assert view(empty)["sharing"] is view(empty)["timeline"] is None
    assert "Who shares" not in "".join(pages_of(empty))


def timed(package: Package, *fields: dict[str, object]) -> Package:
    """The package with times in the rows of its first hit."""
    hit = package.hits[0]
    told = tuple(replace(hit.told[0], fields=each) for each in fields)  # type: ignore[arg-type]
    return replace(package, hits=(replace(hit, told=told), *package.hits[1:]))


def test_the_timeline_takes_every_time_once_and_says_which_clock_it_was(package: Package) -> None:
    dated = timed(
        package,
        {"modified_at": "2023-11-02T10:00:00Z", "time_zone_known": True},
        {"modified_at": "2023-11-02T10:00:00Z", "time_zone_known": True},
        {"modified_at": "2023-11-01T10:00:00Z", "time_zone_known": False},
        {"taken_at": "2023-10-01T12:00:00+02:00"},
        {"taken_at": "no time"},
    )
    told = [event for event in events_of(dated) if event.unit == dated.hits[0].told[0].unit]
    assert [(event.at, event.what, event.zoned) for event in told] == [
        (datetime(2023, 10, 1, 10, tzinfo=UTC), "taken", True),
        (datetime(2023, 11, 1, 10, tzinfo=UTC), "changed", False),
        (datetime(2023, 11, 2, 10, tzinfo=UTC), "changed", True),
    ]
    part = view(dated)["timeline"]
    assert part["rows"][1][0] == "2023-11-01 10:00 zone not known"
    assert len(part["drawing"]["dots"]) == 3


def test_times_of_one_day_are_listed_and_not_drawn(package: Package) -> None:
    fields: list[dict[str, object]] = [
        {"at": f"2023-11-02T{10 + place // 60}:{place % 60:02d}:00Z"} for place in range(LISTED + 5)
    ]
    part = view(timed(package, *fields))["timeline"]
    assert part["drawing"] is None
    assert len(part["rows"]) == LISTED
    assert part["more_text"] == "5 more times in hits.csv."


def test_the_digest_is_that_of_the_member_and_stands_in_letters_too(package: Package) -> None:
    made = render(package)
    digest = hashlib.sha256(made["package.json"]).hexdigest()
    assert digest_of(package) == digest
    last = PdfReader(io.BytesIO(made["package.pdf"])).pages[-1].extract_text()
    assert digest in "".join(last.split())
    assert "How to check this without Mozaik" in last


def test_a_package_of_an_older_format_shows_no_digest_that_is_not_its_own() -> None:
    """What is read of it is more than what was sealed, so its digest here would be another."""
    old = read_package((GOLDEN / "package-1.json").read_bytes(), "package-1.json")
    assert digest_of(old) is None
    text = " ".join("".join(pages_of(old)).split())
    assert "of an older format" in text
    assert "sha256sum" not in text


def test_what_a_lead_does_not_show_in_full_is_a_line(package: Package) -> None:
    hit = next(hit for hit in package.hits if hit.kind == "digest" and hit.told)
    lead = package.leads[hit.lead - 1]
    names = tuple(f"H-{number:016d}" for number in range(HITS_SHOWN + LINES_SHOWN + 7))
    many = replace(
        package,
        hits=(*package.hits, *(replace(hit, reference=name) for name in names)),
        leads=tuple(replace(each, references=names) if each is lead else each for each in package.leads),
    )
    part = view(many)
    assert [line["reference"] for line in part["further"]] == list(
        names[HITS_SHOWN : HITS_SHOWN + LINES_SHOWN]
    )
    assert part["further_more"] == "7 more hits in hits.csv and package.json."


@pytest.mark.parametrize(
    ("country", "member", "words"),
    [
        ("SI-GPD", "package.sl.pdf", "Najprej storite to"),
        ("HR-MUP", "package.hr.pdf", "Najprije učinite ovo"),
        ("BA-FUP", "package.bs.pdf", "Najprije uradite ovo"),
        ("BA-RS", "package.sr-Cyrl.pdf", "Најпре урадите ово"),
        ("RS-MUP", "package.sr-Cyrl.pdf", "Најпре урадите ово"),
        ("ME-UP", "package.cnr.pdf", "Najpre uradite ovo"),
        ("MK-THB", "package.mk.pdf", "Прво направете го ова"),
        ("XK-KP", "package.sq.pdf", "Bëni së pari këtë"),
        ("HU-NNI", "package.hu.pdf", "Először ezt tegyék"),
    ],
)
def test_a_country_gets_the_report_in_its_language_too(
    package: Package, country: str, member: str, words: str
) -> None:
    recipient = replace(package.recipient, authority=Authority(country), country=country[:2])
    theirs = replace(package, recipient=recipient)
    (last,) = renderings_of(theirs)[len(RENDERINGS) :]
    assert last.member == member
    document = PdfReader(io.BytesIO(last.render(theirs)))
    text = " ".join(document.pages[0].extract_text().split())
    assert words in text
    assert "package.pdf" in text  # that the English one counts
    assert str(document.root_object["/Lang"]) == member.split(".")[1].split("-")[0].replace("cnr", "sr")


def test_who_reads_english_gets_english_alone(package: Package) -> None:
    theirs = replace(package, recipient=replace(package.recipient, authority=Authority("DE"), country="DE"))
    assert renderings_of(theirs) == RENDERINGS
    assert "translated" not in PdfReader(io.BytesIO(package_pdf(theirs))).pages[0].extract_text()


def test_a_language_without_a_text_says_in_which_it_is_written(package: Package) -> None:
    first = PdfReader(io.BytesIO(package_pdf(package, "cnr"))).pages[0].extract_text()
    assert "Na crnogorskom jeziku još nema teksta" in " ".join(first.split())
    assert "crnogorskom" not in PdfReader(io.BytesIO(package_pdf(package, "sr-Latn"))).pages[0].extract_text()


@pytest.mark.parametrize("language", SPOKEN)
def test_every_language_tells_the_same(package: Package, language: str) -> None:
    """Every reference, ticket, item and value of the English report, and no word in braces."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(package_pdf(package, language))).pages]
    text = "".join("".join(pages).split())
    told = {hit.reference for hit in package.told}
    told |= {str(holder.authority) for hit in package.told for holder in holders_of(hit)}
    told |= {holder.ticket for hit in package.told for holder in hit.ask if holder.ticket}
    told |= {holder.unit for hit in package.told for holder in hit.told if holder.unit and holder.row}
    assert {name for name in told if name not in text} == set()
    assert "{" not in text
