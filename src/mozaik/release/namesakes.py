"""Persons of one owner with one number: a number is a person's within its set, so two sets mean two persons.

Whose residence points to a country is no value that two could share. The pointers of namesakes are kept
apart by their place in an order of what is told of them, never of set ids: a silent re-issue changes none.
"""

from collections import defaultdict
from hashlib import sha256

from mozaik.release.detail import conditions_of
from mozaik.release.rows import read_fields
from mozaik.release.view import Engine, Lens, Row, rows_of
from mozaik.terms import Disclosure

_NAMESAKES = """
SELECT *, [terms_key] AS terms_keys FROM pointing WHERE kind = 'residence' AND pointer_id IN (
    SELECT pointer_id FROM pointing WHERE kind = 'residence'
    GROUP BY pointer_id HAVING count(DISTINCT set_id) > 1
)
"""

_KEEP_APART = """
UPDATE pointing SET pointer_id = $apart
WHERE kind = 'residence' AND set_id = $set_id AND pointer_id = $pointer_id
"""


def keep_namesakes_apart(engine: Engine, lens: Lens) -> None:
    """Give each person of one owner, number and country a pointer of its own in the table `pointing`."""
    persons: dict[bytes, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    rows = rows_of(engine, _NAMESAKES)
    for row in rows:
        persons[row["pointer_id"]][row["set_id"]].append(row)
    fields = read_fields(engine, lens.work, [row for row in rows if row["level"] == Disclosure.FULL])

    def told(row: Row) -> str:
        level = Disclosure(row["level"])
        shown = fields[row["set_id"], row["table"], row["row_id"]] if level is Disclosure.FULL else {}
        conditions = conditions_of(row["terms_keys"], lens, level)
        return repr((-level, row["country"], row["table"], sorted(shown.items()), conditions))

    for pointer_id, by_set in persons.items():
        ordered = sorted(by_set, key=lambda set_id: sorted(told(row) for row in by_set[set_id]))
        for place, set_id in enumerate(ordered[1:], 1):
            apart = sha256(b"mozaik namesake 1|" + pointer_id + b"|" + str(place).encode()).digest()[:16]
            values = {"apart": apart, "set_id": set_id, "pointer_id": pointer_id}
            engine.execute(_KEEP_APART, values)
