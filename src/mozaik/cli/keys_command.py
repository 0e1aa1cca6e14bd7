"""`mozaik keys`: make, trust, list, revoke and hand out keys."""

from pathlib import Path

import click

from mozaik.cli.common import (
    FILE,
    NEW_PATH,
    counted,
    echo_json,
    json_option,
    now,
    person_key_option,
    trust_option,
)
from mozaik.cli.keys_trust import compare_ids, own_store, trust
from mozaik.cli.own_keys import own_person, own_trust, passphrase, person_key
from mozaik.desk import keys_inside, read_vouch, vouch_for, write_vouch
from mozaik.errors import InvalidInputError
from mozaik.files import refuse_existing
from mozaik.parties import PersonRef
from mozaik.seal import (
    PERSONAL,
    Role,
    SigningKey,
    TrustStore,
    changing_trust,
    home_folder,
    in_words,
    key_path,
    load_public_key,
    make_private_folder,
    one_at_a_time,
    refuse_existing_key,
    save_public_key,
)
from mozaik.visible import visible_line

_ROLES = click.Choice([str(role) for role in PERSONAL])


@click.group()
def command() -> None:
    """Make, trust, list, revoke and hand out keys.

    A key belongs to one person of one authority. What others signed counts only if their key is in the
    trust store, and a key gets there only by `keys trust`, or by a vouch of its authority and `keys accept`.

    \b
    Examples:
      mozaik keys new SI-GPD ana
      mozaik keys export 3f9a1c22 -o ana.pub
      mozaik keys trust hr.pub --key-id 77b0e5d1c9aa0f13
      mozaik keys trust *.pub --ids ids.txt
      mozaik keys vouch ana.pub --operation mozaik.operation --reason "compared in person" -o ana.vouch
      mozaik keys accept *.vouch --operation mozaik.operation
      mozaik keys list
      mozaik keys revoke 77b0e5d1 --reason "laptop lost"
    """


@command.command("new")
@click.argument("authority")
@click.argument("person")
@click.option("-o", "--output", type=NEW_PATH, help="Key file; by default in your own folder.")
@click.option("--role", "roles", type=_ROLES, multiple=True, help="May only sign so; default: both roles.")
@click.option(
    "--encrypt", is_flag=True, help="Protect the file by a passphrase (MOZAIK_PASSPHRASE or asked)."
)
@trust_option
@json_option
def new(
    authority: str,
    person: str,
    output: Path | None,
    roles: tuple[str, ...],
    encrypt: bool,
    trust_path: Path | None,
    as_json: bool,
) -> None:
    """Make a key for PERSON (a short name) of AUTHORITY and trust it yourself.

    \b
    Examples:
      mozaik keys new SI-GPD ana
      mozaik keys new SI-GPD bor --role releaser --encrypt
    """
    path = output or key_path(home_folder(), authority, person)
    phrase = passphrase("Passphrase for the new key", twice=True) if encrypt else None
    if encrypt and not phrase:
        raise InvalidInputError("no passphrase", remedy="set MOZAIK_PASSPHRASE or use a terminal")
    key = SigningKey.generate(authority, person)
    make_private_folder(path.parent)
    trusted = key.trusted(now(), tuple(Role(role) for role in roles) or PERSONAL)
    with one_at_a_time(path):
        refuse_existing_key(path)
        with changing_trust(
            own_store(trust_path)
        ) as store:  # before the key: a crash leaves no untrusted one
            store.add(trusted)
        key.save(path, phrase)
    if as_json:
        echo_json({"file": str(path), "key": trusted.to_json()})
        return
    click.echo(f"made a key for {key.reference}: {key.key_id}")
    click.echo(f"  in words: {in_words(key.key_id)}")
    click.echo(f"  private: {path} (keep it secret); trusted in {own_store(trust_path)}")
    click.echo(f"  for others: mozaik keys export {key.key_id[:16]} -o {authority}.{person}.pub")


@command.command("vouch")
@click.argument("file", type=FILE)
@click.option("--operation", "operation_path", type=FILE, required=True, envvar="MOZAIK_OPERATION",
              help="The operation file that lists your vouching key (also MOZAIK_OPERATION).")  # fmt: skip
@click.option("--reason", required=True, help="How you compared the ids, or why the key counts no more.")
@click.option("--key-id", help="What its person told you: 16 characters of the id or more, or its words.")
@click.option("--withdraw", is_flag=True, help="The key counts no more, from now on.")
@click.option("-o", "--output", type=NEW_PATH, required=True, help="The vouch to write, FILE.vouch.")
@click.option("--replace", is_flag=True, help="Write over a file that exists.")
@click.option("--by", "person", metavar="PERSON", help="Who vouches, as AUTHORITY/name; by default you.")
@person_key_option
@trust_option
@json_option
def vouch(
    file: Path,
    operation_path: Path,
    reason: str,
    key_id: str | None,
    withdraw: bool,
    output: Path,
    replace: bool,
    person: str | None,
    key_path: Path | None,
    trust_path: Path | None,
    as_json: bool,
) -> None:
    """Vouch for the public key in FILE, of a person of your authority, after comparing its id.

    Your own key is one of the vouching keys that the operation file lists. Everybody who has that file
    takes the key in with `mozaik keys accept`, and needs to compare nothing. With --withdraw the key counts
    no more; what it signed before stays.

    \b
    Examples:
      mozaik keys vouch ana.pub --operation mozaik.operation --reason "compared in person" -o ana.vouch
      mozaik keys vouch ana.pub --operation mozaik.operation --withdraw --reason "left" -o ana-left.vouch
    """
    refuse_existing((output,), replace)
    key = load_public_key(file)
    compare_ids([key], key_id, file)
    own = person_key(key_path, own_person(person, key.authority))
    said = vouch_for(operation_path, key, own, reason, own_trust(trust_path), now(), withdraws=withdraw)
    write_vouch(said, output)
    if as_json:
        echo_json({"file": str(output), "key": key.to_json(), "by": own.reference, "withdraws": withdraw})
        return
    counts = "counts no more" if withdraw else "counts"
    click.echo(f"{output}: {own.reference} says that key {key.key_id[:16]} of {key.reference} {counts}")


