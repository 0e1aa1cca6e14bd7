"""A text as a QR code that a telephone reads from paper."""

import io

import segno


def qr_svg(text: str) -> str:
    """The code in SVG with its quiet zone; the same text gives the same code. Level M mends 15 % damage."""
    stream = io.BytesIO()
    segno.make_qr(text, error="m").save(
        stream, kind="svg", scale=4, border=4, dark="#000", light="#fff", xmldecl=False, svgclass=None,
        lineclass=None,
    )  # fmt: skip
    return stream.getvalue().decode()
