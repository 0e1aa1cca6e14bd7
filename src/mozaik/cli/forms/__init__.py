"""The forms of what the commands print with `--json`; `make schemas` writes docs/formats/json from them.

A form is a dataclass of ours where the answer is one, else a typed dictionary here. No command loads them.
"""

import json
from pathlib import Path

from mozaik.cli.common import SCHEMA_VERSIONS
from mozaik.cli.forms.announce import ANNOUNCE_FORMS
from mozaik.cli.forms.case import CASE_FORMS
from mozaik.cli.forms.figures import FIGURE_FORMS
from mozaik.cli.forms.files import FILE_FORMS
from mozaik.cli.forms.hub import HUB_FORMS
from mozaik.cli.forms.names import NAME_FORMS
from mozaik.cli.forms.node import NODE_FORMS
from mozaik.cli.forms.operation import OPERATION_FORMS
from mozaik.cli.forms.place import PLACE_FORMS
from mozaik.cli.forms.public import PUBLIC_FORMS
from mozaik.cli.forms.rehearsal import REHEARSAL_FORMS
from mozaik.cli.forms.request import REQUEST_FORMS
from mozaik.json_schema import Schema, schema_of_answer

FORMS: dict[str, object] = {
    **OPERATION_FORMS, **FILE_FORMS, **PLACE_FORMS, **NODE_FORMS, **CASE_FORMS, **FIGURE_FORMS,
    **REHEARSAL_FORMS, **PUBLIC_FORMS, **ANNOUNCE_FORMS, **REQUEST_FORMS,
    **HUB_FORMS, **NAME_FORMS,
}  # fmt: skip
"""The form of each answer by its name without the version."""


def schemas() -> dict[str, Schema]:
    """The schema of every answer, by the name of its file."""
    named = {name: f"{name}/{SCHEMA_VERSIONS.get(name, 1)}" for name in FORMS}
    return {file_name(form): schema_of_answer(form, FORMS[name]) for name, form in named.items()}


def file_name(form: str) -> str:
    """The name of the schema's file: of `mozaik.keys.list/1` it is `keys.list.schema.json`."""
    return f"{form.partition('/')[0].removeprefix('mozaik.')}.schema.json"


def write_schemas(folder: Path) -> None:
    """Write every schema into a folder."""
    for name, schema in schemas().items():
        text = json.dumps(schema, ensure_ascii=False, indent=2)
        (folder / name).write_text(text + "\n", encoding="utf-8")
