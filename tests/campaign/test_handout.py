"""The handout of every language: one page, in its language, with a code for the reporting page."""

import io
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
import segno
from PIL import Image
from pypdf import PdfReader

from mozaik.campaign import Site
from mozaik.campaign.handout import report_address
from mozaik.campaign.languages import base_language
from tests.campaign.support import TAGS


@pytest.mark.parametrize("tag", TAGS)
def test_the_handout_is_one_page_in_its_language_with_the_advice_in_order(
    built: Path, site: Site, tag: str
) -> None:
    reader = PdfReader(built / tag / "handout.pdf")
    assert len(reader.pages) == 1
    assert str(reader.root_object["/Lang"]) == base_language(site.catalogues[tag].text_tag)
    text = "".join(reader.pages[0].extract_text().split())
    assert report_address(site.settings, tag).removeprefix("https://") in text
    for key in ("handout.title", "handout.fold"):
        assert "".join(site.catalogues[tag].text(key)[0].split()) in text


@pytest.mark.parametrize("tag", ["en", "sr-Cyrl", "el"])
def test_looked_at_as_a_picture_the_handout_is_full_within_its_margins_and_its_code_is_right(
    built: Path, site: Site, tag: str, tmp_path: Path
) -> None:
    picture = rendered(built / tag / "handout.pdf", tmp_path)
    width, height = picture.size
    ink = picture.point(lambda value: 255 if value < 128 else 0).getbbox()
    assert ink is not None
    assert ink[0] > 0.05 * width
    assert ink[2] < 0.95 * width
    assert ink[1] < 0.1 * height
    assert 0.9 * height < ink[3] < 0.98 * height
    code = code_of(report_address(site.settings, tag))
    assert code_in(picture, len(code)) == code


def rendered(path: Path, folder: Path, number: int = 1) -> Image.Image:
    """One page at 150 dots an inch, grey."""
    chosen = ["-f", str(number), "-l", str(number)]
    subprocess.run(
        [str(shutil.which("pdftoppm")), "-r", "150", "-gray", *chosen, str(path), str(folder / "page")],
        check=True,
    )
    (only,) = folder.glob("page*.pgm")
    return Image.open(io.BytesIO(only.read_bytes()))


def code_of(address: str) -> list[list[bool]]:
    """The modules of the code that should be there."""
    return [[bool(module) for module in line] for line in segno.make_qr(address, error="m").matrix]


def code_in(picture: Image.Image, size: int) -> list[list[bool]]:
    """The modules of the code of `size` by `size` in the lower left of the page, found by its outline."""
    width, height = picture.size
    black = picture.point(lambda value: 255 if value < 60 else 0)
    left, top = int(0.02 * width), int(0.72 * height)
    part = black.crop((left, top, int(0.255 * width), int(0.955 * height)))
    x0, y0, x1, y1 = longest_block(part)
    code = np.asarray(part.crop((x0, y0, x1, y1)))
    step = (x1 - x0) / size
    middles = ((np.arange(size) + 0.5) * step).astype(int)
    return [[bool(module) for module in line] for line in code[np.ix_(middles, middles)]]


def longest_block(part: Image.Image) -> tuple[int, int, int, int]:
    """The box of the tallest run of lines with ink: the code, not the small print below it."""
    lines = [part.crop((0, y, part.width, y + 1)).getbbox() is not None for y in range(part.height)]
    best, start = (0, 0), None
    for y, inked in enumerate([*lines, False]):
        if inked and start is None:
            start = y
        elif not inked and start is not None:
            best, start = max(best, (start, y), key=lambda run: run[1] - run[0]), None
    box = part.crop((0, best[0], part.width, best[1])).getbbox()
    assert box is not None
    return box[0], best[0] + box[1], box[2], best[0] + box[3]
