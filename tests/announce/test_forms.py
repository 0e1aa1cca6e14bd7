"""Every form says the same: numbers are figures with notes, links lead somewhere, nothing is foreign."""

import json
import re
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as Xml

import pytest
from pypdf import PdfReader

from mozaik.announce import LANGUAGES, Announcement, SealedAnnouncement
from mozaik.announce.charts import bars_svg
from mozaik.announce.model import BlockKind
from mozaik.contribution import SealedSet
from mozaik.typed_json import from_json
from tests.announce.conftest import tallied
from tests.announce.support import BLOCKS, HEAD, approved, checked, text_of, world, write_draft
from tests.figures.support import item
from tests.house.json_pages import described, stated

ATOM = "{http://www.w3.org/2005/Atom}"


class Page(HTMLParser):
    """What a page holds: ids, links, what it loads, and the elements that have no place on it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.languages: set[str] = set()
        self.wrong: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.ids += [values["id"]] if "id" in values else []
        self.links += [values["href"]] if tag == "a" else []
        self.languages |= {values["lang"]} if "lang" in values else set()
        if tag == "link" and values["rel"] in ("stylesheet", "icon"):
            self.loads.append(values["href"])
        if "src" in values:
            self.loads.append(values["src"])
        if tag in ("script", "style", "iframe", "form") or "style" in values:
            self.wrong.append(tag)
        self.wrong += [name for name in values if name.startswith("on")]


def pages_of(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def test_no_digit_of_a_text_is_without_its_figure(issued: list[SealedAnnouncement]) -> None:
    """The oracle reads the published data: what is no figure and no name holds no digit, in ten languages."""
    for version in issued:
        announcement = version.announcement
        for text in announcement.texts:
            bare = "".join(
                run.text
                for block in text.blocks
                for run in block.runs
                if run.note is None and not run.language
            ).replace(announcement.operation, "")
            assert re.findall(r"\d", bare) == [], text.language


def test_every_figure_has_a_note_with_definition_scope_day_and_whose(
    site: Path, issued: list[SealedAnnouncement]
) -> None:
    html = (site / "mozaik-2023.joint" / "1" / "en.html").read_text("utf-8")
    for figure in issued[0].announcement.figures:
        note = html.partition(f'<li id="note-{figure.note}">')[2].partition("</li>")[0]
        words = " ".join(re.sub(r"<[^>]+>", "", note).split())
        assert figure.definition in words.replace("&#39;", "'")
        told = "the campaign" if figure.scope == "campaign" else "all authorities together"
        assert f"Scope: {told}, as of 20 November 2023." in words
        for share in figure.owners:
            short = {named.authority: named.short for named in issued[0].announcement.authorities}
            assert f"{short[share.authority]}: {share.counted:,}" in words
        assert f'href="#note-{figure.note}"' in html
    assert "never given by country or authority" in html


def test_pages_hold_no_script_and_load_nothing_from_elsewhere(site: Path) -> None:
    for path in pages_of(site):
        page = Page(path.read_text("utf-8"))
        assert page.wrong == [], path
        assert len(set(page.ids)) == len(page.ids), path
        assert all(not urlsplit(address).netloc for address in page.loads), path
        for link in (*page.links, *page.loads):
            parts = urlsplit(link)
            if parts.netloc:
                assert link == "https://say-no.example"
            elif parts.path:
                assert (path.parent / parts.path).is_file(), (path, link)
            else:
                assert parts.fragment in page.ids, (path, link)


def test_each_authority_is_named_in_its_own_language_and_script(site: Path) -> None:
    html = (site / "mozaik-2023.joint" / "1" / "sl.html").read_text("utf-8")
    assert '<span lang="sr-Cyrl">Министарство унутрашњих послова, Дирекција полиције' in html
    assert '<span lang="hu">Készenléti Rendőrség' in html
    assert '<span lang="sl">' not in html


def test_the_json_is_the_announcement(site: Path, issued: list[SealedAnnouncement]) -> None:
    data = json.loads((site / "mozaik-2023.joint" / "1" / "announcement.json").read_bytes())
    assert from_json(Announcement, data, "published") == issued[0].announcement
    assert all(figure["definition"] and figure["scope"] and figure["as_of"] for figure in data["figures"])


def test_the_plain_text_carries_the_notes(site: Path) -> None:
    text = (site / "mozaik-2023.SI" / "1" / "en.txt").read_text("utf-8")
    assert "3 raids [1]" in text
    assert "[1] raids carried out. Searches of premises" in text
    assert max(map(len, text.splitlines())) <= 92


def test_paragraphs_of_the_pdf_stand_apart(site: Path) -> None:
    """Three in a row ran together as one: each begins on a line of its own."""
    reader = PdfReader(BytesIO((site / "mozaik-2023.joint" / "1" / "en.pdf").read_bytes()))
    lines = "\n".join(sheet.extract_text() for sheet in reader.pages).splitlines()
    for begun in ("The operation is led by", "The coordinator helped", "Experts from Slovenia"):
        assert [line for line in lines if line.startswith(begun)], begun


def test_a_number_stays_beside_its_noun(site: Path) -> None:
    """A title that breaks between `6` and `raids` is read twice: on the page and on paper they are one."""
    folder = site / "mozaik-2023.joint" / "1"
    for tag, title in (("en", "6\u00a0raids"), ("sr-Cyrl", "6\u00a0претреса")):
        heading = (folder / f"{tag}.html").read_text("utf-8").partition("<h1>")[2].partition("</h1>")[0]
        assert title in heading
    shown = PdfReader(BytesIO((folder / "en.pdf").read_bytes())).pages[0].extract_text()
    assert "200\u00a0items" in shown
    assert "<title>Operation MOZAIK 2023: 6 raids, 4 suspects" in (folder / "en.html").read_text("utf-8")


def test_the_plain_text_has_its_notes_as_paragraphs(site: Path) -> None:
    text = (site / "mozaik-2023.joint" / "1" / "en.txt").read_text("utf-8")
    assert "\n[1] raids carried out." in text
    assert "- [1]" not in text


def test_the_pdf_has_its_language_title_and_notes(site: Path) -> None:
    for tag in ("sl", "sr-Cyrl"):
        reader = PdfReader(BytesIO((site / "mozaik-2023.joint" / "1" / f"{tag}.pdf").read_bytes()))
        assert str(reader.root_object["/Lang"]).partition("-")[0] == tag.partition("-")[0]
        assert reader.metadata is not None
        assert "MOZAIK 2023" in str(reader.metadata.title)
        assert "Europol" in "".join(page.extract_text() for page in reader.pages)


def test_every_language_has_a_feed_with_every_version(site: Path) -> None:
    for tag in LANGUAGES:
        feed = Xml.fromstring((site / f"feed.{tag}.atom").read_bytes())  # noqa: S314  # our own file
        entries = feed.findall(f"{ATOM}entry")
        assert len(entries) == 2
        for entry in entries:
            link = entry.find(f"{ATOM}link")
            assert link is not None
            path = link.attrib["href"].removeprefix("https://mozaik.example/announcements/")
            assert (site / path).is_file()
            authors = {str(name.text) for name in entry.findall(f"{ATOM}author/{ATOM}name")}
            assert "Europol, European Cybercrime Centre (EC3)" in authors
            assert "Policija, Generalna policijska uprava, Uprava kriminalistične policije" in authors


def test_a_chart_draws_its_table_and_nothing_acts_in_it() -> None:
    svg = bars_svg("Raids <by> day", [("6 Nov", "3", 3), ("7 & 8", "1,200", 1200), ("9 Nov", "0", 0)], "c")
    root = Xml.fromstring(svg)  # noqa: S314  # our own text
    bars = [float(bar.attrib["width"]) for bar in root.iter("{http://www.w3.org/2000/svg}rect")]
    assert bars[1] / bars[0] == pytest.approx(400, rel=0.7)
    assert bars[2] == 1.0
    assert root.attrib["aria-labelledby"] == "c"
    assert {element.tag.rpartition("}")[2] for element in root.iter()} == {"svg", "title", "text", "rect"}


def test_every_chart_of_a_page_has_its_table(site: Path, issued: list[SealedAnnouncement]) -> None:
    announcement = issued[0].announcement
    html = (site / "mozaik-2023.joint" / "1" / "hu.html").read_text("utf-8")
    assert [len(chart.points) for chart in announcement.charts] == [4, 3]
    assert html.count("<svg") == html.count("<table>") == 2
    assert html.count('<tr><th scope="row">') == 7
    for chart in announcement.charts:
        whole = announcement.figure(chart.note).value
        assert sum(point.value for point in chart.points) == whole


def test_the_mark_of_a_note_never_reads_as_a_digit_of_its_number(site: Path) -> None:
    """Copied or read aloud, `8` with note 3 must not become 83: in the text of the page and of the PDF."""
    folder = site / "mozaik-2023.joint" / "1"
    page = re.sub(r"<[^>]+>", "", (folder / "en.html").read_text("utf-8"))
    reader = PdfReader(BytesIO((folder / "en.pdf").read_bytes()))
    for text in (page, "".join(sheet.extract_text() for sheet in reader.pages)):
        told = " ".join(text.split())
        assert "Countries: 3[3]" in told
        assert "Victims safeguarded: 3[6]" in told
        assert "Items seized, by kind[7]" in told


def test_a_page_says_what_kind_of_article_it_is(site: Path, issued: list[SealedAnnouncement]) -> None:
    """Its authors are those that approve it; headline and summary hold the numbers without those of notes."""
    organisation = 'itemscope itemtype="https://schema.org/GovernmentOrganization"'
    europol = "Europol, European Cybercrime Centre (EC3)"
    police = "Policija, Generalna policijska uprava, Uprava kriminalistične policije"
    html = (site / "mozaik-2023.joint" / "1" / "en.html").read_text("utf-8")
    for mark in (
        'itemtype="https://schema.org/NewsArticle"',
        f'<meta itemprop="headline" content="{issued[0].announcement.text("en").title}">',
        'itemprop="datePublished" datetime="2023-11-20T09:00:00Z"',
        'itemprop="inLanguage" content="en"',
        f'<div itemprop="author publisher" {organisation}><meta itemprop="name" content="{europol}"></div>',
        f'<div itemprop="author" {organisation}><meta itemprop="name" content="{police}"></div>',
    ):
        assert mark in html
    assert html.count("publisher") == 1


def test_every_block_of_the_text_is_on_the_page(site: Path, issued: list[SealedAnnouncement]) -> None:
    for text in issued[0].announcement.texts:
        html = (site / "mozaik-2023.joint" / "1" / f"{text.language}.html").read_text("utf-8")
        words = re.sub(r"<sup>.*?</sup>", "", html)
        plain = " ".join(re.sub(r"<[^>]+>", "", words).replace("&#39;", "'").replace("&amp;", "&").split())
        for block in text.blocks:
            if block.kind not in (BlockKind.CHART, BlockKind.AUTHORITIES):
                assert " ".join(block.text.split()) in plain, (text.language, block.key)


def test_the_page_of_the_format_describes_what_is_written(
    tmp_path: Path, issued: list[SealedAnnouncement]
) -> None:
    folder = write_draft(tmp_path / "d", [*BLOCKS, {"key": "x", "kind": "paragraph", "text": "{dates}"}])
    first = approved(folder, world(tmp_path / "first", {"SI-GPD": {"items": [item(9, state=None)]}}))
    second = approved(folder, world(tmp_path / "second"), "v2", before=first.path)
    outputs = [json.loads(each.announcement.to_bytes()) for each in (*issued, first, second)]
    assert stated(outputs, frozenset()) == described("announcement.md", "announcement.json")


def test_sealed_counts_of_partners_are_quoted_as_figures(
    site: Path, issued: list[SealedAnnouncement], tmp_path: Path, many: list[SealedSet]
) -> None:
    told = {figure.key: figure for figure in issued[0].announcement.figures if figure.scope == "campaign"}
    assert {key: figure.value for key, figure in told.items()} == {
        "campaign_screenings": 1012,
        "campaign_reach": 340,
    }
    html = (site / "mozaik-2023.joint" / "1" / "en.html").read_text("utf-8")
    assert "1,012\u00a0screenings of the film" in html
    assert "Counted from sealed counts of partners" in html
    text = text_of("{campaign_screenings campaign}")
    assert not checked(write_draft(tmp_path / "d", text), many).is_ready
    early = HEAD.replace("as_of = 2023-11-20", "as_of = 2023-10-01")
    folder = write_draft(tmp_path / "e", text, early)
    figures = checked(folder, many, tallies=tallied(tmp_path)).records.public
    assert [figure.value for key, figure in figures.items() if key.key == "campaign_screenings"] == [12]


def test_a_figure_of_a_chart_alone_is_led_back_to_the_chart(tmp_path: Path) -> None:
    told = approved(write_draft(tmp_path / "d"), world(tmp_path / "records"))
    for tag in ("en", "sl"):
        page = Page(told.verified.read_member(f"{tag}.html").decode())
        lost = [link for link in page.links if link.startswith("#") and link[1:] not in page.ids]
        assert lost == []
