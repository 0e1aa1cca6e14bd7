"""The handbook: one command, every link leads somewhere, nothing is fetched elsewhere (review 14, 3)."""

import ast
import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from handbook.api import room_pages
from handbook.build import BrokenLinkError, build
from handbook.check import addresses_in_css, faults_of, is_foreign
from handbook.gather import CHAPTERS, ROOT_DOCUMENTS, gather
from playwright.sync_api import Browser

from tests.house.support import REPOSITORY, SOURCE

WIDTHS = (360, 1280)
SHOWN = (
    "index.html",
    "where.html",
    "who.html",
    "tutorial.html",
    "rooms/release.html",
    "formats/package.html",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("handbook"))


def test_every_link_of_the_handbook_leads_somewhere_on_it(site: Path) -> None:
    assert faults_of(site) == []


def test_every_document_has_its_page_and_every_room(site: Path) -> None:
    documents = {
        path.relative_to(REPOSITORY / "docs").with_suffix("") for path in (REPOSITORY / "docs").rglob("*.md")
    }
    rooms = {Path("rooms", path.parent.name) for path in SOURCE.glob("*/__init__.py")}
    pages = {path.relative_to(site).with_suffix("") for path in site.rglob("*.html")}
    wanted = documents | rooms | {Path(name) for name in ("readme", "glossary", "security", "rooms/ground")}
    assert wanted <= pages
    text = (site / "index.html").read_text(encoding="utf-8")
    in_navigation = set(re.findall(r'href="(?:[.]/)?([^"#]+)[.]html"', text))
    assert {str(page) for page in wanted} <= in_navigation | {"index"}


def test_the_page_of_a_room_has_all_its_public_names(tmp_path: Path) -> None:
    room_pages(SOURCE, tmp_path)
    for folder in sorted(path.parent for path in SOURCE.glob("*/__init__.py")):
        tree = ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))
        listed = [
            node.value
            for node in tree.body
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
        ]
        page = (tmp_path / "rooms" / f"{folder.name}.md").read_text(encoding="utf-8")
        missing = [name for value in listed for name in ast.literal_eval(value) if f"`{name}`" not in page]
        assert missing == [], folder.name
    page = (tmp_path / "rooms" / "terms.md").read_text(encoding="utf-8")
    assert "## `disclosed`\n\n```python\ndef disclosed(" in page


def test_a_file_that_a_page_names_is_a_link_to_its_page(tmp_path: Path) -> None:
    gather(REPOSITORY, tmp_path / "pages")
    assert "[`docs/environment.md`](environment.md)" in (tmp_path / "pages/readme.md").read_text(
        encoding="utf-8"
    )
    tutorial = (tmp_path / "pages" / "tutorial.md").read_text(encoding="utf-8")
    code = [line for line in tutorial.splitlines() if line.startswith("    ")]
    assert not any("](" in line for line in code)


def small_repository(root: Path, start: str) -> Path:
    """The least that a handbook is made of."""
    for folder in ("docs/formats", "docs/adr", "src/mozaik/seal"):
        (root / folder).mkdir(parents=True)
    for name in ROOT_DOCUMENTS:
        (root / f"{name}.md").write_text(f"# {name}\n", encoding="utf-8")
    chapters = [name for names in CHAPTERS.values() for name in names if name.upper() not in ROOT_DOCUMENTS]
    for name in chapters:
        (root / "docs" / f"{name}.md").write_text(f"# {name}\n", encoding="utf-8")
    (root / "docs" / "handbook.css").touch()
    (root / "docs" / "index.md").write_text(f"# Start\n\n{start}\n", encoding="utf-8")
    (root / "src/mozaik/seal/__init__.py").write_text('"""Seal: it seals."""\n', encoding="utf-8")
    return root


def test_a_broken_link_stops_the_build_and_is_named(tmp_path: Path) -> None:
    whole = small_repository(tmp_path / "whole", "[the seal](../src/mozaik/seal/), `docs/who.md`")
    site = build(tmp_path / "a", whole)
    assert faults_of(site) == []
    assert 'href="rooms/seal.html"' in (site / "index.html").read_text(encoding="utf-8")
    with pytest.raises(BrokenLinkError) as caught:
        build(tmp_path / "b", small_repository(tmp_path / "torn", "[gone](gone.md)"))
    assert "index.md:3" in str(caught.value)
    assert "Traceback" not in str(caught.value)


@pytest.mark.parametrize(("page", "fault"), [
    ('<a href="gone.html">', "a.html: gone.html leads nowhere"),
    ('<a href="b.html#gone">', "a.html: b.html#gone leads nowhere"),
    ('<a href="#gone">', "a.html: #gone leads nowhere"),
    ('<img src="gone.svg">', "a.html: gone.svg leads nowhere"),
    ('<script src="https://cdn.example/x.js"></script>',
     "a.html: fetches https://cdn.example/x.js from elsewhere"),
    ('<link href="//fonts.example/x.css">', "a.html: fetches //fonts.example/x.css from elsewhere"),
    ('<p style="background: url(https://x.example/y.png)">',
     "a.html: fetches https://x.example/y.png from elsewhere"),
    ('<source srcset="b.html 1x, https://x.example/y.png 2x">',
     "a.html: fetches https://x.example/y.png from elsewhere"),
    ('<pre class="mermaid">', "a.html: fetches https://unpkg.com/mermaid from elsewhere"),
])  # fmt: skip
def test_the_check_sees_each_kind_of_fault(page: str, fault: str, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    (tmp_path / "b.html").write_text('<p id="there"><a href="a.html">', encoding="utf-8")
    assert faults_of(tmp_path) == [fault]
    (tmp_path / "a.html").write_text('<a href="b.html#there"><a href="https://x.example">', encoding="utf-8")
    assert faults_of(tmp_path) == []


def test_the_check_reads_style_sheets(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text(
        "@import 'https://x.example/a.css'; p { src: url('b.woff2') }", encoding="utf-8"
    )
    assert addresses_in_css("@import 'a'; b { c: url(d) url(\"e\") }") == ["a", "d", "e"]
    assert faults_of(tmp_path) == [
        "a.css: fetches https://x.example/a.css from elsewhere",
        "a.css: b.woff2 leads nowhere",
    ]


class Quiet(SimpleHTTPRequestHandler):
    """A server that says nothing."""

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Where the site is served, on this machine alone."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_the_handbook_fits_phone_and_screen_and_asks_no_other_host(address: str, browser: Browser) -> None:
    asked: list[str] = []
    wide: list[tuple[int, str]] = []
    for width in WIDTHS:
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.on("request", lambda request: asked.append(request.url))
        for name in SHOWN:
            page.goto(f"{address}/{name}")
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wide.append((width, name))
        page.goto(f"{address}/index.html")
        picture = page.locator("picture img")
        name, is_drawn, text = picture.evaluate(
            "image => [image.currentSrc.split('/').pop(), image.naturalWidth > 0, image.alt]"
        )
        assert (name, is_drawn) == (f"way-of-the-data{'-tall' if width < 700 else ''}.svg", True)
        assert text
        page.close()
    assert wide == []
    assert [url for url in asked if is_foreign(url) and not url.startswith(address)] == []
