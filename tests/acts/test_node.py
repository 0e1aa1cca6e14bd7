"""The node that writes chains: a name, public keys that anybody may read, and one private key apart."""

from pathlib import Path

import pytest

from mozaik import chain
from mozaik.acts import Acts, append_event
from mozaik.canonical import to_canonical
from mozaik.errors import InvalidInputError
from mozaik.seal import BadSignatureError, NodeKey
from tests.acts.support import acts_in
from tests.release.support import NOW

SI = "SI-GPD"


@pytest.fixture
def grown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Acts:
    """Acts with one closed segment."""
    monkeypatch.setattr("mozaik.chain.state.SEGMENT_ENTRIES", 2)
    acts = acts_in(tmp_path)
    for _ in range(3):
        append_event(acts, SI, "read-hits", {}, NOW)
    return acts


def test_reading_needs_no_secret_and_closing_a_segment_does(grown: Acts) -> None:
    (grown.secrets / "node.key").unlink()
    assert chain.verify_chain(grown.chain_of(SI)).seq == 3
    append_event(grown, SI, "read-hits", {}, NOW)
    for seed in (None, b"short", b"another key of thirty-two bytes!"):
        if seed:
            (grown.secrets / "node.key").write_bytes(seed)
        with pytest.raises(InvalidInputError, match="key of this node") as caught:
            append_event(grown, SI, "read-hits", {}, NOW)
        assert "backup" in caught.value.remedy
    assert chain.verify_chain(grown.chain_of(SI)).seq == 4


def test_an_earlier_key_of_the_node_counts_for_what_it_closed(grown: Acts) -> None:
    old, new = NodeKey.of_seed((grown.secrets / "node.key").read_bytes()), NodeKey.of_seed(b"n" * 32)
    describe(grown, [new.public_key.hex()])
    with pytest.raises(BadSignatureError, match="another key"):
        chain.verify_chain(grown.chain_of(SI))
    describe(grown, [new.public_key.hex(), old.public_key.hex()])
    (grown.secrets / "node.key").write_bytes(b"n" * 32)
    for _ in range(2):
        append_event(grown, SI, "read-hits", {}, NOW)
    assert chain.verify_chain(grown.chain_of(SI)).seq == 5
    assert grown.chain_of(SI).segments() == 3


def describe(acts: Acts, keys: list[str]) -> None:
    (acts.folder / "node.json").write_bytes(to_canonical({"format": 1, "keys": keys, "node": "local"}))


@pytest.mark.parametrize(
    "text",
    [
        b"", b"{}", b"[]", b'{"format":2,"keys":["%s"],"node":"local"}',
        b'{"format":1,"keys":[],"node":"local"}',
        b'{"format":1,"keys":["x"],"node":"local"}', b'{"format":1,"keys":["%s"],"node":"../x"}',
        b'{"format":true,"keys":["%s"],"node":"local"}',
    ],
)  # fmt: skip
def test_a_description_that_is_none_is_refused(tmp_path: Path, text: bytes) -> None:
    acts = acts_in(tmp_path)
    (acts.folder / "node.json").write_bytes(text.replace(b"%s", b"ab" * 32))
    with pytest.raises(InvalidInputError, match="description of the node"):
        acts.chain_of(SI)


@pytest.mark.parametrize("name", ["", "A", "../x", "a b", "-a", "a" * 33])
def test_a_node_has_a_plain_name(tmp_path: Path, name: str) -> None:
    acts = Acts(tmp_path / "acts", tmp_path / "secrets")
    with pytest.raises(InvalidInputError, match="needs a name"):
        acts.begin(node=name)
    assert not acts.exist
    acts.begin(node="lyon-1")
    assert acts.chain_of(SI).folder.name == acts.chain_of(SI).node.name == "lyon-1"
