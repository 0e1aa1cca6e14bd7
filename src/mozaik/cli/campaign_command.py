"""`mozaik campaign`: build, look at, check and translate the public prevention site."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypedDict, TypeVar, Unpack

import click

from mozaik.campaign import (
    Built,
    Inputs,
    Problem,
    Severity,
    Site,
    build_site,
    check_inputs,
    check_site,
    make_server,
    read_site,
    require_final,
)
from mozaik.cli.campaign_partners import tallies, tally, translate
from mozaik.cli.common import (
    FILE,
    FOLDER,
    NEW_PATH,
    counted,
    echo_json,
    json_option,
    now,
    progress_bar,
    trust_option,
)
from mozaik.cli.own_keys import own_trust

Function = TypeVar("Function", bound=Callable[..., object])
_SHOWN = 40
_WORDS = {Severity.ERROR: "error", Severity.NOT_FINAL: "not final", Severity.NOTE: "note"}


@click.group("campaign", short_help='the public prevention site "Say No!"')
def command() -> None:
    """Build, check and translate the public prevention site "Say No!".

    The site is made from texts, catalogues and reporting points, and knows nothing of any case. It is a
    folder of files for any web server, and opens from a USB stick.
    """


def _input_options(function: Function) -> Function:
    """Add the options that say where the site is read from."""
    options = (
        click.option(
            "--settings", type=FILE, help="Settings (campaign.toml) to use instead of the site's own."
        ),
        click.option("--catalogues", type=FOLDER, help="Folder of catalogues instead of the site's own."),
        click.option("--points", type=FILE, help="Reporting points (CSV) instead of the site's own."),
        click.option("--countries", type=FILE, help="Countries (CSV) instead of the site's own."),
        click.option(
            "--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day of the build; default today."
        ),
        trust_option,
        click.option("--without-film", is_flag=True, help="Leave the film out; the pages say so."),
    )
    for option in reversed(options):
        function = option(function)
    return function


class _Where(TypedDict):
    """Where the site is read from, and the day of the build."""

    settings: Path | None
    catalogues: Path | None
    points: Path | None
    countries: Path | None
    trust_path: Path | None
    day: datetime | None


def _site(where: _Where) -> Site:
    day = where["day"] or now()
    inputs = Inputs(
        where["settings"],
        where["catalogues"],
        where["points"],
        where["countries"],
        own_trust(where["trust_path"]),
    )
    return read_site(inputs, day.date())


@command.command("build")
@click.option(
    "-o", "--output", required=True, type=NEW_PATH, help="Folder to write; an old build is replaced."
)
@click.option("--final", is_flag=True, help="Refuse what nobody signed, reviewed or checked.")
@_input_options
@json_option
def build(output: Path, final: bool, without_film: bool, as_json: bool, **where: Unpack[_Where]) -> None:
    """Build the whole site: every language, every country, handouts, captions and the film.

    The same input and the same day give the same bytes. What a reader should know, such as rows that nobody
    has checked, is told here and said on the pages.

    \b
    Examples:
      mozaik campaign build -o site
      mozaik campaign build -o site --settings campaign.toml --final
      mozaik campaign build -o site --on 2026-11-20 --without-film --json
    """
    site = _site(where)
    if final:
        require_final(site)
    with progress_bar("build", quiet=as_json) as step:
        built = build_site(site, output, with_film=not without_film, step=step)
    problems = check_inputs(site)
    if as_json:
        echo_json(_built_json(built) | {"problems": _problems_json(problems)})
        return
    click.echo(
        f"{built.folder}: {counted(built.pages, 'page')} for {counted(built.countries, 'country')}, "
        f"{counted(built.languages, 'language')}, {counted(built.files, 'file')}, {built.size / 1e6:.1f} MB"
    )
    _say_problems(problems)


@command.command("serve")
@click.argument("folder", required=False, type=FOLDER)
@click.option("--port", default=8000, show_default=True, help="Port on this machine; 0 takes a free one.")
@_input_options
@json_option
def serve(folder: Path | None, port: int, without_film: bool, as_json: bool, **where: Unpack[_Where]) -> None:
    """Show a built site FOLDER on this machine, or build one first and show that.

    Only this machine can reach it. It sends the same security headers as a real server should.

    \b
    Examples:
      mozaik campaign serve
      mozaik campaign serve site --port 8080
    """
    with TemporaryDirectory() as made:
        if folder is None:
            folder = Path(made) / "site"
            with progress_bar("build", quiet=as_json) as step:
                build_site(_site(where), folder, with_film=not without_film, step=step)
        with make_server(folder, port, lambda line: click.echo(line, err=True)) as server:
            address = f"http://127.0.0.1:{server.server_port}/index.html"
            if as_json:
                echo_json({"address": address, "folder": str(folder)})
            else:
                click.echo(f"{address} (end with Ctrl+C)")
            try:
                server.serve_forever()
            except KeyboardInterrupt:
                click.echo("stopped", err=True)


@command.command("check")
@click.argument("folder", required=False, type=FOLDER)
@click.option("--final", is_flag=True, help="Count what keeps a build from being final as errors.")
@_input_options
@json_option
def check(
    folder: Path | None, final: bool, without_film: bool, as_json: bool, **where: Unpack[_Where]
) -> int:
    """Check the catalogues, the reporting points and every page of a built site FOLDER (or of a new build).

    Every language complete, every link well-formed and leading somewhere, every number given by a fact, no
    forbidden term, captions readable, no page over 150 kB, everything printable, nothing from another host.
    What is missing is listed by country and by language; what a final build refuses is marked. Exit code 1
    if an error was found; what is not final and notes give 0.

    \b
    Examples:
      mozaik campaign check
      mozaik campaign check site --final
      mozaik campaign check site --json
    """
    site = _site(where)
    problems = check_inputs(site)
    with TemporaryDirectory() as made:
        if folder is None:
            folder = Path(made) / "site"
            with progress_bar("build", quiet=as_json) as step:
                build_site(site, folder, with_film=not without_film, step=step)
        with progress_bar("check", quiet=as_json) as step:
            problems += check_site(folder, site, step)
    bad = [
        problem
        for problem in problems
        if problem.severity <= (Severity.NOT_FINAL if final else Severity.ERROR)
    ]
    if as_json:
        echo_json({"errors": len(bad), "problems": _problems_json(problems)})
    else:
        _say_problems(problems, all_of_them=True)
        click.echo(_counts(problems))
    return 1 if bad else 0


for _partner in (translate, tally, tallies):
    command.add_command(_partner)


def _built_json(built: Built) -> dict[str, object]:
    return {
        "folder": str(built.folder),
        "pages": built.pages,
        "files": built.files,
        "bytes": built.size,
        "languages": built.languages,
        "countries": built.countries,
    }


def _problems_json(problems: list[Problem]) -> list[dict[str, object]]:
    return [
        {
            "severe": problem.severe,
            "severity": problem.severity.name.lower(),
            "where": problem.where,
            "what": problem.what,
        }
        for problem in problems
    ]


def _counts(problems: list[Problem]) -> str:
    """How many findings of each weight there are."""
    errors, open_points, notes = (
        sum(problem.severity is severity for problem in problems) for severity in Severity
    )
    return f"{errors} errors, {open_points} keep it from being final, {notes} notes"


def _say_problems(problems: list[Problem], *, all_of_them: bool = False) -> None:
    """Findings by weight and place; notes and the rest of a long list only where all are wanted."""
    ordered = sorted(problems, key=lambda problem: (problem.severity, problem.where))
    weighty = [problem for problem in ordered if problem.severity is not Severity.NOTE]
    shown = ordered if all_of_them else weighty[:_SHOWN]
    for problem in shown:
        click.echo(f"  {_WORDS[problem.severity]}: {problem.where}: {problem.what}")
    if len(shown) < len(ordered):
        click.echo(f"  and {len(ordered) - len(shown)} more; see: mozaik campaign check")
