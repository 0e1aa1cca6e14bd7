"""The plain text of one language: what a newsroom pastes, numbers marked with their footnotes."""

import textwrap
from collections.abc import Sequence

from mozaik.announce.model import Block, BlockKind
from mozaik.announce.pieces import Bars, Line, Pieces

_WIDTH = 92


def plain_text(pieces: Pieces) -> bytes:
    """The text as UTF-8, lines of at most 92 letters where words allow it."""
    parts = ["\n".join(_filled(notice.upper()) for notice in pieces.notices)] if pieces.notices else []
    parts.append(f"{pieces.published} · {pieces.version}")
    for block in pieces.text.blocks:
        parts += _block(block, pieces)
    parts += _section(pieces.words.say("page.offences"), [_flat(line) for line in pieces.offences])
    if pieces.changes:
        number = pieces.announcement.version - 1
        parts += _section(pieces.words.say("page.changes", number=number), pieces.changes)
        parts.append(_filled(pieces.words.say("page.kept")))
    notes = [
        f"[{note.number}] {note.label}. {' '.join(_flat(line) for line in note.lines)}"
        for note in pieces.footnotes
    ]
    parts += [_headed(pieces.words.say("note.title")), *(_filled(note, "  ") for note in notes)]
    parts.append(_filled(_flat(pieces.approved)))
    if pieces.announcement.campaign:
        parts.append(f"{pieces.words.say('page.campaign')}: {pieces.announcement.campaign}")
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


def _block(block: Block, pieces: Pieces) -> list[str]:
    match block.kind:
        case BlockKind.TITLE | BlockKind.HEADING:
            line = _flat(block.runs)
            return [f"{line}\n{('=' if block.kind is BlockKind.TITLE else '-') * min(len(line), _WIDTH)}"]
        case BlockKind.LEAD | BlockKind.PARAGRAPH:
            return [_filled(_flat(block.runs))]
        case BlockKind.ITEM:
            return [_filled(f"- {_flat(block.runs)}", "  ")]
        case BlockKind.CHART:
            bars = pieces.chart(block.chart) if block.chart else None
            return _table(bars) if bars else []
        case BlockKind.AUTHORITIES:
            return _section(
                pieces.words.say("page.authorities"), [_flat(line) for line in pieces.authorities]
            )


def _table(bars: Bars) -> list[str]:
    wide = max(len(name) for name, _, _ in bars.rows)
    rows = [f"  {name:<{wide}}  {written:>6}" for name, written, _ in bars.rows]
    return ["\n".join([bars.title, *rows])]


def _section(title: str, lines: Sequence[str]) -> list[str]:
    return [_headed(title), *(_filled(f"- {line}", "  ") for line in lines)] if lines else []


def _headed(title: str) -> str:
    return f"{title}\n{'-' * len(title)}"


def _flat(line: Line) -> str:
    return "".join(run.text if run.note is None else f"{run.text} [{run.note}]" for run in line)


def _filled(text: str, indent: str = "") -> str:
    return textwrap.fill(
        text, _WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
