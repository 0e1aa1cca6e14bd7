"""The outcome of a rehearsal in words: scores against the truth, figures beside statements, where to look."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mozaik.figures import Figure, Statement, Verdict, country_word, origin_words, speaker_words
from mozaik.rehearsal.announcing import Announced
from mozaik.rehearsal.before_the_day import BeforeTheDay
from mozaik.rehearsal.compare import Decoys, Score
from mozaik.rehearsal.run import Outcome
from mozaik.rehearsal.stage import ANALYST
from mozaik.rehearsal.year import StepScore

_RULE = "-" * 78


def outcome_text(outcome: Outcome) -> str:
    """The outcome as plain text for a terminal."""
    parts = [
        *_before(outcome.before),
        "",
        *_scores(outcome.scores),
        "",
        *_decoys(outcome.decoys),
        "",
        *_told(outcome),
        "",
        *_figures(outcome.figures),
        "",
        *_packages(outcome),
        "",
        *_announcements(outcome),
        "",
        *_year(outcome.year),
        _verdict(outcome),
        "",
        *_next(outcome.folder, outcome.packages[0].recipient if outcome.packages else "AUTHORITY"),
    ]
    return "\n".join(parts)


def _before(before: BeforeTheDay) -> list[str]:
    lines = ["Plans in each other's way, as their two owners were told before the day", _RULE]
    lines.append(f"{'kind':14}{'planted':>10}{'told':>10}{'missed':>10}{'false':>10}")
    for score in before.scores:
        numbers = (score.planted, score.told, score.planted - score.told, score.false)
        lines.append(f"{score.kind:14}" + "".join(f"{number:>10}" for number in numbers))
    lines.append(f"{before.carried_out} carried out; {before.told_afterwards} in the way then")
    return lines


def _scores(scores: Sequence[Score]) -> list[str]:
    lines = ["Overlaps, as the authorities were told of them", _RULE]
    lines.append(f"{'kind of hit':14}{'planted':>10}{'found':>10}{'missed':>10}{'false':>10}{'leaked':>10}")
    for score in scores:
        numbers = (score.planted, score.found, len(score.missed), len(score.false), len(score.leaked))
        lines.append(f"{score.kind:14}" + "".join(f"{number:>10}" for number in numbers))
    return lines


def _decoys(decoys: Sequence[Decoys]) -> list[str]:
    lines = ["Decoys that must not become a lead", _RULE]
    return lines + [
        f"{decoy.how:24}{decoy.planted:>6} planted{decoy.hit:>6} told as a hit" for decoy in decoys
    ]


def _told(outcome: Outcome) -> list[str]:
    lines = ["What readers were told of what real operations have", _RULE]
    for told in outcome.told:
        lines.append(f"{told.how:26}{told.planted:>4} planted{len(told.wrong):>4} told wrongly   {told.rule}")
    if outcome.sealed.earlier.files:
        count = len(outcome.sealed.earlier.files)
        kept = "refused" if outcome.kept_out else "ACCEPTED"
        lines.append(f"{'replaced or withdrawn sets':26}{count:>4} given once more, and {kept}")
    return lines


def _figures(figures: Sequence[Figure]) -> list[str]:
    """The counted figures; below each what was said otherwise in public, which stays as it was said."""
    lines = ["Figures counted from sealed records; [invented] where the rehearsal made the records up", _RULE]
    for figure in figures:
        if figure.value is None:
            continue
        value = str(figure.value).replace("/", " to ")
        title = f"{value:>6}  {figure.label} [{country_word(figure.scope)}{origin_words(figure)}]"
        agreeing = ", ".join(
            speaker_words(statement) for statement in figure.statements if statement.verdict is Verdict.AGREES
        )
        lines.append(f"{title:60}  {f'as {agreeing} said' if agreeing else ''}".rstrip())
        lines += [
            f"        ! {speaker_words(said)} said {said.value} ({_scope(said)}): it {said.verdict}"
            for said in figure.conflicts
        ]
    return lines


def _scope(said: Statement) -> str:
    return f"{country_word(said.scope)}, {said.as_of}" if said.as_of else country_word(said.scope)


def _packages(outcome: Outcome) -> list[str]:
    lines = ["Packages, each released by two persons and verified", _RULE]
    for package in outcome.packages:
        lines.append(f"{package.recipient:14}{package.leads:>4} leads   {package.document}")
    return lines


def _announcements(outcome: Outcome) -> list[str]:
    lines = ["Announcements, approved by two authorities and published; every number is a figure", _RULE]
    for told in outcome.announcements.announced:
        if told.version:
            lines.append(
                f"{told.name:14}{told.figures:>4} figures, {told.languages} languages, "
                f"{len(told.concerns)} things to look at   {told.version}"
            )
        else:
            lines.append(f"{told.name:14} NOT APPROVED: {told.concerns[0]}")
    return lines


def _year(scores: Sequence[StepScore]) -> list[str]:
    lines = ["A year of exchange between three nodes, by numbered files alone", _RULE]
    lines.append(f"{'step':14}{'planted':>10}{'found':>10}{'missed':>10}{'false':>10}{'leaked':>10}")
    for score in scores:
        numbers = (score.planted, score.came, len(score.missed), len(score.false), len(score.leaked))
        lines.append(f"{score.step:14}" + "".join(f"{number:>10}" for number in numbers))
    return [*lines, ""] if scores else []


def _verdict(outcome: Outcome) -> str:
    sealed = outcome.sealed
    read = (
        f"{len(sealed.contributions)} contributions and {len(sealed.lists)} lists sealed; "
        f"{sealed.entries_read} files read, {sealed.entries_rejected} refused"
    )
    if sealed.failures:
        read += f"; {len(sealed.failures)} items could not be read"
    last = (
        "Nothing missed, nothing false, nothing leaked, nothing told wrongly."
        if outcome.is_right
        else "NOT RIGHT: something was missed, false, leaked, told wrongly or not read; see outcome.json."
    )
    return f"{read}\n{last}"


def _next(folder: Path, reader: str) -> list[str]:
    """Where to look, and two commands to go on with."""
    return [
        "Where to look",
        _RULE,
        f"{folder / 'packages' / '*.pdf'}: what each authority receives",
        f"{folder / 'announcements' / 'published' / 'index.html'}: what the public is told",
        f"{folder / 'truth.json'}: everything that was planted",
        f"{folder / 'outcome.json'}: this outcome for machines",
        "",
        "Go on with",
        f"  export MOZAIK_TRUST={folder / 'trust.json'}",
        f'  mozaik hits {folder / "node"} --as {reader} --by {ANALYST} --reason "first look"',
        f"  mozaik figures {folder / 'sealed' / '*.contribution'}",
    ]


def outcome_json(outcome: Outcome) -> dict[str, Any]:
    """The outcome as plain values; figures name the rows behind them."""
    return {
        "about": outcome.scenario.synthetic,
        "right": outcome.is_right,
        "before": _before_json(outcome.before),
        "scores": [
            {
                "kind": score.kind,
                "planted": score.planted,
                "found": score.found,
                "missed": [{"how": miss.how, "values": miss.values} for miss in score.missed],
                "false": score.false,
                "leaked": [{"how": leak.how, "values": leak.values} for leak in score.leaked],
            }
            for score in outcome.scores
        ],
        "decoys": [
            {"how": decoy.how, "planted": decoy.planted, "hit": decoy.hit} for decoy in outcome.decoys
        ],
        "told": [
            {"how": told.how, "rule": str(told.rule), "planted": told.planted, "wrong": told.wrong}
            for told in outcome.told
        ],
        "kept_out": outcome.kept_out,
        "figures": [
            {
                "key": figure.key,
                "scope": figure.scope,
                "value": figure.value,
                "unit": figure.unit,
                "origins": list(figure.origins),
                "rows": len(figure.rows),
                "statements": [
                    {
                        "said_by": statement.said_by,
                        "value": statement.value,
                        "scope": statement.scope,
                        "verdict": str(statement.verdict),
                    }
                    for statement in figure.statements
                ],
            }
            for figure in outcome.figures
        ],
        "packages": [
            {"recipient": package.recipient, "file": package.path.name, "leads": package.leads}
            for package in outcome.packages
        ],
        "announcements": [_announced_json(told) for told in outcome.announcements.announced],
        "year": list(map(_step_json, outcome.year)),
        "failures": outcome.sealed.failures,
        "files": {"read": outcome.sealed.entries_read, "refused": outcome.sealed.entries_rejected},
    }


def _before_json(before: BeforeTheDay) -> dict[str, Any]:
    return {
        "conflicts": [
            {"kind": str(score.kind), "planted": score.planted, "told": score.told, "false": score.false}
            for score in before.scores
        ],
        "carried_out": before.carried_out,
        "told_afterwards": before.told_afterwards,
    }


def _step_json(score: StepScore) -> dict[str, Any]:
    return {
        "step": str(score.step),
        "planted": score.planted,
        "found": score.came,
        "missed": score.missed,
        "false": score.false,
        "leaked": score.leaked,
    }


def _announced_json(told: Announced) -> dict[str, Any]:
    return {
        "name": told.name,
        "file": told.version.name if told.version else None,
        "figures": told.figures,
        "languages": told.languages,
        "concerns": told.concerns,
    }


def write_outcome(outcome: Outcome) -> None:
    """Write outcome.json beside the truth."""
    text = json.dumps(outcome_json(outcome), ensure_ascii=False, indent=1, sort_keys=True, default=str)
    (outcome.folder / "outcome.json").write_text(text + "\n", encoding="utf-8")
