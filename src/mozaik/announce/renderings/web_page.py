"""The HTML page of one language: no script, nothing from another host, every number with its footnote."""

from functools import cache
from importlib.resources import files

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from mozaik.announce.charts import bars_svg
from mozaik.announce.model import ChartKind, Run
from mozaik.announce.pieces import Line, Pieces, kept_together
from mozaik.announce.words import own_name

# In brackets: copied without its raised place, the mark must not become a digit of the number.
_MARK = Markup('<sup><a href="#note-{note}" aria-label="{label}">[{note}]</a></sup>')
_FIRST_MARK = Markup('<sup><a href="#note-{note}" id="figure-{note}" aria-label="{label}">[{note}]</a></sup>')
_FIGURE = Markup('<span class="figure">{text}{mark}</span>')
_TEMPLATES = ("frame", "announcement", "listing")


def web_page(pieces: Pieces) -> bytes:
    """The page; it stands in the folder of its version, two folders below the site's root."""
    languages = [(text.language, own_name(text.language)) for text in pieces.announcement.texts]
    html = environment().get_template("announcement").render(
        p=pieces, a=pieces.announcement, w=pieces.words, languages=languages, lang=pieces.text.language,
        runs=_Runs(pieces), title=pieces.text.title, svg=_svg, root="../../",
    )  # fmt: skip
    return html.encode()


@cache
def environment() -> Environment:
    """The templates; whatever reaches them is escaped, and an unknown name is an error."""
    folder = files("mozaik.announce").joinpath("templates")
    sources = {
        f"{name}.html": folder.joinpath(f"{name}.html").read_text(encoding="utf-8") for name in _TEMPLATES
    }
    return Environment(
        loader=DictLoader(sources | {name.removesuffix(".html"): text for name, text in sources.items()}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


class _Runs:
    """Turns runs into markup: a figure gets its mark, which leads to its note and can be led back to."""

    def __init__(self, pieces: Pieces) -> None:
        self._page_language = pieces.text.language
        self._words = pieces.words
        self._times: dict[int, int] = {}

    def __call__(self, line: Line) -> Markup:
        """The markup of a line."""
        return Markup("").join(map(self._run, line))

    def _run(self, run: Run) -> Markup:
        if run.language and run.language != self._page_language:
            return Markup('<span lang="{}">{}</span>').format(run.language, run.text)
        if run.note is None:
            return Markup("{}").format(run.text)
        return _FIGURE.format(text=kept_together(run.text), mark=self.mark(run.note))

    def mark(self, note: int) -> Markup:
        """The mark of a footnote; the first one on the page is what the note leads back to."""
        time = self._times[note] = self._times.get(note, 0) + 1
        label = self._words.say("note.mark", number=note)
        return (_FIRST_MARK if time == 1 else _MARK).format(note=note, label=label)


def _svg(pieces: Pieces, kind: ChartKind) -> Markup:
    bars = pieces.chart(kind)
    return Markup(bars_svg(bars.title, bars.rows, f"chart-{kind}") if bars else "")  # noqa: S704  # escaped there
