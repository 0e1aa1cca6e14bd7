"""`mozaik hub`: a node in the browser."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import Thread

import click

from mozaik.cli.common import FILE, NEW_PATH, echo_json, json_option, require_hub
from mozaik.files import make_private_folder, written_whole
from mozaik.parties import PersonRef

ROLES = (
    "analyst", "investigator", "coordinator", "release-officer", "prosecutor", "data-protection-officer",
    "auditor", "administrator",
)  # fmt: skip
CAST = {
    "analyst": "SI-GPD/ana", "investigator": "HR-MUP/iva", "coordinator": "EU-EC3/mia",
    "release-officer": "EU-EC3/rok", "prosecutor": "SI-GPD/pia", "data-protection-officer": "SI-GPD/dora",
    "auditor": "HR-MUP/ante", "administrator": "EU-EC3/adam",
}  # fmt: skip
"""Invented persons of the rehearsal, one for each role."""
SECONDS_TO_END = 5
"""How long a rehearsal may take to end by itself when its hub is stopped."""


@click.group(invoke_without_command=True, short_help="a node in the browser")
@click.option("--config", "path", type=FILE, envvar="MOZAIK_HUB", help="The hub's file (also MOZAIK_HUB).")
@click.pass_context
def command(context: click.Context, path: Path | None) -> None:
    """Serve the hub that FILE describes, until it is stopped (docs/hub.md).

    People reach it by TLS, through a server in front. It holds no person's private key: keys are made and
    kept in the browser.

    \b
    Examples:
      mozaik hub --config hub.toml
      mozaik hub --config hub.toml invite SI-GPD/ana --role analyst
      mozaik hub demo
    """
    require_hub()
    context.obj = path
    if context.invoked_subcommand is None:
        _serve(_named(path))


@command.command("invite")
@click.argument("person", metavar="PERSON")
@click.option("--role", type=click.Choice(ROLES), required=True, help="In which role the person signs in.")
@json_option
@click.pass_obj
def invite(path: Path | None, person: str, role: str, as_json: bool) -> None:
    """Print the link for the first visit of PERSON, as AUTHORITY/name; it is good once, for two days.

    \b
    Examples:
      mozaik hub --config hub.toml invite EU-EC3/adam --role administrator
    """
    from mozaik.hub import serving

    config = serving.prepare(_named(path))
    link = f"{config.address}{serving.invited(PersonRef.parse(person, 'PERSON'), role)}"
    if as_json:
        echo_json({"person": person, "role": role, "link": link})
    else:
        click.echo(link)


@command.command("demo")
@click.option("--folder", type=NEW_PATH, default=Path("demo"), show_default=True, help="The rehearsal.")
@click.option("--state", type=NEW_PATH, default=Path(".hub"), show_default=True, help="What the hub keeps.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Its port.")
@json_option
def demo(folder: Path, state: Path, port: int, as_json: bool) -> None:
    """Play a rehearsal where there is none, and serve its node on this machine, with a link for each role.

    \b
    Examples:
      mozaik hub demo
      mozaik hub demo --port 8080
    """
    from mozaik.hub import rehearsing, serving

    make_private_folder(state / "state")
    path, log = state / "hub.toml", state / "state" / rehearsing.LOG
    with written_whole(path) as stream:
        stream.write(_demo_config(folder.resolve(), port).encode())
    is_played = (folder / "node").is_dir() and not log.exists()
    if not is_played:
        log.touch()
    with serving.ended_by_signals():
        config = serving.prepare(path)
        links = {
            role: f"{config.address}{serving.invited(PersonRef(person), role)}"
            for role, person in CAST.items()
        }
        with nullcontext() if is_played else _rehearsed(folder, log):
            serving.serve(config, lambda: _say_links(links, config.address, as_json))


def _say_links(links: dict[str, str], address: str, as_json: bool) -> None:
    """The link of each role, and where the hub answers; at once, since serving does not end."""
    if as_json:
        told = [{"person": CAST[role], "role": role, "link": link} for role, link in links.items()]
        echo_json({"address": f"{address}/", "links": told})
    else:
        for role, link in links.items():
            click.echo(f"{role:24}{link}")
        click.echo(f"the hub answers at {address}/, Ctrl-C ends it")
    sys.stdout.flush()


def _serve(path: Path) -> None:
    from mozaik.hub import serving

    with serving.ended_by_signals():
        config = serving.prepare(path)
        serving.serve(config, lambda: click.echo(f"the hub answers at {config.address}/, Ctrl-C ends it"))


def _named(path: Path | None) -> Path:
    if path is None:
        raise click.UsageError("Missing option '--config': the file of the hub (docs/hub.md).")
    return path


def _demo_config(folder: Path, port: int) -> str:
    return (
        f'node = "{folder / "node"}"\nstate = "state"\ntrust = "{folder / "trust.json"}"\n'
        f'listen = "127.0.0.1:{port}"\nhttps = false\n'
    )


@contextmanager
def _rehearsed(folder: Path, log: Path) -> Iterator[None]:
    """Play the rehearsal beside the block, in processes that end with it.

    The log of one that came to its end is taken away; one that was broken off is played anew the next time.
    """
    program = "from mozaik.cli.main import main; main()"
    command_line = [sys.executable, "-c", program, "rehearse", "--replace", str(folder)]
    with log.open("wb") as stream:
        playing = subprocess.Popen(
            command_line, stdin=subprocess.DEVNULL, stdout=stream, stderr=subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip
    Thread(target=_take_log_away, args=(playing, log), daemon=True).start()
    try:
        yield
    finally:
        _end(playing)


def _take_log_away(playing: subprocess.Popen[bytes], log: Path) -> None:
    if playing.wait() == 0:
        log.unlink()


def _end(playing: subprocess.Popen[bytes]) -> None:
    """End a rehearsal with all processes that it started."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        if playing.poll() is None:
            os.killpg(playing.pid, number)
        try:
            playing.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            continue
        return
