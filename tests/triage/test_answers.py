"""What children said waits on the disk: a source of many values costs no memory (review 1, item 17)."""

import tracemalloc
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from itertools import chain

from mozaik.triage.answers import Answers
from mozaik.triage.facts import FileFacts, LinkFacts, PictureFacts, SelectorFacts
from mozaik.triage.follow import Examined
from mozaik.triage.run import assemble

MOMENT = datetime(2023, 11, 6, 10, 0, 0, 125, tzinfo=UTC)
FACTS = FileFacts(bytes(16), bytes(20), bytes(range(32)), 5, "text/plain", False, MOMENT, True)
PICTURE = PictureFacts(b"\7" * 32, 99, 96, 80, "Make", None, "123", "2023:11:06 10:00:00")
FULL = Examined(
    (3, 2), "žluťoučký\U0001f600", "a.zip", FACTS, PICTURE,
    [SelectorFacts("email", "a@example.org", "A@example.org", 2)],
    [LinkFacts(("email", "a@example.org"), ("phone", "+38641000000"), "sent", 4)], ("a note",),
)  # fmt: skip
REFUSED = Examined((3, 0), "x", "", reason="cannot be read")


def test_entries_come_back_as_they_were_in_the_order_of_the_source() -> None:
    bare = Examined(
        (1 << 31, 0), "bare", "", FileFacts(bytes(16), bytes(20), bytes(32), 0, "a/b", True, None, False)
    )
    with closing(Answers()) as answers:
        for entry in (bare, FULL, REFUSED):
            answers.add(entry)
        assert list(answers) == [REFUSED, FULL, bare]


def entries(count: int) -> Iterator[Examined]:
    """Files of 2,000 selectors each, as an archive of small, well packed members gives them."""
    for number in range(count):
        facts = FileFacts(
            bytes(16), bytes(20), number.to_bytes(32, "big"), 5, "text/plain", False, None, False
        )
        found = [SelectorFacts("email", f"{n}@example.org", "x", 1) for n in range(2_000)]
        yield Examined((number, 0), f"{number}.txt", "", facts, None, found)


def peak(count: int) -> int:
    tracemalloc.start()
    with closing(Answers()) as answers:
        for entry in entries(count):
            answers.add(entry)
        result = assemble("I", "archive", chain(answers, [REFUSED]), {})
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert result.tables["selectors"].num_rows == 2_000 * count
    assert (result.report.read, result.report.accepted, result.report.rejected) == (count + 1, count, 1)
    return found


def test_memory_does_not_grow_with_the_values_of_a_source() -> None:
    assert peak(16) < 1.5 * peak(4)
