"""Selectors of one kind with the same normal form: on seized items and among facts about persons."""

from collections.abc import Mapping

from mozaik.crosscheck.matcher import Bench, Matcher
from mozaik.crosscheck.model import Parameters, Task
from mozaik.kinds import HitKind
from mozaik.work import ITEM_UNIT, PERSON_UNIT

_POST = """
INSERT INTO postings BY NAME
WITH shared AS (SELECT kind, value FROM selector_rows GROUP BY kind, value HAVING count(*) > 1)
SELECT kind AS value_kind, encode(value) AS left_value, set_no, "table", row_id, unit,
       terms_key, 'normal form' AS basis
FROM selector_rows JOIN shared USING (kind, value)
"""


_ROWS = """
CREATE OR REPLACE TEMP VIEW selector_rows AS
SELECT * FROM ({rows}) WHERE fact = 'selector' AND kind IS NOT NULL AND value <> ''
"""


def _fitness(table: str, parameters: Parameters) -> tuple[str, Mapping[str, str]]:
    if table == "person_facts":
        return "kind = 'selector'", {"no kind": "nullif(selector_kind, '') IS NULL"}
    return "true", {"no normal form": "normal = ''"}


def _post(task: Task, bench: Bench) -> None:
    rows = bench.union(
        bench.rows("selectors", f"{ITEM_UNIT} AS unit, kind, normal AS value, 'selector' AS fact"),
        bench.rows("person_facts", f"{PERSON_UNIT} AS unit, selector_kind AS kind, value, kind AS fact"),
    )
    bench.connection.execute(_ROWS.format(rows=rows))
    bench.connection.execute(_POST)


SELECTOR = Matcher(
    name="selector",
    kind=HitKind.SELECTOR,
    version="1",
    tables=("selectors", "person_facts"),
    fitness=_fitness,
    post=_post,
)
"""Equality of kind and normal form: an account name of one service never meets a phone number."""
