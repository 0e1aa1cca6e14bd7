"""Many at once: every act that the hub said was done stands in a chain, and every page of hits has its entry.

The short form of `tests.soak.hub`, where a hundred read and fifty judge for two minutes.
"""

import threading
from itertools import repeat

from django.db import connections

from mozaik.seal import TrustStore
from tests.hub.crowd import Reader, Writer, people_with_keys, require_all_kept
from tests.hub.house import HR, SI, Hub
from tests.hub.test_signing import first_hit
from tests.hub.visitors import visitor

READERS, WRITERS, ROUNDS, SECONDS = 4, 4, 3, 120


def test_what_was_done_is_kept_and_what_was_read_is_logged(office: Hub) -> None:
    keys = people_with_keys(office.trust, [f"w{number}" for number in range(WRITERS)])
    known = {authority: [first_hit(visitor(f"{authority}/first"))] for authority in (SI, HR)}
    writers = [
        Writer(person, key, visitor(person), known[person.partition("/")[0]]) for person, key in keys.items()
    ]
    readers = [
        Reader(authority, f"reader {number}", visitor(f"{authority}/r{number}", reason=f"reader {number}"))
        for number, authority in enumerate((SI, HR) * (READERS // 2))
    ]
    work = [reader.read for reader in readers] + [writer.write for writer in writers]

    def run(act: object) -> None:
        try:
            for each in repeat(act, ROUNDS):
                assert callable(each)
                each()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    assert not any(thread.is_alive() for thread in threads)
    assert [len(reader.pages) for reader in readers] == [4 * ROUNDS] * READERS
    assert sum(len(writer.done) for writer in writers) > 0
    require_all_kept(office.node, TrustStore.load(office.trust), readers, writers)
