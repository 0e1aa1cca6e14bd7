"""`mozaik completion`: what a shell needs to complete commands, options and choices."""

import click
from click.shell_completion import BashComplete, FishComplete, ShellComplete, ZshComplete

from mozaik.cli.common import echo_json, json_option

_VARIABLE = "_MOZAIK_COMPLETE"
_SHELLS: dict[str, type[ShellComplete]] = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}
_KEEP = {
    "bash": "mozaik completion bash > ~/.local/share/bash-completion/completions/mozaik",
    "zsh": "mozaik completion zsh > ~/.zfunc/_mozaik, with ~/.zfunc in fpath before compinit",
    "fish": "mozaik completion fish > ~/.config/fish/completions/mozaik.fish",
}


@click.command(short_help="print what a shell needs to complete commands")
@click.argument("shell", type=click.Choice(list(_SHELLS)))
@json_option
def command(shell: str, as_json: bool) -> None:
    """Print the lines with which SHELL completes commands, options, choices and paths.

    References of hits are not completed: each look at hits is a reading, and logged.

    \b
    Examples:
      mozaik completion bash > ~/.local/share/bash-completion/completions/mozaik
      mozaik completion fish > ~/.config/fish/completions/mozaik.fish
    """
    root = click.get_current_context().find_root().command
    kind = _SHELLS[shell]
    completes = kind(root, {}, "mozaik", _VARIABLE)
    text = kind.source_template % completes.source_vars()
    if as_json:
        echo_json({"shell": shell, "script": text, "keep": _KEEP[shell]})
    else:
        click.echo(text)
