"""What triage would read of a source, as people and scripts are told it."""

from collections import defaultdict
from pathlib import Path

import click

from mozaik.cli.common import counted, echo_json, progress_bar
from mozaik.cli.pace import size_text
from mozaik.desk import SourceListing, list_seized
from mozaik.visible import visible_line

MOST_PLACES = 5
"""Places that are named of one reason; `--json` has all."""


def say_listing(source: Path, scheme: str | None, as_json: bool) -> None:
    """List a source and say what came of it."""
    with progress_bar(f"list {source.name}", quiet=as_json) as step:
        listing = list_seized(source, scheme, step)
    if as_json:
        echo_json(_listing_json(listing))
    else:
        click.echo(_listing_text(listing), nl=False)


def _listing_json(listing: SourceListing) -> dict[str, object]:
    return {
        "schema": "mozaik.triage.list/1",
        "source": str(listing.source),
        "kind": listing.kind,
        "reader": listing.reader,
        "files": listing.files,
        "bytes": listing.size,
        "containers": [
            {"container": holding.container, "files": holding.files, "bytes": holding.size}
            for holding in listing.holdings
        ],
        "unread": [{"place": unread.place, "reason": unread.reason} for unread in listing.unread],
    }


def _listing_text(listing: SourceListing) -> str:
    noun = "record" if listing.kind.startswith("case export") else "file"
    lines = [
        f"{visible_line(str(listing.source))}: {listing.kind}, nothing is written",
        f"  read by {listing.reader}",
        f"  would be read: {counted(listing.files, noun)}, {size_text(listing.size)}",
    ]
    for holding in listing.holdings:
        if holding.container:
            amount = f"{counted(holding.files, noun)}, {size_text(holding.size)}"
            lines.append(f"    in {visible_line(holding.container)}: {amount}")
    lines += _unread_lines(listing, noun)
    if noun == "file":
        lines.append("  Archives inside what is packed are opened at triage, and counted only then.")
    return "\n".join(lines) + "\n"


def _unread_lines(listing: SourceListing, noun: str) -> list[str]:
    """The reasons why something is not read, most frequent first, each with the first places."""
    if not listing.unread:
        return [f"  not read: no {noun}"]
    places: defaultdict[str, list[str]] = defaultdict(list)
    for unread in listing.unread:
        places[unread.reason].append(unread.place)
    lines = [f"  not read: {len(listing.unread):,}"]
    for reason, named in sorted(places.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        lines.append(f"    {len(named):,} x {reason}")
        lines += [f"      {visible_line(place)}" for place in named[:MOST_PLACES]]
        if len(named) > MOST_PLACES:
            lines.append(f"      and {len(named) - MOST_PLACES:,} more (--json names all)")
    return lines
