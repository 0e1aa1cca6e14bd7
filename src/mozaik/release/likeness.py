"""Why two spellings may be one name, worked out anew from the two values that the reader sees.

What the cross-check noted about a pair may rest on rows that are silent to this reader; so nothing of it
is passed on.
"""

from collections.abc import Sequence

from mozaik.kinds import HitKind
from mozaik.names import compare_names
from mozaik.release.model import LikenessStep, NameLikeness, ReleasedHolder


def explain_names(kind: HitKind, holders: Sequence[ReleasedHolder]) -> NameLikeness | None:
    """The comparison of the two visible spellings, or None where there are not two."""
    languages = {
        holder.value: str((holder.fields or {}).get("language") or "") or None
        for holder in holders
        if holder.value is not None
    }
    if kind is not HitKind.NAME or len(languages) != 2:
        return None
    (left, left_language), (right, right_language) = sorted(languages.items())
    comparison = compare_names(left, right, left_language, right_language)
    steps = tuple(LikenessStep(step.rule, step.detail) for step in comparison.explanation)
    return NameLikeness(comparison.score, str(comparison.verdict), steps)
