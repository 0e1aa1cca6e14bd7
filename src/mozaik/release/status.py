"""Where each hit stands for a reader: only judgements about a pair that the reader sees count.

A judgement is about the pairs that its judge sees. It counts for a reader who sees one of these pairs too;
so a judgement of pairs with a holder that is silent to the reader leaves no trace. Of one person the last
word counts; two persons who differ make the hit disputed.
"""

from collections.abc import Mapping

from mozaik.parties import PersonRef
from mozaik.release.model import Verdict
from mozaik.release.said import acknowledged_by, judgements
from mozaik.release.view import Engine, Lens, counted, lens_of, load_levels
from mozaik.terms import Reader, Use

_VERDICTS = "CREATE TEMP TABLE verdict (hit_id BLOB, authority VARCHAR, verdict VARCHAR)"
_COMMON = """
CREATE OR REPLACE TEMP TABLE common AS
SELECT l.* REPLACE (least(l.level, fact.level, coalesce(support.level, fact.level)) AS level)
FROM levelled l
JOIN (SELECT DISTINCT hit_id FROM verdict WHERE authority = $judge) USING (hit_id)
JOIN judge_level fact ON fact.terms_key = l.terms_key
LEFT JOIN judge_level support ON support.terms_key = l.support_terms_key
LEFT JOIN bare USING (hit_id)
WHERE (l.support_terms_key IS NULL OR support.level IS NOT NULL) AND bare.hit_id IS NULL
"""
_COUNTS = """
INSERT INTO heard (hit_id, verdict)
SELECT v.hit_id, v.verdict FROM verdict v
WHERE v.authority = $judge AND v.hit_id IN (SELECT hit_id FROM ({counted}) WHERE partners > 0)
"""
_OWN = "CREATE TEMP TABLE heard AS SELECT hit_id, verdict FROM verdict WHERE authority = $reader"
_STATUS = """
CREATE TEMP TABLE status AS
SELECT hit_id, CASE WHEN count(DISTINCT verdict) > 1 THEN 'disputed'
                    WHEN min(verdict) = 'confirm' THEN 'confirmed' ELSE 'rejected' END AS status
FROM heard GROUP BY hit_id
"""


def make_status(engine: Engine, lens: Lens) -> None:
    """Leave the table `status(hit_id, status)` in the engine: the judged hits as the reader may know."""
    last_words = _last_words(lens)
    engine.execute(_VERDICTS)
    if last_words:
        engine.execute(
            "INSERT INTO verdict (hit_id, authority, verdict) "
            "SELECT unnest($hits), unnest($authorities), unnest($verdicts)",
            {
                "hits": [hit_id for _, hit_id in last_words],
                "authorities": [person.authority for person, _ in last_words],
                "verdicts": list(last_words.values()),
            },
        )
    engine.execute(_OWN, {"reader": lens.reader})
    for judge in sorted({person.authority for person, _ in last_words} - {lens.reader}):
        acknowledged = acknowledged_by(lens.work, lens.reader, judge)
        eyes = Reader(judge, takes_part=True)  # what it judged stays when it leaves
        seen = lens_of(lens.work, lens.stated, eyes, Use.ANALYSIS, lens.on, acknowledged)
        load_levels(engine, "judge_level", seen.levels)
        engine.execute(_COMMON, {"judge": judge})
        engine.execute(_COUNTS.format(counted=counted("common")), {"judge": judge})
    engine.execute(_STATUS)


def _last_words(lens: Lens) -> Mapping[tuple[PersonRef, bytes], str]:
    """The last verdict of each person on each hit, but those withdrawn since."""
    said = {(each.person, each.hit_id): each.verdict for each in judgements(lens.work, lens.reader)}
    return {about: str(verdict) for about, verdict in said.items() if verdict is not Verdict.WITHDRAW}
