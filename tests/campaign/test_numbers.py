"""Nobody is left without a number or an honest sentence with the next best (campaign review, item 2)."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from mozaik.campaign import Site
from mozaik.campaign.check_inputs import check_facts
from mozaik.campaign.chooser import choices
from mozaik.campaign.facts import EVERYWHERE, Group, Kind, Way
from mozaik.campaign.markup import parse_page
from mozaik.campaign.numbers import numbers_of, ordered, removals_of
from mozaik.campaign.paper import paper
from mozaik.campaign.texts import Texts
from tests.campaign.support import country_facts, country_row, fact_row, invented_site, pages_of


def test_every_country_has_a_helpline_to_call_in_each_of_its_languages(site: Site) -> None:
    for country in site.countries:
        for tag in country.languages:
            numbers = numbers_of(country, site.facts, tag)
            assert numbers.helpline[0].way is Way.CALL, (country.code, tag)
            assert len(numbers.helpline) <= 2
            assert numbers.emergency or country.code == "BA"
            assert not any(fact.country != country.code for fact in numbers.facts)


@pytest.mark.parametrize(
    ("code", "tag", "first"),
    [
        ("RS", "sr-Cyrl", "116 111"),  # day and night before another confirmed one
        ("BE", "nl", "102"),  # the reader's language first, although only one source names it
        ("BE", "fr", "103"),
        ("FI", "sv", "0800 96 116"),
        ("FI", "fi", "116 111"),
        ("HU", "uk", "+36 80 984 590"),
        ("RO", "ro", "119"),
    ],
)
def test_the_best_number_for_the_reader_comes_first(site: Site, code: str, tag: str, first: str) -> None:
    (country,) = [one for one in site.countries if one.code == code]
    assert numbers_of(country, site.facts, tag).helpline[0].value == first


def test_a_number_of_one_region_does_not_stand_for_the_country(site: Site) -> None:
    (germany,) = [one for one in site.countries if one.code == "DE"]
    numbers = numbers_of(germany, site.facts, "de")
    assert numbers.police[0].value == "110"
    assert any(fact.region == "Nordrhein-Westfalen" for fact in numbers.facts)


def test_numbers_of_parts_stand_where_the_country_has_none_and_say_of_which_part(tmp_path: Path) -> None:
    """A country of entities: three emergency numbers, each with its part, on the page and on paper."""
    parts = [
        fact_row(kind="emergency", name="", region=region, value=value)
        for region, value in (("Sever", "191"), ("Jug", "192"), ("Otok", "193"))
    ]
    site = invented_site(tmp_path, *parts, fact_row(region="Sever"))
    (country,) = site.countries
    numbers = numbers_of(country, site.facts, "sl")
    assert [fact.region for fact in (*numbers.emergency, *numbers.helpline)] == [
        "Sever",
        "Jug",
        "Otok",
        "Sever",
    ]
    page = pages_of(site, "sl")["report/SI.html"]
    assert 'tel:192"><b>192</b> <small data-name lang="sl">Jug</small>' in page
    printed = PdfReader(BytesIO(paper(site, Texts(site.catalogues["sl"]), country))).pages[0].extract_text()
    assert re.search(r"192\s+Jug", printed)
    left = {problem.what for problem in check_facts(site)}
    assert {f"{group}: no fact is known that can be shown" for group in ("emergency", "helpline")} <= left


def test_ordering_keeps_every_fact_and_the_order_of_the_file_among_equals(site: Site) -> None:
    facts = [fact for fact in site.facts if fact.kind is Kind.HOTLINE]
    once = ordered(facts, "de")
    assert sorted(map(repr, once)) == sorted(map(repr, facts))
    assert ordered(once, "de") == once


def test_a_country_without_numbers_gets_sentences_with_the_next_best(tmp_path: Path) -> None:
    site = invented_site(
        tmp_path,
        fact_row(
            country="HR", kind="helpline_chat", value="https://chat.example", name="Chat", languages="sl"
        ),
        countries=(country_row(), country_row(country="HR", languages="sl", not_in_service="112")),
    )
    slovenia = pages_of(site, "en")["report/SI.html"]
    assert "We do not know a reliable emergency number" in slovenia
    assert "go where other people are and ask an adult" in slovenia
    assert "We do not know a helpline" in slovenia
    assert "An adult or the helpline can help you to reach the police" in slovenia
    assert "call 112" not in slovenia
    assert "112" not in re.sub(r"https?://\S+", "", slovenia.partition("<main")[2])
    assert 'href="https://chat.example"' in pages_of(site, "sl")["report/SI.html"]
    assert "112 does not work in this country" in pages_of(site, "en")["report/HR.html"]


@pytest.mark.parametrize(("certainty", "told"), [("confirmed", ("next.call_112",)), ("single", ())])
def test_112_is_the_next_best_only_where_it_is_confirmed(
    tmp_path: Path, certainty: str, told: tuple[str, ...]
) -> None:
    """Where a helpline or the police are not known (campaign review, item 2)."""
    row = fact_row(kind="emergency", name="", name_lang="", value="112", certainty=certainty)
    site = invented_site(tmp_path, row)
    numbers = numbers_of(site.countries[0], site.facts, "en")
    assert [fact.href for fact in numbers.emergency] == ["tel:112"]
    assert numbers.instead(Group.HELPLINE) == ("next.helpline", *told)
    assert numbers.instead(Group.POLICE) == ("next.police", *told)


def test_a_country_without_police_facts_of_its_own_names_the_next_best(built: Path, site: Site) -> None:
    """Campaign review, item 2: none of the 34 is silent about the police."""
    for country in site.countries:
        tag = country.languages[0]
        if numbers_of(country, site.facts, tag).police:
            continue
        page = (built / tag / "report" / f"{country.code}.html").read_text(encoding="utf-8")
        said = Texts(site.catalogues[tag])
        assert f"<p>{said('next.police')} {said('next.call_112')}</p>" in page, country.code


def test_a_number_that_one_source_names_is_called_and_says_so(tmp_path: Path) -> None:
    site = invented_site(tmp_path, country_facts(), fact_row(value="0800 11", certainty="single"))
    page = pages_of(site, "en")["report/SI.html"]
    link = re.search(r'<a class="way" href="tel:080011">.*?</a>', page)
    assert link is not None
    assert "not confirmed" in link[0]
    assert "only one source names this number" in page
    assert "not confirmed" not in (re.search(r'<a class="way" href="tel:116111">.*?</a>', page) or [""])[0]


def test_a_doubtful_fact_and_its_notes_reach_no_page(tmp_path: Path) -> None:
    site = invented_site(
        tmp_path,
        country_facts(),
        fact_row(value="0800 99", certainty="unconfirmed", checked_on="", note="ring first", source=""),
        fact_row(value="0800 98", certainty="withheld", checked_on="", evidence="https://evidence.example"),
        fact_row(value="0800 97", note="editors only", evidence="https://evidence.example"),
    )
    pages = pages_of(site, "en") | {f"sl/{path}": text for path, text in pages_of(site, "sl").items()}
    for path, text in pages.items():
        for word in ("0800 99", "0800 98", "ring first", "editors only", "evidence.example"):
            assert word not in text, path
    assert "0800 97" in pages["report/SI.html"]


def test_no_note_and_no_evidence_of_the_site_itself_stands_on_a_page(built: Path, site: Site) -> None:
    pages = {
        country.code: (built / "en/report" / f"{country.code}.html").read_text(encoding="utf-8")
        for country in site.countries
    }
    for fact in site.facts:
        page = pages.get(fact.country, "")
        assert not fact.note or fact.note not in page
        assert "github" not in page
        assert "from memory" not in page


def test_two_taps_lead_from_the_root_to_a_call_in_each_of_the_34_countries(built: Path, site: Site) -> None:
    """One tap on the country's own name, one on a number (campaign review, item 3)."""
    root = parse_page((built / "index.html").read_text(encoding="utf-8"))
    first = {href for href, _ in root.links}
    for country in site.countries:
        for tag in country.languages:
            path = f"{tag}/report/{country.code}.html"
            assert path in first
            page = (built / path).read_text(encoding="utf-8")
            top = page.partition('<ul class="calls">')[2].partition("</ul>")[0]
            assert re.search(r'href="tel:\+?\d{3,}"', top), path
            told = site.catalogues[tag].text("next.emergency")[0]
            assert 'class="urgent"' in top
            assert (told in top) == (country.code == "BA")


