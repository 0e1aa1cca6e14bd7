"""Release: two different persons, one unchanged draft, and nothing less."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mozaik.acts import Act, acts_of, sign_act
from mozaik.canonical import JsonValue
from mozaik.errors import RefusedError
from mozaik.package import Released, draft_package, release_draft
from mozaik.release import Work
from mozaik.seal import (
    ChangedError,
    Role,
    SamePersonError,
    SigningKey,
    TooFewSignaturesError,
    TrustStore,
    UnknownKeyError,
    WrongRoleError,
    WrongSenderError,
    inspect_draft,
    verify_sealed,
)
from tests.package.support import DRAFTING, sample_work
from tests.release.support import NOW, TRUST, key_of

Release = Callable[..., Released]

MARIA = SigningKey.generate("EU-EC3", "maria")
MARIA_AGAIN = SigningKey.generate("EU-EC3", "maria")
IVO = SigningKey.generate("EU-EC3", "ivo")
OWNER_ONLY = SigningKey.generate("EU-EC3", "una")
FOREIGN = SigningKey.generate("HR-MUP", "luka")


@pytest.fixture
def trust() -> TrustStore:
    key_of(DRAFTING.person)
    store = TrustStore({key.key_id: key for key in TRUST.keys})
    for key in (MARIA, MARIA_AGAIN, IVO, FOREIGN):
        store.add(key.trusted(NOW))
    store.add(OWNER_ONLY.trusted(NOW, roles=(Role.OWNER,)))
    return store


@pytest.fixture
def work(tmp_path: Path, trust: TrustStore) -> Work:
    return replace(sample_work(tmp_path), trust=trust)


@pytest.fixture
def draft(work: Work, tmp_path: Path) -> Path:
    return draft_package(work, DRAFTING, key_of(DRAFTING.person), tmp_path / "si.draft").path


@pytest.fixture
def release(work: Work) -> Release:
    """Sign a draft on a day."""

    def sign(path: Path, key: SigningKey, now: datetime = NOW, target: Path | None = None) -> Released:
        return release_draft(path, key, now, work, target)

    return sign


def test_the_first_person_leaves_a_draft_and_the_second_makes_a_package(
    draft: Path, trust: TrustStore, release: Release
) -> None:
    members = draft.read_bytes()
    first = release(draft, MARIA)
    assert (first.path, first.missing, first.signers) == (draft, 1, ("EU-EC3/maria",))
    with pytest.raises(TooFewSignaturesError):
        verify_sealed(draft, trust)
    second = release(draft, IVO)
    assert (second.path.name, second.missing) == ("si.package", 0)
    verified = verify_sealed(second.path, trust)
    assert {signed.key.reference for signed in verified.signatures} == {"EU-EC3/maria", "EU-EC3/ivo"}
    assert verified.read_member("package.json") in members


@pytest.mark.parametrize("key", [MARIA, MARIA_AGAIN], ids=["same key", "same person with another key"])
def test_one_person_cannot_release_alone(
    draft: Path, trust: TrustStore, key: SigningKey, release: Release
) -> None:
    release(draft, MARIA)
    with pytest.raises(SamePersonError):
        release(draft, key)
    assert not draft.with_suffix(".package").exists()


@pytest.mark.parametrize(
    ("key", "error"),
    [
        (OWNER_ONLY, WrongRoleError),
        (FOREIGN, WrongSenderError),
        (SigningKey.generate("EU-EC3", "eve"), UnknownKeyError),
    ],
    ids=["owner only", "another authority", "not trusted"],
)
def test_only_trusted_releasers_of_the_sender_sign(
    draft: Path, trust: TrustStore, key: SigningKey, error: type[RefusedError], release: Release
) -> None:
    before = draft.read_bytes()
    with pytest.raises(error):
        release(draft, key)
    assert draft.read_bytes() == before


def test_nothing_may_change_between_the_signatures(draft: Path, trust: TrustStore, release: Release) -> None:
    release(draft, MARIA)
    data = bytearray(draft.read_bytes())
    data[data.index(b"%PDF")] ^= 1
    draft.write_bytes(data)
    with pytest.raises(ChangedError):
        release(draft, IVO)


def test_an_expired_draft_is_not_released(draft: Path, trust: TrustStore, release: Release) -> None:
    with pytest.raises(RefusedError, match="expired"):
        release(draft, MARIA, datetime(2024, 5, 22, tzinfo=UTC))


def test_a_draft_is_released_on_its_last_day_and_not_on_the_next(
    draft: Path, trust: TrustStore, release: Release
) -> None:
    stated = inspect_draft(draft, trust).manifest.properties["expires_on"]
    last_day = datetime.fromisoformat(stated).replace(tzinfo=UTC)
    with pytest.raises(RefusedError, match="expired"):
        release(draft, MARIA, last_day + timedelta(days=1))
    assert release(draft, MARIA, last_day).missing == 1


def test_a_complete_package_takes_no_third_signature_and_is_never_overwritten(
    draft: Path, trust: TrustStore, tmp_path: Path, release: Release
) -> None:
    release(draft, MARIA)
    package = release(draft, IVO).path
    with pytest.raises(RefusedError, match="released it already"):
        release(package, IVO)
    with pytest.raises(RefusedError, match="never overwritten"):
        release(draft, IVO)
    assert release(draft, IVO, NOW, tmp_path / "copy.package").missing == 0


def released_acts(work: Work) -> list[tuple[str, object, object]]:
    """What the recipient's chain says of releases: who, of which package, how many persons were missing."""
    said = acts_of(work.acts, DRAFTING.recipient, work.trust, Act.RELEASE)
    return [(act.person, act.content["package"], act.content["missing"]) for act in said]


def test_each_person_signs_the_release_in_the_chain_of_the_recipient(
    draft: Path, work: Work, release: Release
) -> None:
    package = inspect_draft(draft, work.trust).manifest.id
    release(draft, MARIA)
    release(draft, IVO)
    assert released_acts(work) == [("EU-EC3/maria", package, 1), ("EU-EC3/ivo", package, 0)]


def test_a_release_that_cannot_be_logged_signs_nothing(
    draft: Path, work: Work, release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The act stands in the chain before the signature stands in the file."""
    before = draft.read_bytes()

    def full(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("mozaik.release.log.sign_act", full)
    with pytest.raises(RefusedError, match="cannot be logged"):
        release(draft, MARIA)
    assert draft.read_bytes() == before


def test_who_may_not_release_leaves_no_act(draft: Path, work: Work, release: Release) -> None:
    for key in (OWNER_ONLY, FOREIGN):
        with pytest.raises(RefusedError):
            release(draft, key)
    assert released_acts(work) == []
    content: dict[str, JsonValue] = {"sequence": 1, "package": "SI-GPD.package.0001", "missing": 0}
    with pytest.raises(WrongRoleError, match="may not release"):
        sign_act(work.acts, Act.RELEASE, DRAFTING.recipient, OWNER_ONLY, "x", content, NOW, work.trust)
