"""Whatever is registered has what its registry asks for, and words for people."""

import re
from collections.abc import Sequence
from types import ModuleType

import pytest

from mozaik.crosscheck.matcher import Matcher
from mozaik.crosscheck.matchers import MATCHERS
from mozaik.crosscheck.model import Parameters
from mozaik.figures.counters import _COUNTERS
from mozaik.figures.definitions import DEFINITIONS, Definition
from mozaik.intake.exports import EXPORTS, Export
from mozaik.intake.source import Source
from mozaik.intake.sources import SOURCES
from mozaik.kinds import LIST_KINDS, HitKind, SetKind, ValueForm
from mozaik.package import Topic
from mozaik.records import ALL_TABLES, CustodyFault
from mozaik.release.rank import POINTS
from mozaik.selectors import KINDS
from mozaik.terms import Disclosure, Handling, Obstacle
from mozaik.wording import (
    Catalogue,
    explain_disclosure,
    explain_grade,
    explain_handling,
    explain_hit,
    explain_list_kind,
    explain_obstacle,
    explain_value,
    speaking,
)
from mozaik.wording.catalogue import english, is_said
from tests.house.support import REPOSITORY, SOURCE


@pytest.mark.parametrize("matcher", MATCHERS, ids=lambda registered: registered.name)
def test_every_matcher_has_tables_a_version_and_tests_of_its_twin(matcher: Matcher) -> None:
    assert matcher.version
    assert set(matcher.tables) <= set(ALL_TABLES)
    for table in matcher.tables:
        concerns, reasons = matcher.fitness(table, Parameters())
        assert concerns
        assert all(reasons)
        assert all(reasons.values())
    module = SOURCE / "crosscheck" / "matchers" / f"{matcher.name}.py"
    assert module.exists(), "a matcher stands in the file of its name"


def modules_of(registry: Sequence[object]) -> set[str]:
    """The last names of registered modules."""
    return {module.__name__.rpartition(".")[2] for module in registry if isinstance(module, ModuleType)}


@pytest.mark.parametrize("name", ["matchers", "kinds", "sources", "exports"])
def test_no_implementation_is_left_out_of_its_registry(name: str) -> None:
    registered = {
        "matchers": {matcher.name for matcher in MATCHERS},
        "kinds": set(KINDS),
        "sources": modules_of(SOURCES)
        | {
            "zip_directory",
            "zip_content",
            "file_system",
            "blocks",
            "ewf",
            "packed",
            "signatures",
            "volumes",
            "media",
            "media_stream",
            "qcow",
            "android_backup",
            "cpio",
            "extra",
            "seven_zip",
            "tar",
            "zip_scan",
        },
        "exports": modules_of(EXPORTS) | {"write"},
    }
    (folder,) = [path for path in SOURCE.glob(f"*/{name}") if path.is_dir()]
    assert {path.stem for path in folder.glob("*.py")} - {"__init__"} == registered[name]


@pytest.mark.parametrize("source", SOURCES, ids=lambda registered: registered.NAME)
def test_every_source_detects_and_lists(source: Source) -> None:
    assert all(callable(getattr(source, name)) for name in ("detect", "entries", "shards"))


@pytest.mark.parametrize("export", EXPORTS, ids=lambda registered: registered.NAME)
def test_every_export_detects_and_reads(export: Export) -> None:
    assert all(callable(getattr(export, name)) for name in ("detect", "records"))


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda registered: registered.key)
def test_every_figure_is_defined_in_a_sentence_and_counted(definition: Definition) -> None:
    assert definition.definition.rstrip().endswith(".")
    assert definition.label
    assert definition.unit
    assert definition.counter in _COUNTERS


def test_no_two_figures_share_a_key() -> None:
    assert len({definition.key for definition in DEFINITIONS}) == len(DEFINITIONS)
    assert {definition.counter for definition in DEFINITIONS} == set(_COUNTERS)


def test_every_kind_of_hit_and_value_and_every_code_has_words() -> None:
    assert {key.split(".")[1] for key in english() if key.startswith("hit.")} == set(HitKind)
    for kind in HitKind:
        words = explain_hit(kind)
        assert all((words.title, words.meaning, words.caution, words.next_step))
        assert is_said(f"counted.{kind}") is not kind.behaviour.by_value
    assert all(explain_list_kind(kind) for kind in LIST_KINDS)
    assert [kind for kind in KINDS if not is_said(f"value.{kind}")] == []
    assert [kind for kind in KINDS if not is_said(f"counted.value.{kind}")] == []
    reasons = {r for m in MATCHERS for table in m.tables for r in m.fitness(table, Parameters())[1]}
    with speaking(Catalogue("xx", {key: (f"<{key}>",) for key in english()}, lambda count: 0, {})):
        assert [reason for reason in reasons if explain_obstacle(reason) == reason] == []
    assert all(explain_value(kind) for kind in KINDS)
    assert all(explain_handling(code) for code in Handling)
    assert all(explain_obstacle(code) != str(code) for code in Obstacle)
    assert all(explain_disclosure(level) for level in Disclosure)
    assert all(explain_grade(source + information) for source in "ABCX" for information in "1234")


def test_every_topic_rank_reason_and_custody_fault_has_words() -> None:
    keys = [f"lead.{part}.{topic}" for topic in Topic for part in ("title", "why")]
    keys += [f"rank.{code}" for code in POINTS] + [f"custody.{fault.name.lower()}" for fault in CustodyFault]
    assert [key for key in keys if not is_said(key)] == []


def test_every_kind_of_hit_has_its_matcher_and_its_place_in_the_format() -> None:
    assert sorted(matcher.kind for matcher in MATCHERS) == sorted(HitKind)
    page = (REPOSITORY / "docs" / "formats" / "work-folder.md").read_text(encoding="utf-8")
    kinds, sides = (page.partition(start)[2] for start in ("| `kind` | text |", "| kind | sides |"))
    named = re.findall(r"`(\w+)`", kinds.partition("\n")[0])
    assert named == list(HitKind)
    cells = re.findall(r"^\| ([^|]+) \|", sides.partition("\n\n")[0], re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", " ".join(cells))) == set(HitKind)


def test_every_kind_of_set_is_named_in_the_format() -> None:
    page = (REPOSITORY / "docs" / "formats" / "work-folder.md").read_text(encoding="utf-8")
    assert ", ".join(f"`{kind}`" for kind in SetKind) in page
    assert {kind for kind in SetKind if not kind.is_list} == {SetKind.CONTRIBUTION}


@pytest.mark.parametrize("kind", HitKind)
def test_a_value_is_written_as_its_kind_says(kind: HitKind) -> None:
    assert kind.value_text(b"\x61\x62") == {ValueForm.TEXT: "ab", ValueForm.HEX: "6162"}[kind.behaviour.form]