def test_from_the_start_page_of_a_language_a_voice_is_two_taps_away(built: Path, site: Site) -> None:
    """A language of one country shows its numbers at once; the others list their countries first."""
    for tag in site.catalogues:
        page = (built / tag / "index.html").read_text(encoding="utf-8")
        homes = [country.code for country in site.countries if tag in country.languages]
        if len(homes) == 1:
            assert 'href="tel:' in page, tag
            assert f"help.html#{homes[0]}" in page
        listed = re.findall(r'<li><a href="report/([A-Z]{2})\.html">', page)
        assert len(listed) == 34
        assert sorted(listed[: len(homes)]) == sorted(homes)


def test_the_choice_shows_own_names_by_script_and_the_operation_first(site: Site) -> None:
    shown = choices(site)
    assert sum(choice.operation for choice in shown) == 13
    assert all(choice.operation for choice in shown[:13])
    near = [choice.name for choice in shown[:13]]
    assert near[0] == "Bosna i Hercegovina"
    assert near[-1] == "Србија"
    latin = [name for name in near if name[0].isascii() or name[0] in "Č"]
    assert near[: len(latin)] == latin
    far = [choice.name for choice in shown[13:]]
    assert far.index("Österreich") < far.index("Portugal")
    assert far.index("Ελλάδα") > far.index("United Kingdom")
    assert far.index("Україна") > far.index("Ελλάδα")


