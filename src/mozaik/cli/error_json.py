"""An error as `--json` prints it: one object on standard output (docs/formats/json/error.schema.json)."""

import json

import click

from mozaik.cli.exit_codes import ExitCode
from mozaik.errors import MozaikError
from mozaik.visible import visible_json

SCHEMA = "mozaik.error/1"


def echo_error(error: MozaikError, code: ExitCode) -> None:
    """Print an error with its parts and the exit code that follows."""
    told = {
        "schema": SCHEMA,
        "error": {
            "kind": type(error).__name__,
            "what": error.what,
            "where": error.where,
            "why": error.why,
            "remedy": error.remedy,
        },
        "exit_code": int(code),
    }
    click.echo(visible_json(json.dumps(told, ensure_ascii=False, indent=2, sort_keys=True)))
