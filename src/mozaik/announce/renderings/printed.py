"""The PDF of one language: tagged, PDF/A-2a and PDF/UA-1, footnotes and charts as on the page."""

from functools import cache
from importlib.resources import files

from mozaik.announce.charts import bars_svg
from mozaik.announce.model import Block, BlockKind
from mozaik.announce.pieces import Bars, Line, Pieces, kept_together
from mozaik.moments import moment_from_text
from mozaik.typeset import Json, make_pdf


def printed(pieces: Pieces) -> bytes:
    """The PDF; its time is that of the embargo."""
    words = pieces.words
    number = pieces.announcement.version - 1
    data: dict[str, Json] = {
        "lang": _base(pieces.text.words),
        "title": pieces.text.title,
        "date": f"{pieces.published} · {pieces.version}",
        "notices": list(pieces.notices),
        "blocks": [_block(block, pieces) for block in pieces.text.blocks],
        "offences": [_line(line) for line in pieces.offences],
        "offences_title": words.say("page.offences"),
        "authorities": [_line(line) for line in pieces.authorities],
        "authorities_title": words.say("page.authorities"),
        "changes": list(pieces.changes),
        "changes_title": words.say("page.changes", number=number) if pieces.changes else "",
        "kept": words.say("page.kept"),
        "notes": [
            {"number": note.number, "label": note.label, "lines": [_line(line) for line in note.lines]}
            for note in pieces.footnotes
        ],
        "notes_title": words.say("note.title"),
        "approved": _line(pieces.approved),
        "campaign": pieces.announcement.campaign,
        "campaign_title": words.say("page.campaign"),
    }
    return make_pdf(_template(), data, moment_from_text(pieces.announcement.embargo))


def _block(block: Block, pieces: Pieces) -> Json:
    bars = pieces.chart(block.chart) if block.kind is BlockKind.CHART and block.chart else None
    lang = "en" if block.falls_back else _base(pieces.text.words)
    return {"kind": str(block.kind), "lang": lang, "runs": _line(block.runs), "chart": _chart(bars, pieces)}


def _chart(bars: Bars | None, pieces: Pieces) -> Json:
    if bars is None:
        return None
    return {
        "title": bars.title,
        "note": pieces.announcement.chart(bars.kind).note,
        "svg": bars_svg(bars.title, bars.rows, f"chart-{bars.kind}"),
        "head": list(bars.head),
        "rows": [[name, written] for name, written, _ in bars.rows],
    }


def _line(line: Line) -> list[Json]:
    return [
        {
            "text": kept_together(run.text) if run.note else run.text,
            "note": run.note,
            "lang": _base(run.language) if run.language else None,
        }
        for run in line
    ]


def _base(tag: str) -> str:
    return tag.partition("-")[0]


@cache
def _template() -> str:
    return files("mozaik.announce").joinpath("templates", "announcement.typ").read_text(encoding="utf-8")
