"""package.pdf: the report of a package as a tagged PDF, with nothing added."""

import hashlib
from datetime import datetime
from importlib.resources import files

from mozaik.package.model import FORMAT, Package
from mozaik.package.rendering import Form, Rendering
from mozaik.package.renderings.machine_json import package_json
from mozaik.package.report import report_view
from mozaik.typeset import make_pdf, qr_svg


def package_pdf(package: Package) -> bytes:
    """The report in English; the same package gives the same bytes."""
    digest = digest_of(package)
    data = {**report_view(package, "en", digest), "qr": qr_svg(digest) if digest else ""}
    template = files("mozaik.package.report").joinpath("templates", "report.typ").read_text(encoding="utf-8")
    return make_pdf(template, data, datetime.fromisoformat(package.drafted.at))


def digest_of(package: Package) -> str | None:
    """The SHA-256 of package.json; None where that was sealed in an older format, whose bytes are others."""
    return hashlib.sha256(package_json(package)).hexdigest() if package.format == FORMAT else None


PACKAGE_PDF = Rendering("package.pdf", package_pdf, Form.PDF)
