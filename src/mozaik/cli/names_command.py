"""`mozaik names`: why two names meet, and how well names are compared."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from mozaik.cli.common import FILE, counted, echo_json, json_option
from mozaik.cli.layout import Line, labelled, laid_out
from mozaik.desk import PairsRead, read_known_pairs
from mozaik.errors import InvalidInputError
from mozaik.names import (
    THRESHOLD,
    NameComparison,
    Tally,
    WordMeeting,
    compare_names,
    score_pairs,
    total_of,
    word_meetings,
    words_alone,
)

_LANGUAGE = "Language of the {} name, such as de or tr; adds its customs of writing."


@click.group(short_help="why two names meet, and how well names are compared")
def command() -> None:
    """Compare written names. Neither names nor files are kept or logged: nothing here reads a case."""


@command.command(short_help="say why two written names may be one, or not")
@click.argument("names", metavar="[LEFT RIGHT]", nargs=-1)
@click.option("--left-language", metavar="TAG", help=_LANGUAGE.format("left"))
@click.option("--right-language", metavar="TAG", help=_LANGUAGE.format("right"))
@json_option
def compare(
    names: tuple[str, ...], left_language: str | None, right_language: str | None, as_json: bool
) -> None:
    """Say whether LEFT and RIGHT may be one name, and which reading of which word met which.

    A name alone never makes two persons one. A command line is kept by the shell and seen by others on this
    machine: without LEFT and RIGHT two lines are read from standard input.

    \b
    Examples:
      mozaik names compare "Cemal Çelik" "Džemal Čelik"
      mozaik names compare "Jovan Zanic" "Jovan Canić" --left-language de --json
    """
    left, right = _two_names(names)
    compared = compare_names(left, right, left_language, right_language)
    met = word_meetings(left, right, left_language, right_language)
    alone = words_alone(left, right, left_language, right_language)
    if as_json:
        echo_json(_compared_json(compared, met, alone))
    else:
        click.echo(laid_out(_compared_lines(compared, met, alone)), nl=False)


@command.command(short_help="precision, recall and F1 on pairs whose answer is known")
@click.argument("file", type=FILE)
@json_option
def score(file: Path, as_json: bool) -> None:
    """Compare the pairs of FILE, a CSV with the columns left, right and same (1 or 0), and count.

    With a column category each is counted alone, too; left_language and right_language are used where they
    stand. Lines that give no pair are told by number.

    \b
    Examples:
      mozaik names score pairs.csv
      mozaik names score pairs.csv --json
    """
    read = read_known_pairs(file)
    tallies = score_pairs(read.pairs)
    if as_json:
        echo_json(_score_json(read, tallies))
    else:
        click.echo(laid_out(_score_lines(file, read, tallies)), nl=False)


def _two_names(names: tuple[str, ...]) -> tuple[str, str]:
    if not names:
        names = tuple(line for line in sys.stdin.read().splitlines() if line.strip())
    if len(names) != 2:
        raise InvalidInputError(
            f"two names are compared, and {len(names)} came",
            remedy="give LEFT and RIGHT, each in quotation marks, or two lines on standard input",
        )
    return names[0], names[1]


def _compared_json(
    compared: NameComparison, met: Sequence[WordMeeting], alone: Sequence[Sequence[str]]
) -> dict[str, object]:
    return {
        "may_be_one": compared.score >= THRESHOLD,
        "score": compared.score,
        "threshold": THRESHOLD,
        "verdict": str(compared.verdict),
        "words": [
            {
                "left": word.left,
                "right": word.right,
                "rule": word.rule,
                "score": word.score,
                "shared": word.shared,
            }
            for word in met
        ],
        "words_alone": [list(words) for words in alone],
        "steps": [{"rule": step.rule, "detail": step.detail} for step in compared.explanation],
    }


def _compared_lines(
    compared: NameComparison, met: Sequence[WordMeeting], alone: Sequence[Sequence[str]]
) -> Iterator[Line]:
    reached = "may be one name" if compared.score >= THRESHOLD else "two names"
    yield "", f"{reached}: {compared.verdict}, {compared.score} of 100 (from {THRESHOLD} on)"
    rows = [(f"{word.left} = {word.right}", _why(word)) for word in met]
    for side, words in zip(("left", "right"), alone, strict=True):
        rows += [(word, f"met no word: {side} name alone") for word in words]
    rows += [(step.rule, step.detail) for step in compared.explanation[len(met) :]]
    if rows:
        yield from labelled(rows)


def _why(word: WordMeeting) -> str:
    shared = f", both read {word.shared}" if word.shared else ""
    return f"{word.rule}, {word.score}{shared}"


def _score_json(read: PairsRead, tallies: Mapping[str, Tally]) -> dict[str, object]:
    return {
        "all": _tally_json(total_of(tallies.values())),
        "categories": {category: _tally_json(tally) for category, tally in tallies.items()},
        "unread_lines": list(read.unread_lines),
        "unread_columns": list(read.unread_columns),
    }


def _tally_json(tally: Tally) -> dict[str, object]:
    return {
        "met": tally.met, "missed": tally.missed, "false": tally.false, "apart": tally.apart,
        "precision": _rounded(tally.precision), "recall": _rounded(tally.recall), "f1": _rounded(tally.f1),
    }  # fmt: skip


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _score_lines(file: Path, read: PairsRead, tallies: Mapping[str, Tally]) -> Iterator[Line]:
    whole = total_of(tallies.values())
    yield "", f"{file.name}: {counted(len(read.pairs), 'pair')}, {_shares(whole)}"
    rows = [(category or "no category", _counts(tally)) for category, tally in tallies.items()]
    yield from labelled(rows)
    if read.unread_lines:
        numbers = ", ".join(map(str, read.unread_lines[:20])) + (
            " ..." if len(read.unread_lines) > 20 else ""
        )
        yield "   ", f"{counted(len(read.unread_lines), 'line')} without a pair: {numbers}"
    if read.unread_columns:
        yield "   ", f"columns that nothing reads: {', '.join(read.unread_columns)}"


def _counts(tally: Tally) -> str:
    told = []
    if tally.met + tally.missed:
        told.append(f"{tally.met} of {tally.met + tally.missed} met")
    if tally.false + tally.apart:
        told.append(f"{tally.false} of {tally.false + tally.apart} met falsely")
    return ", ".join(told)


def _shares(tally: Tally) -> str:
    shares = (("precision", tally.precision), ("recall", tally.recall), ("F1", tally.f1))
    return ", ".join(f"{name} {'none' if share is None else f'{share:.3f}'}" for name, share in shares)
