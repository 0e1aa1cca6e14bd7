"""The hub of a rehearsal: it answers at once, and shows how far the rehearsal is until its node stands."""

import logging
import re
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

Answer = Callable[[HttpRequest], HttpResponseBase]
LOG = "rehearsal.log"
"""Beside the hub's own state: what the rehearsal printed so far, as long as it is played."""
MOST_LINES = 12
_NOT_YET = 503
"""What a page is answered with while the rehearsal is played."""
_PLAIN = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def shown_while_played(answer: Answer) -> Answer:
    """Answer every address with how far the rehearsal is, as long as one is played for this hub."""

    def guard(request: HttpRequest) -> HttpResponseBase:
        log = settings.CONFIG.state / LOG
        if not log.exists() or request.path.startswith(f"/{settings.STATIC_URL}"):
            return answer(request)
        return render(request, "waiting.html", {"lines": last_lines(log)}, status=503)

    return guard


class Faults(logging.Filter):
    """Lets through what somebody must look at: that a rehearsal is not there yet is no fault."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a line is printed."""
        return getattr(record, "status_code", None) != _NOT_YET


def last_lines(log: Path) -> list[str]:
    """The end of what was printed, without what moves a terminal."""
    text = _PLAIN.sub("", log.read_text(encoding="utf-8", errors="replace")).replace("\r", "\n")
    return [line.rstrip() for line in text.splitlines() if line.strip()][-MOST_LINES:]
