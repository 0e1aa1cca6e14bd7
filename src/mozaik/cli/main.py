"""The program `mozaik`: finds the command, runs it, and turns errors into one sentence and an exit code.

The exit codes are those of `cli/exit_codes.py`.
"""

import os
import sys
import traceback
from importlib import import_module
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from mozaik import __version__
from mozaik.cli.error_json import echo_error
from mozaik.cli.exit_codes import ExitCode, exit_code_of
from mozaik.cli.project import stated_settings, with_settings
from mozaik.cli.screen import complain, guarded_screen
from mozaik.cli.usage import usage_fault
from mozaik.cli.voice import set_quiet, set_verbose
from mozaik.errors import MozaikError
from mozaik.files import storage_errors
from mozaik.lazily import leave_out_pandas, leave_out_threads

COMMANDS = {
    "operation": "say who takes part in an edition: the file that lead and coordinator sign",
    "triage": "turn a seized item into a sealed contribution",
    "record": "turn raids, items, custody, persons and statements into a sealed contribution",
    "list": "turn a hash list into a sealed reference list",
    "doctor": "what is missing, wrong or old",
    "keys": "make, trust, list and revoke keys",
    "show": "say what a file is and holds",
    "verify": "check a sealed file; fails loudly if anything is wrong",
    "plan": "planned actions, and what of others is in their way",
    "trim": "seal your own set again without some of its rows",
    "seal": "encrypt a sealed file to its recipients",
    "open": "decrypt a sealed file",
    "node": "set up, run and keep safe one installation",
    "hub": "a node in the browser, for people of several authorities",
    "receive": "take sealed files into the store of a node",
    "send": "give sealed files to another authority's node",
    "reading": "joint hits at another node: give them, look at them, judge, send that back",
    "request": "ask another authority, answer, see what is due",
    "recall": "take sets of your own back everywhere, see what was recalled",
    "outcome": "what came of a package: report it, and see it where it was sent",
    "urgent": "a child may be in danger now: raise it, say what was done",
    "amend": "say anew what one reader may know of your sets, permit, erase",
    "crosscheck": "compare contributions with each other and with lists",
    "hits": "what one authority may know of the hits",
    "search": "find a text in the hits, or who holds a picture or file",
    "explain": "say why one hit stands, what is told of it, who judged it",
    "tasks": "what waits for one authority",
    "judge": "record a named person's judgement of a hit",
    "unjudge": "withdraw your own judgement of a hit",
    "package": "draft the intelligence package of one authority",
    "release": "sign the release of a draft; two persons make it a package",
    "names": "why two names meet, and how well names are compared",
    "figures": "count figures from sealed records",
    "announce": "make, check, approve and publish the announcement",
    "campaign": 'build and check the public prevention site "Say No!"',
    "config": "say what commands fall back to, and where it is stated",
    "completion": "print what a shell needs to complete commands",
    "rehearse": "run a whole synthetic operation with known truth",
}
"""Each command lives in `mozaik.cli.<name>_command` as the click command `command`, loaded when used."""


class LazyGroup(click.Group):
    """Loads a command's module only when that command is asked for, so that `--help` answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command with this name, or None."""
        if cmd_name not in COMMANDS:
            return None
        return _command(cmd_name)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands and options that begin so, without loading any command."""
        commands = [
            CompletionItem(name, help=doc) for name, doc in COMMANDS.items() if name.startswith(incomplete)
        ]
        return [*commands, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The command list, from the table above, without loading any command."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mozaik")
@click.option("-q", "--quiet", is_flag=True, help="No progress.", expose_value=False, callback=set_quiet)
@click.option("-v", "--verbose", is_flag=True, help="Say which settings are used, and how long it took.",
              expose_value=False, callback=set_verbose)  # fmt: skip
def program() -> None:
    """Mozaik: from seized items to sealed intelligence packages.

    It works on hashes, identifiers and case records, and never shows or stores media.

    \b
    The way of the data:
      operation             ->  who takes part, signed by lead and coordinator
      triage, record, list  ->  sealed contributions and lists
      crosscheck            ->  hits
      hits, judge           ->  what each authority may know, judged by a person
      package, release      ->  one sealed package for each recipient
      figures               ->  counted from sealed records
    """


def main(arguments: list[str] | None = None) -> None:
    """Run the program and exit; `arguments` default to the command line."""
    if arguments is None:
        leave_out_pandas()
        leave_out_threads()
    with guarded_screen():
        sys.exit(int(_run(sys.argv[1:] if arguments is None else arguments)))


def _run(arguments: list[str]) -> int:
    """Run the program; the exit code."""
    try:
        with storage_errors(Path.cwd()):
            completed, fallbacks = _with_settings(arguments)
            code = program.main(
                args=completed, prog_name="mozaik", standalone_mode=False, default_map=fallbacks
            )
    except MozaikError as error:
        return _refuse(error, exit_code_of(error), arguments)
    except click.exceptions.Abort:
        complain("stopped; files are written whole or not at all, so run the command again")
        return ExitCode.INTERRUPTED
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "", err=True)
        return ExitCode.INVALID
    except click.ClickException as error:
        return _refuse(usage_fault(error), ExitCode.INVALID, arguments)
    except Exception as error:
        if os.environ.get("MOZAIK_TRACE"):
            raise
        return _refuse(_fault_of_ours(error), ExitCode.FAULT, arguments)
    return _exit_code(code)


def _with_settings(arguments: list[str]) -> tuple[list[str], dict[str, object]]:
    """The arguments, and what the command falls back to by the environment and the project file."""
    at = next((n for n, word in enumerate(arguments) if not word.startswith("-")), len(arguments))
    before, arguments = arguments[:at], arguments[at:]
    if not arguments or arguments[0] not in COMMANDS or arguments[0] == "config":
        return [*before, *arguments], {}
    stated = stated_settings(os.environ, Path.cwd())
    if not stated:
        return [*before, *arguments], {}
    words = arguments[:1]
    named: click.Command | None = _command(arguments[0])
    while isinstance(named, click.Group) and len(arguments) > len(words):
        words, named = arguments[: len(words) + 1], named.commands.get(arguments[len(words)])
    if named is None or isinstance(named, click.Group):
        return [*before, *arguments], {}
    completed, fallbacks = with_settings(named, words, arguments, stated)
    return [*before, *completed], fallbacks


def _command(name: str) -> click.Command:
    loaded: click.Command = import_module(f"mozaik.cli.{name}_command").command
    return loaded


def _refuse(error: MozaikError, code: ExitCode, arguments: list[str]) -> int:
    """Say what is wrong: a sentence, or with `--json` an object on standard output."""
    if "--json" in arguments:
        echo_error(error, code)
    else:
        complain(str(error))
    return code


def _exit_code(returned: object) -> int:
    return returned if isinstance(returned, int) else 0


def _fault_of_ours(error: Exception) -> MozaikError:
    """Where a fault of the program itself lies; never its message, which could carry a value."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return MozaikError(
        f"this is a fault of the program ({type(error).__name__}), not of your input",
        where=f"{Path(place.filename).name}, line {place.lineno}",
        why="nothing accepted is lost",
        remedy="report this line; MOZAIK_TRACE=1 shows more, and may show values",
    )
