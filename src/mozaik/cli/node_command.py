"""`mozaik node`: one installation with its store, its acts and its owed work."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from threading import Event

import click

from mozaik.cli.alarm_text import say_alarms
from mozaik.cli.common import (
    FILE,
    FOLDER,
    NEW_PATH,
    counted,
    echo_json,
    json_option,
    now,
    trust_option,
)
from mozaik.cli.node_backup import backup, restore_node
from mozaik.cli.node_exchange import carry_out, exchange, node_key
from mozaik.cli.node_upgrade import upgrade_node
from mozaik.cli.own_keys import own_trust, trust_file
from mozaik.cli.receive_command import received_line
from mozaik.cli.sealing import moment_of, now_option
from mozaik.desk import read_operation
from mozaik.node import (
    Checker,
    Done,
    Duty,
    Node,
    NodeStatus,
    Worker,
    compared,
    init_node,
    open_node,
    run,
    status_of,
    withdraw,
)
from mozaik.visible import visible_line


@click.group()
def command() -> None:
    """Set up a node, run it, see how it stands, keep it safe.

    A node is one installation of an authority: it keeps every sealed file that it received, compares all that
    stands, and does what is owed. What lies in DIR/incoming is received while it runs. Wherever a command
    takes WORK it takes DIR as well.

    \b
    Examples:
      mozaik node init lyon --as EU-EC3 --operation mozaik.operation
      mozaik receive *.contribution known.list --node lyon
      mozaik node run lyon --once
      mozaik node status lyon
      mozaik hits lyon --as EU-EC3 --reason "morning round"
      mozaik node backup lyon --to keeper.pub -o lyon.backup
    """


command.add_command(backup)
command.add_command(restore_node)
command.add_command(upgrade_node)
command.add_command(node_key)
command.add_command(exchange)
command.add_command(carry_out)


@command.command("init")
@click.argument("folder", metavar="DIR", type=NEW_PATH)
@click.option("--as", "authority", required=True, metavar="AUTH", help="The authority that runs the node.")
@click.option("--operation", "operation_path", type=FILE, required=True, envvar="MOZAIK_OPERATION",
              help="The operation file that comes into force (also MOZAIK_OPERATION).")  # fmt: skip
@click.option("--name", default="", help="Name of the node, such as lyon-1; by default the authority's.")
@trust_option
@now_option
@json_option
def init(
    folder: Path,
    authority: str,
    operation_path: Path,
    name: str,
    trust_path: Path | None,
    moment: str | None,
    as_json: bool,
) -> None:
    """Make the folder DIR of a node; the operation file comes into force in it.

    \b
    Examples:
      mozaik node init lyon --as EU-EC3 --operation mozaik.operation
      mozaik node init lyon --as EU-EC3 --operation mozaik.operation --name lyon-1
    """
    trust = own_trust(trust_path)
    signed = read_operation(operation_path, trust)
    node = init_node(folder, authority, signed, trust, moment_of(moment), name)
    if as_json:
        echo_json({"folder": str(folder), "name": node.name, "authority": node.authority})
        return
    click.echo(f"{folder}: node {node.name} of {node.authority} for {signed.operation.edition}")
    click.echo(f"  next: mozaik receive FILE... --node {folder}, or put files into {folder / 'incoming'}")
    click.echo(f"        mozaik node run {folder}")


@command.command("run")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--once", is_flag=True, help="Do what is owed now, and end.")
@trust_option
@now_option
@json_option
def run_node(folder: Path, once: bool, trust_path: Path | None, moment: str | None, as_json: bool) -> int:
    """Receive what comes into DIR/incoming, compare it, and do whatever else is owed, until stopped.

    Write a file into DIR/incoming under a name that ends in .part, and rename it when it is whole. Ctrl-C
    ends the node after the work at hand; a second one ends it at once. Nothing is lost either way.

    \b
    Examples:
      mozaik node run lyon
      mozaik node run lyon --once
    """
    node, failed = open_node(folder), False
    clock = (lambda: moment_of(moment)) if moment else now

    def say(done: Done) -> None:
        nonlocal failed
        failed = failed or bool(done.why)
        if as_json:
            echo_json(asdict(done))
            return
        for line in _done_lines(done, node):
            click.echo(line)

    checker = Checker(trust_file(trust_path))
    try:
        with _stopped_by_signals() as stop:
            run(Worker(node, trust_file(trust_path), clock, now, checker), stop, say, once=once)
    finally:
        checker.close()
    return 2 if once and failed else 0


@command.command("status")
@click.argument("folder", metavar="DIR", type=FOLDER)
@trust_option
@json_option
def status(folder: Path, trust_path: Path | None, as_json: bool) -> None:
    """Say how the node stands: what is stored, what waits, what was refused and why; never a hit.

    \b
    Examples:
      mozaik node status lyon
      mozaik node status lyon --json
    """
    told = status_of(open_node(folder), now())
    if as_json:
        echo_json(asdict(told))
        return
    say_alarms(folder, own_trust(trust_path), now())
    for line in _status_lines(told):
        click.echo(line)


@command.command("withdraw")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("set_ids", metavar="ID...", nargs=-1, required=True)
@now_option
@json_option
def withdraw_sets(folder: Path, set_ids: tuple[str, ...], moment: str | None, as_json: bool) -> None:
    """Take sets that their owners withdrew out of the comparison, for ever.

    \b
    Examples:
      mozaik node withdraw lyon HR-MUP.item.7c160a54fb1e075b
    """
    withdraw(open_node(folder), set_ids, moment_of(moment))
    if as_json:
        echo_json({"folder": str(folder), "withdrawn": list(set_ids)})
        return
    click.echo(f"{counted(len(set_ids), 'set')} withdrawn; next: mozaik node run {folder} --once")


@contextmanager
def _stopped_by_signals() -> Iterator[Event]:
    """An event that the first signal to end sets; the second one ends at once."""
    stop = Event()

    def end(_number: int, _frame: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _done_lines(done: Done, node: Node) -> Iterator[str]:
    if done.why:
        yield f"{done.duty}: not done, it is tried again: {done.why}"
        return
    match done.duty:
        case Duty.VERIFY:
            yield from (received_line(answer, node) for answer in done.received)
        case Duty.CROSSCHECK:
            last = compared(node)
            yield f"compared: {counted(len(last.taking_part), 'file')}; what stands counts from now on"
            if last.left_out:
                yield f"left out: {counted(len(last.left_out), 'file')}; see why: mozaik node status"
        case Duty.JUDGEMENTS:
            for said in done.not_taken:
                yield f"{said.authority} judged {said.reference}, which does not count yet: {said.why}"
        case Duty.VIEW | Duty.NOTICE:
            return


def _status_lines(told: NodeStatus) -> Iterator[str]:
    yield f"Node {told.name} of {told.authority}, {told.edition}, operation file version {told.version}"
    for kind, states in told.stored.items():
        yield f"  {kind}: {', '.join(f'{count:,} {state}' for state, count in states.items())}"
    when = (
        f"last at {told.compared_at}, {counted(told.compared, 'file')}" if told.compared_at else "never yet"
    )
    yield f"Compared {when}{'; owed anew' if told.cross_check_owed else ''}"
    if told.withdrawn:
        yield f"Withdrawn by their owners: {', '.join(told.withdrawn)}"
    for line in told.refused:
        yield f"Refused: {line.id or line.sha256[:16]}: {line.why}"
    for left in told.left_out:
        yield f"Left out: {left.id or left.sha256[:16]}: {left.why}"
    arrivals = told.arrivals
    if waiting := len(arrivals.ready) + len(arrivals.young) + len(arrivals.unfinished):
        yield f"Waiting in incoming: {counted(waiting, 'file')}"
    for path in arrivals.strange:
        yield f"Not received: {visible_line(path.name)} in incoming is no ordinary file; take it away"
    for owed in told.owed:
        failed = f", failed {counted(owed.failures, 'time')}: {owed.why}" if owed.failures else ""
        yield f"Owed: {' '.join(filter(None, (owed.duty, owed.subject)))}{failed}"
    yield f"Free on the disk: {told.free_bytes / 1e9:,.1f} GB"
