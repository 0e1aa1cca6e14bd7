"""A small operation with one overlap of every kind, for tests that need sources and not many of them."""

from dataclasses import replace

from mozaik.rehearsal.scenario import Cast, Scenario, load_scenario

PEOPLE = 4
ITEMS = {"computer": 3, "phone": 2, "server": 1, "memory-card": 2}
CONTRIBUTORS = ("SI-GPD", "HR-MUP", "BA-RS", "RS-MUP", "MK-THB")
NO_PICTURES = {"pictures": 1, "texts": 1, "picture_edge": 128, "chat_messages": 2}


def small_scenario() -> Scenario:
    """Five authorities with eight items each, and each overlap, decoy and reality once."""
    full = load_scenario("mozaik-2023")
    cast = tuple(
        _small(one) if one.id in CONTRIBUTORS else one
        for one in full.authorities
        if one.id in CONTRIBUTORS or not one.items
    )
    once = {
        how: {**wanted, "count": 1, "holders": min(wanted["holders"], 3)}
        for how, wanted in full.overlaps.items()
    }
    decoys = {how: 1 if isinstance(count, int) else count for how, count in full.decoys.items()}
    return replace(
        full,
        authorities=cast,
        statements=tuple(
            one for one in full.statements if one["said_by"] in {*CONTRIBUTORS, full.coordinator}
        ),
        content={**full.content, **NO_PICTURES},
        overlaps=once,
        decoys={**decoys, "invalid_checksums": 2, "hostile_files": 5},
        realities={**dict.fromkeys(full.realities, 1), "known_by_one_digest": 2},
    )


def _small(cast: Cast) -> Cast:
    return replace(
        cast,
        raids={**cast.raids, "count": 2},
        suspects={**cast.suspects, "count": PEOPLE},
        items=ITEMS,
    )
