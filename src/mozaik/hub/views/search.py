"""Search: one box over what the reader may know; what is typed stands in no address and in no chain."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from mozaik.desk import Asking, Held, Page, Reading, find_holders, question_of, read
from mozaik.errors import RefusedError
from mozaik.hub import clock, floor
from mozaik.hub.models import account_of
from mozaik.hub.telling import told_row, told_values
from mozaik.hub.views.reason import needs_reason
from mozaik.wording import explain_nothing_found

MOST = 50
_DIGEST = re.compile(r"[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}")
_PDQ_DIGITS = 64


@require_http_methods(["GET", "POST"])
@needs_reason
def search(request: HttpRequest) -> HttpResponse:
    """The hits that say a text somewhere; for a whole digest also who holds the file, or a picture near it.

    It is asked by POST: a value or a name that is typed must not stand in the log of a server in front.
    """
    account, node = account_of(request), floor.node()
    if account.rights.use is None:
        raise RefusedError(
            f"a person who signs in as {account.role} reads no hits", remedy="ask an analyst to search"
        )
    shown: dict[str, object] = {"question": "", "compared": node.is_compared}
    question = " ".join(request.POST.get("question", "").split())
    if request.method == "POST" and question and node.is_compared:
        shown |= _answers(floor.asking_of(request, clock.now()), question)
    return render(request, "search.html", shown)


def _answers(asking: Asking, question: str) -> dict[str, object]:
    """What is told of a question, each part logged before it is told."""
    work, trust = floor.node().work, floor.trust()
    reading: Reading = read(work, asking, trust, Page(limit=MOST, search=question))
    held = tuple(_held(asking, question.replace(" ", "").lower()))
    return {
        "question": question,
        "reading": reading,
        "rows": [told_row(hit, reading.reader) for hit in reading.hits],
        "held": [(answer, told_values(answer)) for answer in held],
        "nothing_found": explain_nothing_found(),
    }


def _held(asking: Asking, word: str) -> list[Held]:
    """Who holds the file of a whole digest; 64 digits may be the PDQ of a picture as well."""
    if not _DIGEST.fullmatch(word):
        return []
    work, trust = floor.node().work, floor.trust()
    questions = [question_of(None, None, word)]
    if len(word) == _PDQ_DIGITS:
        questions.append(question_of(None, word, None))
    return [find_holders(work, asking, trust, asked, MOST) for asked in questions if asked is not None]
