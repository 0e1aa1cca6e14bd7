"""A wrong, repeated or foreign file of any kind gets one sentence, stops no other, and changes nothing."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mozaik.exchange import DOCUMENTS, Envelope, Numbered, Way, write_delivery, write_document
from mozaik.moments import utc_text
from mozaik.node import Checker, Received
from mozaik.node.identity import key_of
from mozaik.parties import Authority
from mozaik.seal import Kind, SigningKey, encrypt_to, role_for
from tests.exchange import make_golden as golden
from tests.exchange.nodes import EU, HR, NOW, SI, Nodes, nodes_in

CONTENTS: dict[Kind, object] = {
    Kind.RECEIPT: replace(golden.RECEIPT, sender=Authority(HR)),
    Kind.READING: replace(golden.READING, reader=Authority(HR)),
    Kind.JUDGEMENTS: golden.JUDGEMENTS,
    Kind.REQUEST: golden.REQUEST,
    Kind.ANSWER: golden.ANSWER,
    Kind.AMENDMENT: golden.AMENDMENT,
    Kind.RECALL: golden.RECALL,
    Kind.OUTCOME: golden.OUTCOME,
    Kind.NOTICE: golden.NOTICE,
    Kind.URGENT: golden.URGENT,
    Kind.SAFEGUARDING: golden.SAFEGUARDING,
}
"""A document of each kind from SI to HR."""
EDITION = "Mozaik 2023"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    """Three nodes to which only files come that change nothing; whoever looks compares before and after."""
    folder = tmp_path_factory.mktemp("wrong")
    checker = Checker(folder / "none")
    yield nodes_in(folder, checker)
    checker.close()


@pytest.fixture
def stranger() -> SigningKey:
    """A key that nobody trusts."""
    return SigningKey.generate(SI, "ana")


def signed(
    folder: Path,
    kind: Kind,
    key: SigningKey,
    edition: str = EDITION,
    sender: str = SI,
    to: str = HR,
    content: object = None,
) -> Path:
    """A document of a kind, sealed."""
    path = folder / f"{kind}.{sender}.{to}"
    envelope = Envelope(Authority(sender), (Authority(to),), edition, NOW, synthetic=True)
    write_document(path, content or CONTENTS[kind], envelope, key)
    return path


ABOUT = {Kind.RECEIPT: "sender", Kind.READING: "reader", Kind.RECALL: "reader", Kind.NOTICE: "reader"}
"""Which field of what a node says by rule names whom it is for."""


def in_anothers_name(world: Nodes, folder: Path, kind: Kind) -> Path:
    """A document that its envelope contradicts: of another person, or about somebody else."""
    key = right_key(world, kind)
    if kind in ABOUT:
        content: object = replace(CONTENTS[kind], **{ABOUT[kind]: Authority(EU)})  # type: ignore[type-var]
        return signed(folder, kind, key, content=content)
    if kind is Kind.JUDGEMENTS:
        return signed(folder, kind, key_of(world.by_name[EU]), sender=EU)
    return signed(folder, kind, world.key("SI-GPD/bor"))


def on_the_way(
    world: Nodes, sealed: Path, *, to: str = HR, opener: str = HR, edition: str = EDITION, number: int = 9
) -> Path:
    """A sealed file in a delivery of SI's node, encrypted to the node of somebody."""
    way = Way(Authority(SI), Authority(to), edition)
    delivery, target = sealed.with_suffix(".delivery"), sealed.with_suffix(".age")
    key = key_of(world.by_name[SI])
    write_delivery(delivery, sealed, way, Numbered(number, number - 1, ""), utc_text(NOW), True, key)
    encrypt_to(delivery, target, [key_of(world.by_name[opener]).age_recipient])
    return target


def right_key(world: Nodes, kind: Kind) -> SigningKey:
    """The key that signs a kind: of SI's node, or of a person."""
    return key_of(world.by_name[SI]) if str(role_for(kind)) == "node" else world.key("SI-GPD/ana")


def cut(path: Path) -> Path:
    path.write_bytes(path.read_bytes()[:-40])
    return path


Wrong = Callable[[Nodes, Path, Kind, SigningKey], Path]
WRONG: dict[str, tuple[Wrong, str]] = {
    "cut": (lambda w, f, k, _: cut(on_the_way(w, signed(f, k, right_key(w, k)))), "was changed"),
    "cut before it was sealed in": (lambda w, f, k, _: cut(signed(f, k, right_key(w, k))), ""),
    "by a key that nobody trusts": (lambda _, f, k, s: signed(f, k, s), "not trusted here"),
    "for another node": (
        lambda w, f, k, _: on_the_way(w, signed(f, k, right_key(w, k), to=EU), to=EU), "it is for EU-EC3"
    ),
    "encrypted to another node": (
        lambda w, f, k, _: on_the_way(w, signed(f, k, right_key(w, k)), opener=EU),
        "not encrypted to this key",
    ),
    "of another edition": (
        lambda w, f, k, _: on_the_way(w, signed(f, k, right_key(w, k)), edition="Mozaik 2022"),
        "of another edition",
    ),
    "that was sealed in another edition": (
        lambda w, f, k, _: signed(f, k, right_key(w, k), edition="Mozaik 2022"), "a node of Mozaik 2022"
    ),
    "in another's name": (lambda w, f, k, _: in_anothers_name(w, f, k), "cannot stand in the exchange"),
}  # fmt: skip


def test_every_kind_is_sent() -> None:
    assert set(CONTENTS) == set(DOCUMENTS)


def sentence(received: Received) -> str:
    return received.why or (received.listed.why if received.listed else "")


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("kind", CONTENTS)
def test_a_wrong_file_gets_one_sentence_and_changes_nothing(
    world: Nodes, tmp_path: Path, stranger: SigningKey, kind: Kind, wrong: str
) -> None:
    make, why = WRONG[wrong]
    before = {name: world.state(name) for name in world.by_name}
    (received,) = world.take(HR, make(world, tmp_path, kind, stranger))
    assert received.is_refused
    said = sentence(received)
    assert why in said
    assert said.strip()
    assert "\n" not in said
    assert not re.search(r"Traceback|/tmp|ana@mail", said), "neither a place of the program nor a value"
    assert {name: world.state(name) for name in world.by_name} == before


@pytest.mark.parametrize(("number", "kind"), list(enumerate(CONTENTS, 20)))
def test_a_file_that_comes_again_changes_nothing(
    world: Nodes, tmp_path: Path, number: int, kind: Kind
) -> None:
    """As it came, under another name, and bare."""
    sealed = signed(tmp_path, kind, right_key(world, kind))
    file = on_the_way(world, sealed, number=number)
    assert not world.take(HR, file)[0].is_refused
    before = world.state(HR)
    renamed = Path(file.rename(tmp_path / "renamed.age"))
    assert not any(each.is_refused for each in world.take(HR, renamed, renamed, sealed))
    assert world.state(HR) == before
