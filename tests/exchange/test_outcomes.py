"""What came of a package, by dated statuses; and notices: there is something new, and no more is said."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from mozaik.errors import RefusedError
from mozaik.exchange import (
    NEWS,
    Dated,
    ExchangeError,
    Heard,
    PackageOutcome,
    PackageStage,
    PackageStatus,
    Reported,
    Telling,
    followed,
    read_document,
)
from mozaik.exchange.notice import SomethingNew
from mozaik.node import give_reading, news_from, packages_followed, report_after_package, send, take_files
from mozaik.node.documents import keep_document
from mozaik.parties import Authority, PersonRef
from mozaik.seal import Kind, Manifest, Role, write_sealed
from mozaik.terms import Disclosure, Handling
from tests.crosscheck.support import terms_of
from tests.exchange.nodes import EU, HR, NOW, SI, Nodes
from tests.exchange.test_readings import asks, joint, statuses

OUTCOME = PackageOutcome(
    "EU-EC3.package.1", PersonRef("SI-GPD/ana"), PackageStatus.TAKEN_UP, date(2023, 11, 20), (), "",
    (Handling.H0,), "A1", "SI 114",
)  # fmt: skip


def test_a_second_notice_says_nothing_more() -> None:
    steps = [Dated(f"{at:09}", "", Telling.NOTICE) for at in range(2)]
    assert (NEWS.run(steps).stage, len(NEWS.run(steps).late)) == (Heard.NOTICED, 1)


def reported(number: int, status: PackageStatus, on: date, sender: str = SI, corrects: str = "") -> Reported:
    content = replace(OUTCOME, status=status, on=on, corrects=corrects)
    return Reported(
        f"{sender}.outcome.{number}", Authority(sender), f"2023-12-01T09:00:{number:02}Z", content
    )


def test_statuses_count_by_their_days_whenever_they_come_and_late_results_too() -> None:
    """A conviction comes after the end, an earlier day after a later one, a correction after both."""
    said = [
        reported(1, PackageStatus.CLOSED, date(2023, 12, 1)),
        reported(2, PackageStatus.ARRESTED, date(2023, 11, 22)),
        reported(3, PackageStatus.CONVICTED, date(2025, 3, 4)),
        reported(4, PackageStatus.SAFEGUARDED, date(2023, 11, 23)),
        reported(5, PackageStatus.SAFEGUARDED, date(2023, 11, 24), corrects="SI-GPD.outcome.4"),
        reported(6, PackageStatus.ARRESTED, date(2023, 11, 22), sender=HR),
        reported(7, PackageStatus.REOPENED, date(2023, 11, 21), sender=HR, corrects="SI-GPD.outcome.1"),
    ]
    pair = [(OUTCOME.package, SI)]
    worlds = {followed(pair, [*order, order[0]]) for order in list(permutations(said))[::97]}
    ((told,),) = worlds
    assert [each.id[-1] for each in told.outcomes] == ["2", "5", "1", "3"]
    assert (told.run.stage, told.run.late, told.corrected) == (PackageStage.CLOSED, (), ("SI-GPD.outcome.4",))


@pytest.mark.parametrize(
    "changes",
    [{"package": ""}, {"references": ("b", "a")}, {"handling": ()}, {"grade": "E"}, {"corrects": "/"}],
)
def test_an_outcome_without_terms_or_package_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ExchangeError):
        replace(OUTCOME, **changes)  # type: ignore[arg-type]


# ---- real nodes --------------------------------------------------------------------------------------------


def packaged(nodes: Nodes, folder: Path) -> str:
    """A package of the joint node comes to SI; its id."""
    releasers = [nodes.key("EU-EC3/maria"), nodes.key("EU-EC3/noor")]
    manifest = Manifest(
        Kind.PACKAGE, OUTCOME.package, "Mozaik 2023", Authority(EU), "2023-11-20T09:00:00Z", (Authority(SI),),
        synthetic=True, properties={"sequence": "1"},
    )  # fmt: skip
    write_sealed(
        folder / "a.package", manifest, {"hits.json": b'"H-A"'}, [(key, Role.RELEASER) for key in releasers]
    )
    received = take_files(nodes.by_name[EU], [folder / "a.package"], nodes.checker, NOW)
    send(nodes.by_name[EU], received, SI, nodes.keys, NOW)
    nodes.between(EU, SI, "packaged")
    return OUTCOME.package


def test_an_outcome_reaches_who_sent_the_package_and_nobody_else(nodes: Nodes, tmp_path: Path) -> None:
    package, ana = packaged(nodes, tmp_path), nodes.key("SI-GPD/ana")
    here = nodes.by_name[SI]
    said = replace(OUTCOME, references=("H-A",))
    sent = report_after_package(here, said, ana, nodes.keys, NOW)
    assert sent.recipient == EU
    late = replace(OUTCOME, status=PackageStatus.CONVICTED, on=date(2025, 3, 4))
    report_after_package(here, late, ana, nodes.keys, NOW + timedelta(days=700))
    nodes.between(SI, EU, "outcomes")
    (told,) = packages_followed(nodes.by_name[EU], nodes.keys)
    assert (told.package, told.recipient, len(told.outcomes)) == (package, SI, 2)
    assert packages_followed(here, nodes.keys) == (told,)


def test_an_outcome_is_refused_of_what_never_came_is_not_told_or_is_to_come(
    nodes: Nodes, tmp_path: Path
) -> None:
    packaged(nodes, tmp_path)
    here, ana, eva = nodes.by_name[SI], nodes.key("SI-GPD/ana"), nodes.key("HR-MUP/eva")
    refused = [
        ("no package of this id", replace(OUTCOME, package="EU-EC3.package.2"), ana),
        ("does not tell this hit", replace(OUTCOME, references=("H-B",)), ana),
        ("a day that has come", replace(OUTCOME, on=date(2023, 11, 21)), ana),
        ("another authority", OUTCOME, eva),
    ]
    for why, outcome, key in refused:
        with pytest.raises(RefusedError, match=why):
            report_after_package(here, outcome, key, nodes.keys, NOW)
    stranger = replace(OUTCOME, by=eva.reference)
    sha256 = keep_document(nodes.by_name[HR], stranger, (Authority(EU),), NOW, eva)
    nodes.take(EU, nodes.by_name[HR].store.path_of(sha256))
    (told,) = packages_followed(nodes.by_name[EU], nodes.keys)
    assert told.outcomes == ()


def new_hit(nodes: Nodes, number: int, content: bytes, disclosure: Disclosure = Disclosure.FULL) -> None:
    """HR and SI share one content more at the joint node."""
    terms = [terms_of(HR, disclosure=disclosure)]
    nodes.send(HR, EU, nodes.sealed(f"HR-MUP.{number}", content, terms=terms))
    nodes.between(HR, EU, f"more-{number}")
    nodes.take(EU, nodes.sealed(f"SI-GPD.{number}", content))
    nodes.moment += timedelta(minutes=5)
    nodes.run(EU)


def notices_to(nodes: Nodes, reader: str) -> list[SomethingNew]:
    node = nodes.by_name[EU]
    files = [
        line.sha256 for line in node.index.listed() if line.kind == "notice" and reader in line.recipients
    ]
    return [read_document(node.store.path_of(each), SomethingNew, nodes.keys)[1] for each in files]


def test_something_new_is_noticed_once_until_the_reader_is_told(nodes: Nodes) -> None:
    joint(nodes)
    assert len(statuses(nodes, SI)) == 2
    new_hit(nodes, 2, b"d")
    new_hit(nodes, 3, b"e")
    assert notices_to(nodes, SI) == [SomethingNew(Authority(SI))]
    assert notices_to(nodes, HR) == [], "who never read has nothing that could be new"
    nodes.between(EU, SI, "noticed")
    assert news_from(nodes.by_name[SI], nodes.keys) == (EU,)
    give_reading(nodes.by_name[EU], asks(nodes), nodes.keys)
    nodes.between(EU, SI, "told")
    assert news_from(nodes.by_name[SI], nodes.keys) == ()
    new_hit(nodes, 4, b"f")
    assert len(notices_to(nodes, SI)) == 2


def test_what_is_silent_to_a_reader_gives_it_no_notice(nodes: Nodes) -> None:
    """Two worlds: it came, or it did not."""
    joint(nodes)
    statuses(nodes, SI)
    new_hit(nodes, 2, b"a", Disclosure.SILENT)
    assert notices_to(nodes, SI) == []
    assert not list((nodes.by_name[EU].out / EU / SI).glob("0*"))


def test_a_notice_holds_the_reader_and_nothing_else() -> None:
    assert SomethingNew.__slots__ == ("reader", "format")
