"""Plays the authors of the announcement: drafts, agreements, approval by two authorities, publication.

The drafts are those that come with the program, written on as an author would: edition, day, and a smaller
number where fewer items were seized than the joint statement says.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mozaik.desk import announcing
from mozaik.moments import utc_text
from mozaik.parties import Authority
from mozaik.progress import Step
from mozaik.rehearsal.plan import Plan
from mozaik.rehearsal.stage import Stage
from mozaik.tallies import make_tally

BASE_URL = "https://mozaik.example/announcements"
VICTIMS = "victims_safeguarded"
SHOWN = ((36, 1480), (41, 1725))
"""Screenings and persons reached that the first partners count."""
DRAFT = "announcement.toml"


@dataclass(frozen=True, slots=True)
class Announced:
    """One announcement of a rehearsal: its draft's folder, the approved version, and what concerned it.

    `version` is None where something stopped it; `figures` is how many numbers it quotes, `languages` in how
    many languages.
    """

    name: str
    folder: Path
    version: Path | None
    concerns: tuple[str, ...]
    figures: int
    languages: int


@dataclass(frozen=True, slots=True)
class Announcements:
    """All announcements of a rehearsal, and the folder of what is published."""

    announced: tuple[Announced, ...]
    published: Path


def announce(plan: Plan, stage: Stage, sets: Sequence[announcing.SealedSet], step: Step) -> Announcements:
    """Write, agree to, approve and publish the drafts that come with the program."""
    folder = stage.folder / "announcements"
    folder.mkdir()
    tallies = _tally(plan, stage, folder)
    announced = []
    for done, name in enumerate(announcing.DRAFTS, 1):
        announced.append(_announce(plan, stage, sets, folder / name, tallies))
        step(done, len(announcing.DRAFTS))
    published = folder / "published"
    versions = [each.version for each in announced if each.version]
    announcing.publish_announcements(versions, stage.trust, stage.now, published, BASE_URL)
    return Announcements(tuple(announced), published)


def _announce(
    plan: Plan, stage: Stage, sets: Sequence[announcing.SealedSet], folder: Path, tallies: tuple[Path, ...]
) -> Announced:
    announcing.begin_announcement(folder, folder.name)
    _write_on(plan, folder / DRAFT)
    _agree(plan, stage, folder)
    making = announcing.Making(folder, sets, stage.trust, stage.now, tallies=tallies)
    checked = announcing.check_announcement(making)
    concerns = tuple(f"{concern.place}: {concern.what}" for concern in checked.concerns)
    languages = len(checked.draft.languages)
    if not checked.is_ready:
        return Announced(folder.name, folder, None, concerns, 0, languages)
    draft = folder.with_name(f"{checked.draft.id}.v1.announcement.draft")
    first, second = checked.draft.publishers
    announcing.approve_announcement(_as(stage, making, first), stage.owners[first], draft)
    approved = announcing.approve_drafted(draft, _as(stage, making, second), stage.owners[second])
    draft.unlink()
    return Announced(
        folder.name, folder, approved.path, concerns, len(approved.announcement.figures), languages
    )


def _as(stage: Stage, making: announcing.Making, authority: Authority) -> announcing.Making:
    """The same, read by the analyst of an authority that approves."""
    return replace(making, asking=stage.ask(authority, "announcement"), work=stage.work)


def _tally(plan: Plan, stage: Stage, folder: Path) -> tuple[Path, ...]:
    """Seal the invented counts of partners: how often they showed the film, and how many persons saw it."""
    days = plan.scenario.first_day, plan.scenario.last_day
    written = []
    for name, (screenings, reach) in zip(
        (cast.id for cast in plan.scenario.contributors), SHOWN, strict=False
    ):
        written.append(folder / f"{name}.tally")
        key = stage.owners[name]
        make_tally(written[-1], screenings, days, key, plan.scenario.edition, stage.now, reach)
    return tuple(written)


def _write_on(plan: Plan, path: Path) -> None:
    """Change what an author would: whose edition it is, of which day, and what the counts do not bear."""
    scenario = plan.scenario
    text = path.read_text(encoding="utf-8").replace('"mozaik-2023"', f'"{scenario.edition}"')
    text = re.sub(r"(?m)^as_of = .*$", f"as_of = {scenario.announced_at.date()}", text)
    text = re.sub(r"(?m)^embargo = .*$", f"embargo = {utc_text(scenario.announced_at)}", text)
    if len(plan.items) <= 200:
        text = text.replace("{items_seized more than 200}", "{items_seized}")
        for translation in path.parent.glob("*.po"):
            said = translation.read_text(encoding="utf-8")
            translation.write_text(said.replace("{items_seized more than 200}", "{items_seized}"), "utf-8")
    path.write_text(text, encoding="utf-8")


def _agree(plan: Plan, stage: Stage, folder: Path) -> None:
    """An analyst of every authority with records agrees that so small a count of victims is told."""
    draft = announcing.read_draft(folder)
    (folder / "agreements").mkdir()
    for cast in plan.scenario.contributors:
        agreement = announcing.Agreement(Authority(cast.id), draft.id, 1, VICTIMS, draft.scope)
        path = folder / "agreements" / f"{cast.id}.json"
        announcing.agree_to_small_count(path, agreement, stage.owners[cast.id], stage.trust, stage.now)
