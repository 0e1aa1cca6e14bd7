"""The report of a package as a tagged PDF: in English, and in the language of the recipient's country."""

import hashlib
from datetime import datetime
from functools import partial
from importlib.resources import files

from mozaik.package.model import Package
from mozaik.package.reading import is_as_sealed
from mozaik.package.rendering import Form, Rendering
from mozaik.package.renderings.machine_json import package_json
from mozaik.package.renderings.media_vics import without_md5
from mozaik.package.report import report_view
from mozaik.package.say_again import say_again
from mozaik.typeset import make_pdf, qr_svg
from mozaik.wording import catalogue_of, speaking


def package_pdf(package: Package, language: str = "en") -> bytes:
    """The report in a language; the same package gives the same bytes.

    English says what the package states; another language says it again from what the package tells.
    """
    digest = digest_of(package)
    with speaking(catalogue_of(language)):
        said = package if language == "en" else say_again(package)
        view = report_view(said, language, digest, without_md5(package))
        data = {**view, "qr": qr_svg(digest) if digest else ""}
    template = files("mozaik.package.report").joinpath("templates", "report.typ").read_text(encoding="utf-8")
    return make_pdf(template, data, datetime.fromisoformat(package.drafted.at))


def digest_of(package: Package) -> str | None:
    """The SHA-256 of package.json; None where that was sealed in a format whose bytes are others."""
    return hashlib.sha256(package_json(package)).hexdigest() if is_as_sealed(package) else None


def report_in(language: str) -> Rendering:
    """The report in a language other than English, such as `package.sl.pdf`."""
    return Rendering(f"package.{language}.pdf", partial(package_pdf, language=language))


PACKAGE_PDF = Rendering("package.pdf", package_pdf, Form.PDF)
