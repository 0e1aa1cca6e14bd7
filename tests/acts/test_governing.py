"""Which operation file governs: each version accepted once, the last one in force (hub, section 1)."""

from dataclasses import replace
from pathlib import Path

import pytest

from mozaik import chain
from mozaik.acts import Acts, accept_operation, governing_versions
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.operation import NotSucceedingError, Operation, next_version
from tests.operation.support import NOW, OPERATION, signed_operation, takes_part, with_participants

FIRST = signed_operation()
SECOND = signed_operation(with_participants(next_version(OPERATION, FIRST.sha256), takes_part("ME-UP")))


@pytest.fixture
def acts(tmp_path: Path) -> Acts:
    beside = Acts.beside(tmp_path / "WORK")
    beside.begin()
    return beside


def in_force(acts: Acts) -> list[tuple[Operation, str]]:
    return [(version.operation, version.digest) for version in governing_versions(acts)]


def test_versions_come_into_force_one_after_the_other(acts: Acts) -> None:
    assert governing_versions(acts) == ()
    assert accept_operation(acts, FIRST, NOW)
    assert not accept_operation(acts, FIRST, NOW)
    assert accept_operation(acts, SECOND, NOW)
    known = [(FIRST.operation, FIRST.sha256), (SECOND.operation, SECOND.sha256)]
    assert in_force(acts) == known
    with pytest.raises(NotSucceedingError):
        accept_operation(acts, FIRST, NOW)
    assert in_force(acts) == known


def test_a_version_that_follows_another_file_is_refused(acts: Acts) -> None:
    accept_operation(acts, FIRST, NOW)
    other = signed_operation(next_version(OPERATION, "ab" * 32))
    with pytest.raises(NotSucceedingError, match="another file"):
        accept_operation(acts, other, NOW)


def test_a_draft_never_comes_into_force(acts: Acts) -> None:
    with pytest.raises(RefusedError, match="not both signed"):
        accept_operation(acts, replace(FIRST, signers=FIRST.signers[:1]), NOW)
    assert governing_versions(acts) == ()


def test_what_somebody_wrote_into_the_chain_by_hand_is_no_operation_file(acts: Acts) -> None:
    for details in ({"sha256": "ab" * 32}, {"sha256": 1, "synthetic": True, "content": {}}):
        chain.append(acts.operation_chain(), "operation", details, NOW)
        with pytest.raises(InvalidInputError):
            governing_versions(acts)
