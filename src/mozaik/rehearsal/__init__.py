"""A synthetic, harmless operation with known truth: demo, tests and benchmarks all use it.

`scenario` reads what the TOML file wants, `plan` lays out raids, people and items, `planting` and `decoys`
put overlaps and traps on them and write down the truth, `contents` and `packing` make real sources,
`paperwork` writes records, terms and lists, and `run` does the whole work with the public functions of the
other rooms and compares the outcome with the truth.
"""

from mozaik.rehearsal.outcome import outcome_json, outcome_text, write_outcome
from mozaik.rehearsal.run import empty_folder, make_plan, rehearse
from mozaik.rehearsal.scenario import load_scenario

__all__ = [
    "empty_folder",
    "load_scenario",
    "make_plan",
    "outcome_json",
    "outcome_text",
    "rehearse",
    "write_outcome",
]
