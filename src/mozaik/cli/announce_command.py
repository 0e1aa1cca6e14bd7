"""`mozaik announce`: make, check, approve, publish and compare the public announcement."""

from dataclasses import asdict
from pathlib import Path
from typing import Unpack

import click

from mozaik.cli.announce_more import agree, rows
from mozaik.cli.announce_parts import (
    MakingOptions,
    change_line,
    making_of,
    making_options,
    say_concerns,
)
from mozaik.cli.common import (
    FILE,
    NEW_PATH,
    counted,
    echo_json,
    json_option,
    key_option,
    trust_option,
)
from mozaik.cli.exit_codes import ExitCode
from mozaik.cli.own_keys import opened_key, own_person, own_trust, person_key
from mozaik.cli.sealing import moment_of, now_option
from mozaik.desk import announcing
from mozaik.parties import Authority, PersonRef
from mozaik.seal import SigningKey


@click.group("announce", short_help="make, check, approve and publish the announcement")
def command() -> None:
    """Make the public announcement of an operation, in which every number is a figure.

    A draft is a folder: `announcement.toml` holds the English text, one PO file a language the translations.
    A number can only be written {KEY}, {KEY SCOPE} or {KEY SCOPE DAY}; a typed number does not build.

    \b
    Examples:
      mozaik announce new joint --draft joint
      mozaik announce check joint *.contribution
      mozaik announce approve joint *.contribution --as EU-EC3 --work W --reason release -o joint.draft
      mozaik announce approve joint *.contribution --as SI-GPD --work W --reason release --first joint.draft
      mozaik announce publish *.announcement -o site
    """


@command.command()
@click.argument("folder", type=NEW_PATH)
@click.option(
    "--draft",
    type=click.Choice(announcing.DRAFTS),
    default=announcing.DRAFTS[0],
    show_default=True,
    help="Which draft.",
)
@json_option
def new(folder: Path, draft: str, as_json: bool) -> None:
    """Begin an announcement in a new FOLDER, from a draft that comes with the program.

    \b
    Examples:
      mozaik announce new joint
      mozaik announce new slovenia --draft national
    """
    written = announcing.begin_announcement(folder, draft)
    if as_json:
        echo_json({"files": [str(path) for path in written]})
    else:
        click.echo(f"{folder}: begun; write on {written[0].name}, then: mozaik announce check {folder} FILES")


@command.command()
@making_options
@json_option
def check(as_json: bool, **options: Unpack[MakingOptions]) -> int:
    """List everything that concerns the draft in FOLDER, counted over sealed FILES; exit code 1 if it stops.

    Differences between statements, countries, days, and items seized, examined and confirmed are listed and
    stop nothing: the announcement shows both. With --as, what your authority counts is compared with what is
    disclosed to PUBLIC; that reading is logged.

    \b
    Examples:
      mozaik announce check joint *.contribution
      mozaik announce check joint *.contribution --as EU-EC3 --work WORK --reason "before the release"
      mozaik announce check joint *.contribution --after joint.v1.announcement
    """
    checked = announcing.check_announcement(making_of(options, quiet=as_json))
    if as_json:
        concerns = [asdict(concern) for concern in checked.concerns]
        echo_json({"ready": checked.is_ready, "concerns": concerns})
    else:
        say_concerns(checked)
    return ExitCode.DONE if checked.is_ready else ExitCode.BAD_ANSWER


@command.command()
@making_options
@click.option("-o", "--output", type=NEW_PATH, required=True, help="The new folder to write into.")
@json_option
def preview(output: Path, as_json: bool, **options: Unpack[MakingOptions]) -> None:
    """Write every form of the draft in FOLDER, each marked as a preview.

    \b
    Examples:
      mozaik announce preview joint *.contribution -o preview
    """
    announcement, written = announcing.preview_announcement(making_of(options, quiet=as_json), output)
    if as_json:
        echo_json({"files": [str(path) for path in written], "figures": len(announcement.figures)})
    else:
        click.echo(f"{output}: {counted(len(written), 'file')}; open {output / 'en.html'}")


