"""A reading as plain JSON values, for machines (docs/formats/hits.md)."""

from dataclasses import fields

from mozaik.release.held import Held
from mozaik.release.model import Reading
from mozaik.typed_json import Json, to_json


def reading_as_json(reading: Reading | Held) -> dict[str, Json]:
    """A reading, or who holds something, as a JSON object, every field of the model under its own name."""
    return {field.name: to_json(getattr(reading, field.name)) for field in fields(reading)}