def test_a_country_is_found_by_typing_without_accents_or_in_english(site: Site) -> None:
    by_code = {(choice.code, choice.tag): choice.search for choice in choices(site)}
    assert "osterreich" in by_code["AT", "de"]
    assert "austria" in by_code["AT", "de"]
    assert "србија" in by_code["RS", "sr-Cyrl"]
    assert "serbia" in by_code["RS", "sr-Cyrl"]


def test_help_carries_the_numbers_of_every_country_by_its_address(built: Path, site: Site) -> None:
    page = (built / "sl/help.html").read_text(encoding="utf-8")
    for country in site.countries:
        section = page.partition(f'id="{country.code}"')[2].partition("</section>")[0]
        assert 'href="tel:' in section, country.code


def test_pictures_are_taken_down_by_national_services_first_then_everywhere(site: Site) -> None:
    """Campaign review, item 4."""
    names = [fact.name for fact in removals_of(site.facts, "GB", "en")]
    assert names == ["Report Remove", "Take It Down", "StopNCII"]
    assert [fact.name for fact in removals_of(site.facts, EVERYWHERE, "en")] == ["Take It Down", "StopNCII"]


def test_the_page_for_pictures_says_that_a_code_leaves_and_in_which_languages(
    built: Path, site: Site
) -> None:
    page = (built / "sl/takedown.html").read_text(encoding="utf-8")
    assert site.catalogues["sl"].text("takedown.not_yours")[0] in page
    assert "nemščina" in page
    german = (built / "de/takedown.html").read_text(encoding="utf-8")
    everywhere = german.partition('class="panel numbers')[0]
    assert everywhere.count(site.catalogues["de"].text("takedown.not_yours")[0]) == 1  # StopNCII: en, nl
    for tag in site.catalogues:
        for code in ("RS", "GB"):
            country = (built / tag / "report" / f"{code}.html").read_text(encoding="utf-8")
            assert "https://takeitdown.ncmec.org" in country
    assert not any(
        "do not upload them" in (built / "en" / name).read_text() for name in ("help.html", "takedown.html")
    )


def test_every_part_of_a_country_page_has_a_group(site: Site) -> None:
    assert {fact.group for fact in site.facts} <= set(Group)
    assert {kind for fact in site.facts for kind in [fact.kind]} <= set(Kind)
