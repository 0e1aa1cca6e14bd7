"""package.json: the whole package in canonical JSON; this is the form that counts."""

from mozaik.canonical import to_canonical
from mozaik.package.model import Package
from mozaik.package.reading import as_sealed
from mozaik.package.rendering import Form, Rendering


def package_json(package: Package) -> bytes:
    """The package as canonical JSON; of an older format the bytes that were sealed, where it states all."""
    return to_canonical(as_sealed(package))


PACKAGE_JSON = Rendering("package.json", package_json, Form.JSON)
