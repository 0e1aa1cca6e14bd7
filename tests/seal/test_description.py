"""The pages in docs/formats name what the program knows: every error, field and kind."""

from pathlib import Path

import pytest

from mozaik.chain import errors as chain_errors
from mozaik.seal import Kind, Manifest, Member, Role, TrustedKey
from mozaik.seal import errors as seal_errors

FORMATS = Path(__file__).resolve().parents[2] / "docs" / "formats"
NOT_OF_A_FILE = {"SealError", "SignerError", "KeyFileError", "TrustStoreError", "NotForUsError", "ChainError"}


def errors_in(module: object) -> set[str]:
    return {name for name in vars(module) if name.endswith("Error")} - {"InvalidInputError", "RefusedError"}


@pytest.mark.parametrize(("page", "module"), [("sealed-file.md", seal_errors), ("chain.md", chain_errors)])
def test_every_error_is_described(page: str, module: object) -> None:
    text = (FORMATS / page).read_text(encoding="utf-8")
    assert {name for name in errors_in(module) - NOT_OF_A_FILE if f"`{name}`" not in text} == set()


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("sealed-file.md", {*Manifest.__dataclass_fields__, *Member.__dataclass_fields__, *Kind, *Role}),
        ("trust-store.md", {*TrustedKey.__dataclass_fields__, *Role}),
    ],
)
def test_every_field_and_kind_is_described(page: str, words: set[str]) -> None:
    text = (FORMATS / page).read_text(encoding="utf-8")
    assert {word for word in words if f"`{word}`" not in text} == set()


def test_the_node_verifier_knows_every_cause_that_a_file_can_have() -> None:
    text = (FORMATS / "verify.mjs").read_text(encoding="utf-8")
    assert {name for name in errors_in(seal_errors) - NOT_OF_A_FILE if f"'{name}'" not in text} == set()
