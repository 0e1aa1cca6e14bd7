"""Links: the same two selectors that acted together, seen on several items.

A link has no direction here: what one item sent, the other received. The two ends are written in their
alphabetical order, so that both views give one value.
"""

from collections.abc import Mapping

from mozaik.crosscheck.matcher import Bench, Matcher
from mozaik.crosscheck.model import Parameters, Task
from mozaik.kinds import HitKind
from mozaik.work import ITEM_UNIT

BETWEEN = " with "
"""Stands between the two ends in a link's value."""

_ROWS = """
CREATE OR REPLACE TEMP VIEW link_rows AS
SELECT *, least(sender, recipient) || '{between}' || greatest(sender, recipient) AS ends FROM ({rows})
WHERE sender <> recipient
"""
_POST = """
INSERT INTO postings BY NAME
WITH shared AS (SELECT relation, ends FROM link_rows GROUP BY relation, ends HAVING count(*) > 1)
SELECT relation AS value_kind, encode(ends) AS left_value, set_no, "table", row_id, unit,
       terms_key, 'normal forms' AS basis
FROM link_rows JOIN shared USING (relation, ends)
"""


def link_value(end: tuple[str, str], other: tuple[str, str]) -> str:
    """The slow, obvious form of a link's value: two ends (kind, normal form) without direction."""
    return BETWEEN.join(sorted(f"{kind}:{value}" for kind, value in (end, other)))


def _fitness(table: str, parameters: Parameters) -> tuple[str, Mapping[str, str]]:
    return "true", {"both ends are one": "from_kind = to_kind AND from_normal = to_normal"}


def _post(task: Task, bench: Bench) -> None:
    if not bench.having("links"):
        return
    columns = (
        f"{ITEM_UNIT} AS unit, relation, "
        "from_kind || ':' || from_normal AS sender, to_kind || ':' || to_normal AS recipient"
    )
    bench.connection.execute(_ROWS.format(rows=bench.rows("links", columns), between=BETWEEN))
    bench.connection.execute(_POST)


LINK = Matcher(
    name="link",
    kind=HitKind.LINK,
    version="1",
    tables=("links",),
    fitness=_fitness,
    post=_post,
)
"""Equality of both ends of a link, whatever its direction."""