@command.command("accept")
@click.argument("files", metavar="[VOUCH]...", nargs=-1, type=FILE)
@click.option("--operation", "operation_path", type=FILE, required=True, envvar="MOZAIK_OPERATION",
              help="The operation file that lists the vouching keys (also MOZAIK_OPERATION).")  # fmt: skip
@trust_option
@json_option
def accept(files: tuple[Path, ...], operation_path: Path, trust_path: Path | None, as_json: bool) -> None:
    """Take the vouching keys of the operation file, and the keys in each VOUCH, into the trust store.

    The keys of lead and coordinator must be trusted already: they signed the file. A vouch that does not
    count stops all, and nothing is taken in.

    \b
    Examples:
      mozaik keys accept *.vouch --operation mozaik.operation
    """
    said = [read_vouch(path) for path in files]
    with changing_trust(own_store(trust_path)) as store:
        taken = store.take_in(keys_inside(operation_path, said, store))
    if as_json:
        echo_json({"keys": [key.to_json() for key in taken]})
        return
    for key in taken:
        state = f"revoked at {key.revoked_at}" if key.revoked_at else f"trusted as {', '.join(key.roles)}"
        click.echo(f"{key.key_id}  {key.reference}  {state}")
    click.echo(f"{counted(len(taken), 'key')} taken in; what was known stays as it was")


@command.command("list")
@trust_option
@json_option
def list_keys(trust_path: Path | None, as_json: bool) -> None:
    """List the keys of the trust store, revoked ones too.

    \b
    Examples:
      mozaik keys list
      mozaik keys list --trust operation.json --json
    """
    keys = own_trust(trust_path).keys
    if as_json:
        echo_json({"keys": [key.to_json() for key in keys]})
        return
    for key in keys:
        state = (
            f"REVOKED {key.revoked_at}: {visible_line(key.revoked_reason or '')}"
            if key.revoked_at
            else ", ".join(key.roles)
        )
        click.echo(f"{key.key_id}  {key.reference}  {state}")
    if not keys:
        click.echo("no key is trusted yet; make one with: mozaik keys new AUTHORITY PERSON")


@command.command("revoke")
@click.argument("key_id")
@click.option("--reason", required=True, help="Why; kept in the trust store.")
@trust_option
@json_option
def revoke(key_id: str, reason: str, trust_path: Path | None, as_json: bool) -> None:
    """Revoke the key KEY_ID (8 characters or more) for good.

    From then on everything it signed is refused, whenever it was signed: a time in a file proves nothing
    once the key is in other hands. Tell the other authorities: each revokes in its own trust store.

    \b
    Examples:
      mozaik keys revoke 77b0e5d1 --reason "laptop lost"
    """
    with changing_trust(own_store(trust_path)) as store:
        key = store.revoke(key_id, now(), reason)
    if as_json:
        echo_json({"key": key.to_json()})
    else:
        click.echo(f"revoked {key.reference}: {key.key_id}; what it signed is refused from now on")


@command.command("export")
@click.argument("key_id")
@click.option("-o", "--output", type=NEW_PATH, required=True, help="The public key file to write.")
@click.option("--replace", is_flag=True, help="Write over a file that exists.")
@trust_option
@json_option
def export(key_id: str, output: Path, replace: bool, trust_path: Path | None, as_json: bool) -> None:
    """Write a public key to a file that others can trust: KEY_ID is 8 characters or more, or its person.

    \b
    Examples:
      mozaik keys export SI-GPD/ana -o ana.pub
      mozaik keys export 3f9a1c22 -o ana.pub
    """
    refuse_existing((output,), replace)
    store = own_trust(trust_path)
    key = store.pick(_id_of(key_id, store) if "/" in key_id else key_id)
    save_public_key(key, output)
    if as_json:
        echo_json({"file": str(output), "key": key.to_json()})
    else:
        click.echo(f"{output}: public key of {key.reference}; tell its id over another channel: {key.key_id}")
        click.echo(f"  in words: {in_words(key.key_id)}")


def _id_of(person: str, store: TrustStore) -> str:
    """The id of the one key of a person that was not revoked; InvalidInputError for none or several."""
    who = PersonRef.parse(person, "KEY_ID")
    ids = [key.key_id for key in store.keys if key.reference == who and not key.revoked_at]
    if len(ids) != 1:
        raise InvalidInputError(
            "no single key of this person counts here",
            why=f"{len(ids)} do",
            remedy="give the id of the key: mozaik keys list",
        )
    return ids[0]


command.add_command(trust)