@command.command()
@making_options
@click.option("--first", type=FILE, help="Approve, as the second person, what the first approval wrote.")
@key_option
@click.option("--by", "approver", metavar="PERSON", help="Who approves, as AUTHORITY/name: the key's person.")
@click.option("-o", "--output", type=NEW_PATH, help="The file to write; needed for the first approval.")
@json_option
def approve(
    first: Path | None,
    key_path: Path | None,
    approver: str | None,
    output: Path | None,
    as_json: bool,
    **options: Unpack[MakingOptions],
) -> None:
    """Approve the draft in FOLDER, counted over sealed FILES, as the first or as the second of two persons.

    The first approval makes the version: every figure counted, every form rendered, signed. The second, by a
    person of the other authority that publishes it, makes everything again from that person's own FOLDER and
    FILES, and is refused where the file of the first says anything else. Both check the text as the authority
    that signs (--as), which is logged in WORK. Nothing of an approved file changes; a later outcome is a new
    version.

    \b
    Examples:
      mozaik announce approve joint *.contribution --as EU-EC3 --work WORK --reason release \\
        -o joint.v1.announcement.draft
      mozaik announce approve joint *.contribution --as SI-GPD --work WORK --reason release \\
        --first joint.v1.announcement.draft
      mozaik announce approve joint *.contribution --as EU-EC3 --work WORK --reason release \\
        --after joint.v1.announcement -o joint.v2.announcement.draft
    """
    if first is None and output is None:
        raise click.UsageError("-o is needed with the first approval: the file to write")
    if options["reader"] is None:
        raise click.UsageError("--as is needed: the authority that signs, as which the text is checked")
    key = _key(key_path, approver, Authority.parse(options["reader"], "--as"))
    options["person"] = options["person"] or key.reference
    making = making_of(options, quiet=as_json)
    if first is not None:
        sealed = announcing.approve_drafted(first, making, key, output)
    elif output is not None:
        sealed = announcing.approve_announcement(making, key, output)
    _say_approved(sealed, as_json)


def _key(path: Path | None, approver: str | None, authority: Authority) -> SigningKey:
    """The key that signs: the chosen one, of the person named, or of one's own person of the authority."""
    if approver is None and path is not None:
        return opened_key(path)
    person = PersonRef.parse(approver, "--by") if approver else own_person(None, authority)
    return person_key(path, person)


def _say_approved(sealed: announcing.SealedAnnouncement, as_json: bool) -> None:
    if as_json:
        echo_json(
            {
                "file": str(sealed.path),
                "id": sealed.file_id,
                "version": sealed.announcement.version,
                "signers": sealed.signers,
                "missing": 2 - len(sealed.signers),
                "figures": len(sealed.announcement.figures),
            }
        )
    elif sealed.is_complete:
        click.echo(f"{sealed.path}: approved by {' and '.join(sealed.signers)}")
    else:
        click.echo(
            f"{sealed.path}: approved by {sealed.signers[0]}; a person of the other authority is needed"
        )


@command.command()
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("-o", "--output", type=NEW_PATH, required=True, help="The folder to write.")
@click.option(
    "--base-url", default="https://mozaik.example/announcements", show_default=True,
    help="Where it will be served; it stands in the news feeds.",
)  # fmt: skip
@trust_option
@now_option
@json_option
def publish(
    files: tuple[Path, ...],
    output: Path,
    base_url: str,
    trust_path: Path | None,
    moment: str | None,
    as_json: bool,
) -> None:
    """Write what is published of approved FILES into one folder: pages, PDF, plain text, data and feeds.

    Give every version: each stays at its own address. Before its embargo a version is refused.

    \b
    Examples:
      mozaik announce publish joint.v1.announcement -o site
      mozaik announce publish *.announcement -o site --base-url https://police.example/mozaik
    """
    published = announcing.publish_announcements(
        files, own_trust(trust_path), moment_of(moment), output, base_url.rstrip("/")
    )
    if as_json:
        echo_json({"folder": str(published.folder), "versions": published.versions,
                   "pages": published.pages, "files": published.files})  # fmt: skip
    else:
        click.echo(f"{published.folder}: {counted(published.versions, 'version')}, "
                   f"{counted(published.pages, 'page')}, {counted(published.files, 'file')}")  # fmt: skip


@command.command()
@click.argument("before", type=FILE)
@click.argument("after", type=FILE)
@trust_option
@json_option
def diff(before: Path, after: Path, trust_path: Path | None, as_json: bool) -> None:
    """List what differs between two versions: figures first, then the English text.

    \b
    Examples:
      mozaik announce diff joint.v1.announcement joint.v2.announcement
    """
    changes = announcing.compare_announcements(before, after, own_trust(trust_path))
    if as_json:
        echo_json({"changes": [asdict(change) for change in changes]})
    else:
        click.echo("\n".join(change_line(change) for change in changes) or "Nothing differs.")


command.add_command(agree)
command.add_command(rows)
