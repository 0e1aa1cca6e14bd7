"""What a package would tell and hold back, as people and scripts are told it before it is drafted."""

from collections.abc import Iterator

import click

from mozaik.cli.common import counted, echo_json
from mozaik.cli.layout import Line, laid_out
from mozaik.desk import Preview
from mozaik.typed_json import to_json
from mozaik.visible import visible_line


def say_preview(preview: Preview, as_json: bool) -> None:
    """Say what came of a preview."""
    if as_json:
        echo_json(_preview_json(preview))
    else:
        click.echo(laid_out(list(_lines(preview))), nl=False)


def _preview_json(preview: Preview) -> dict[str, object]:
    package = preview.package
    return {
        "schema": "mozaik.package.preview/1",
        "recipient": package.recipient.authority,
        "leads": to_json(package.leads),
        "hits": to_json(package.hits),
        "pointers": to_json(package.pointers),
        "counts": to_json(package.counts),
        "handling": to_json(package.handling),
        "expires_on": to_json(package.expires_on),
        "keep_until": to_json(package.keep_until),
        "held_back": to_json(preview.held_back),
        "not_compared": to_json(package.not_compared),
        "statement": package.statement,
    }


def _lines(preview: Preview) -> Iterator[Line]:
    package = preview.package
    yield "", f"What {package.recipient.authority} would get; no number is taken, the reading is logged"
    for lead in package.leads:
        yield "  ", f"lead {lead.number}: {visible_line(lead.title)} ({', '.join(lead.references)})"
    for told in package.told:
        shown, asked = len(told.told), len(told.ask)
        only = f", of {counted(asked, 'holder')} only that they exist" if asked else ""
        yield "  ", f"{told.reference}  {told.kind}: {counted(shown, 'holder')} in full{only}"
    if not package.told:
        yield "  ", "no hit and no pointer: the package says what was compared"
    if preview.held_back:
        yield "", "Held back, only counted in it:"
    for held in preview.held_back:
        yield "  ", f"{held.reference}  {held.kind}: {held.why}"
    for compared in package.not_compared:
        yield (
            "  ",
            f"{compared.authority}, {compared.table}, {compared.matcher} not compared: {compared.reason}",
        )
    yield "", f"It would be valid until {package.expires_on}."
    yield "", package.statement
