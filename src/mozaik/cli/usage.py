"""What is wrong with a command line, said as everything else is: what, where, why, and the remedy.

What was typed is not repeated: it may be a selector or a name. What may have been meant is.
"""

from collections.abc import Collection, Sequence
from difflib import get_close_matches
from pathlib import Path

import click

from mozaik.errors import InvalidInputError

MOST_HINTS = 3
PROGRAM = "mozaik"


class UsageFaultError(InvalidInputError):
    """A command line that cannot be understood."""


def usage_fault(error: click.ClickException) -> UsageFaultError:
    """The same fault in the words of this program; the click library's own are for other programs."""
    if isinstance(error, click.NoSuchOption):
        return _no_option(error)
    if isinstance(error, click.MissingParameter):
        return _missing(error)
    if isinstance(error, click.BadParameter):
        return _bad_value(error)
    context = error.ctx if isinstance(error, click.UsageError) else None
    if isinstance(error, click.exceptions.NoSuchCommand) and context is not None:
        known = context.command.list_commands(context) if isinstance(context.command, click.Group) else []
        return _fault("there is no such command", context, _hint(error.command_name, known))
    if "unexpected extra argument" in error.message:
        return _fault(
            "there are more arguments than the command takes", context, "put a text with blanks in quotes"
        )
    return _fault(error.message.rstrip("."), context, "")


def _fault(
    what: str, context: click.Context | None, remedy: str, where: str = "", why: str = ""
) -> UsageFaultError:
    path = context.command_path if context else PROGRAM
    help_line = f"see {path} --help"
    joint = " " if remedy.endswith("?") else "; "
    text = f"{remedy}{joint}{help_line if joint != ' ' else help_line.capitalize()}" if remedy else help_line
    place = where or ("" if path == PROGRAM else path)
    return UsageFaultError(what, where=place, why=why, remedy=text)


def _no_option(error: click.NoSuchOption) -> UsageFaultError:
    known = [
        option for parameter in _parameters(error.ctx) for option in parameter.opts if option.startswith("--")
    ]
    return _fault("there is no such option", error.ctx, _hint(error.option_name, known))


def _missing(error: click.MissingParameter) -> UsageFaultError:
    name = _name_of(error)
    kind = "argument" if isinstance(error.param, click.Argument) else "option"
    choices = _choices(error.param)
    one_of = f", one of {', '.join(choices)}" if choices else ""
    return _fault(f"the {kind} {name} is missing", error.ctx, f"give {name}{one_of}")


def _bad_value(error: click.BadParameter) -> UsageFaultError:
    name, kind = _name_of(error), error.param.type if error.param else None
    if isinstance(kind, click.Path):
        return _no_path(error, name, kind)
    if isinstance(kind, click.Choice):
        choices, typed = _choices(error.param), _typed(error)
        near = get_close_matches(typed, choices, 1, cutoff=0.5) if typed else []
        remedy = (
            f"did you mean {near[0]}? Give one of {', '.join(choices)}"
            if near
            else f"give one of {', '.join(choices)}"
        )
        return _fault("this value is not one of those that can be", error.ctx, remedy, name)
    if isinstance(kind, click.DateTime):
        return _fault(
            "this is no day", error.ctx, "write it as 2023-11-06", name, "a day is year, month, day"
        )
    if isinstance(kind, click.IntRange):
        low, high = kind.min, kind.max
        limits = f"from {low} to {high}" if high is not None else f"{low} or more"
        return _fault("this is no such number", error.ctx, f"give a whole number, {limits}", name)
    if isinstance(kind, click.types.IntParamType | click.types.FloatParamType):
        return _fault("this is no number", error.ctx, "give a number", name)
    return _fault(error.message.rstrip("."), error.ctx, "", name)


def _no_path(error: click.BadParameter, name: str, kind: click.Path) -> UsageFaultError:
    """A path that is not there, or is a folder where a file is asked for, or the other way round."""
    typed = _typed(error)
    path = Path(typed) if typed else None
    wanted = "folder" if not kind.file_okay else "file" if not kind.dir_okay else "file or folder"
    where = f"{name} {typed}" if typed else name
    if path is None or not path.exists():
        siblings = [each.name for each in path.parent.glob("*")] if path and path.parent.is_dir() else []
        return _fault(
            f"there is no such {wanted}",
            error.ctx,
            _hint(path.name if path else "", siblings) or "check the path",
            where,
        )
    if path.is_dir() and not kind.dir_okay:
        return _fault("this is a folder, and a file is asked for", error.ctx, "name a file", where)
    if path.is_file() and not kind.file_okay:
        return _fault("this is a file, and a folder is asked for", error.ctx, "name a folder", where)
    return _fault(f"this {wanted} cannot be read", error.ctx, "check its rights", where)


def _typed(error: click.BadParameter) -> str:
    """What was typed, as far as the library's words quote it: in the last quotation marks or the first."""
    quoted = error.message.split("'")
    return quoted[1] if len(quoted) > 2 else ""


def _hint(typed: str, known: Collection[str]) -> str:
    """What may have been meant, or nothing."""
    near: Sequence[str] = get_close_matches(typed, sorted(known), MOST_HINTS, cutoff=0.6) if typed else ()
    return f"did you mean {' or '.join(near)}?" if near else ""


def _name_of(error: click.BadParameter) -> str:
    """The option or argument as it is written."""
    if isinstance(error.param, click.Option):
        return max(error.param.opts, key=len)
    if error.param is not None:
        return error.param.make_metavar(error.ctx) if error.ctx else error.param.human_readable_name
    return error.param_hint if isinstance(error.param_hint, str) else "a value"


def _choices(parameter: click.Parameter | None) -> tuple[str, ...]:
    kind = parameter.type if parameter is not None else None
    return tuple(map(str, kind.choices)) if isinstance(kind, click.Choice) else ()


def _parameters(context: click.Context | None) -> Sequence[click.Parameter]:
    return context.command.params if context is not None else ()
