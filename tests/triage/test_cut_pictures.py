"""A picture that does not load whole has no hash, in every format that is decoded (review 1, item 11.1)."""

import ast
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import mozaik.triage
from mozaik.media import prepare
from mozaik.triage.file_type import PICTURES, mime_of
from mozaik.triage.picture import NotDecodableError, read_picture
from tests.triage.support import encoded, picture

_FORMATS: dict[str, dict[str, Any]] = {
    "JPEG": {"kind": "JPEG"},
    "progressive JPEG": {"kind": "JPEG", "progressive": True},
    "PNG": {"kind": "PNG"},
    "GIF": {"kind": "GIF"},
    "WebP": {"kind": "WEBP"},
    "lossless WebP": {"kind": "WEBP", "lossless": True},
    "BMP": {"kind": "BMP"},
    "TIFF": {"kind": "TIFF"},
    **{
        f"TIFF {how}": {"kind": "TIFF", "compression": how}
        for how in ("tiff_lzw", "tiff_deflate", "packbits", "jpeg")
    },
}


@pytest.mark.parametrize("options", _FORMATS.values(), ids=_FORMATS)
def test_a_picture_cut_anywhere_has_the_hash_of_the_whole_or_none(options: dict[str, Any]) -> None:
    """Where only what follows the pixels is cut off, they are whole."""
    prepare()
    noise = np.random.default_rng(1).integers(0, 30, (80, 96, 3))
    whole = encoded((picture() // 2 + noise).astype(np.uint8), **options)
    expected = read_picture(whole).facts.pdq
    assert mime_of(whole[:4096]) in PICTURES

    hashed = 0
    for size in {*range(40, len(whole), len(whole) // 23), len(whole) - 2, len(whole) - 1}:
        try:
            assert read_picture(whole[:size]).facts.pdq == expected
            hashed += 1
        except NotDecodableError:
            continue

    assert hashed <= 3, "of 25 cuts nearly all go through the pixels"


def test_no_reader_of_seized_bytes_swallows_what_it_does_not_name() -> None:
    folder = Path(mozaik.triage.__file__).parent
    broad = [
        f"{path.name}:{node.lineno}"
        for path in sorted(folder.glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id == "Exception"))
    ]
    assert broad == []
