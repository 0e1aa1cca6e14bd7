"""The check of a draft: what keeps it from being approved, and what a person must look at.

A concern that stops is a fault of the draft or of what it may tell. One that does not stop is a difference
that stays: authorities state what they state, and the announcement shows both.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mozaik.announce.check_figures import figure_concerns
from mozaik.announce.check_texts import text_concerns
from mozaik.announce.concerns import Concern
from mozaik.announce.draft import DraftText
from mozaik.announce.model import Announcement
from mozaik.announce.records import FigureKey, Records
from mozaik.errors import RefusedError


@dataclass(frozen=True, slots=True)
class Seen:
    """A figure as it was when it was looked at last: its value, and the fingerprint of the rows behind it."""

    value: int | str | None
    fingerprint: str


class NotReadyError(RefusedError):
    """A draft has concerns that stop it."""

    def __init__(self, concerns: tuple[Concern, ...], where: str) -> None:
        self.concerns = concerns
        first = concerns[0]
        more = f"; {len(concerns) - 1} more" if len(concerns) > 1 else ""
        super().__init__(
            f"the announcement does not build: {first.what}{more}",
            where=f"{where}, {first.place}" if first.place else where,
            remedy=f"{first.remedy}; mozaik announce check lists all of it",
        )


def check(
    draft: DraftText,
    records: Records,
    before: Announcement | None = None,
    seen: Mapping[FigureKey, Seen] | None = None,
) -> tuple[Concern, ...]:
    """Everything that concerns a draft over what was counted, those that stop it first."""
    concerns = [
        *text_concerns(draft, records),
        *figure_concerns(draft, records, before),
        *_changed(records, seen or {}),
    ]
    return tuple(sorted(dict.fromkeys(concerns), key=lambda concern: not concern.stops))


def require_ready(concerns: tuple[Concern, ...], where: str) -> None:
    """Raise NotReadyError for the concerns that stop."""
    if stopping := tuple(concern for concern in concerns if concern.stops):
        raise NotReadyError(stopping, where)


def seen_now(records: Records) -> dict[FigureKey, Seen]:
    """Every figure as it is now, to be compared with at the next check; for the writer's eyes alone."""
    return {key: Seen(figure.value, figure.fingerprint) for key, figure in records.public.items()}


def _changed(records: Records, seen: Mapping[FigureKey, Seen]) -> Iterator[Concern]:
    for key, figure in records.public.items():
        if key in seen and seen[key] != Seen(figure.value, figure.fingerprint):
            same = seen[key].value == figure.value
            yield Concern(
                "changed",
                f"the rows behind {key.key} [{key.scope}] changed since the draft was looked at last",
                "the number is the same: look whether the text still says what they say"
                if same
                else "the number is another one: read the text again",
                place=f"{key.key} {key.scope}",
            )
