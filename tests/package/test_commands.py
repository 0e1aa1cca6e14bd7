"""`mozaik package` and `mozaik release`, as a person runs them."""

import json
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from mozaik.cli.package_command import command as package
from mozaik.cli.release_command import command as release
from mozaik.desk import write_form
from mozaik.errors import InvalidInputError, MozaikError, RefusedError
from mozaik.package import Form, read_package, rendering_of
from mozaik.parties import Authority
from mozaik.seal import (
    Kind,
    Manifest,
    Role,
    SamePersonError,
    SigningKey,
    TooFewSignaturesError,
    TrustStore,
    verify_sealed,
    write_sealed,
)
from mozaik.terms import Disclosure
from tests.contribution.support import key_of
from tests.package.support import pointing, pointing_work
from tests.release.support import NOW

READ = ("--reason", "action days", "--by", "EU-EC3/maria")


@pytest.fixture
def work(tmp_path: Path) -> Path:
    return pointing_work(tmp_path, pointing("HR-MUP", "phone", "+4366012345678", Disclosure.FULL)).path


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder with two releasers' keys, trusted."""
    folder = tmp_path / "home"
    monkeypatch.setenv("MOZAIK_HOME", str(folder))
    for name in ("MOZAIK_KEY", "MOZAIK_TRUST", "MOZAIK_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)
    store = TrustStore()
    for person in ("maria", "ivo"):
        key = SigningKey.generate("EU-EC3", person)
        (folder / "keys").mkdir(parents=True, exist_ok=True, mode=0o700)
        key.save(folder / "keys" / f"EU-EC3.{person}.key")
        store.add(key.trusted(NOW))
    for authority in ("SI-GPD", "RS-MUP"):
        store.add(key_of(authority).trusted(NOW))
    store.save(folder / "trust.json")
    return folder


def run(command: click.Command, *arguments: str | Path) -> str:
    outcome = CliRunner().invoke(command, [str(argument) for argument in arguments])
    if isinstance(outcome.exception, MozaikError):
        raise outcome.exception
    assert outcome.exit_code == 0, outcome.output
    return outcome.stdout


def test_draft_and_two_releases_make_a_package(work: Path, home: Path, tmp_path: Path) -> None:
    draft = tmp_path / "si.draft"
    said = run(package, work, "--for", "SI-GPD", *READ, "-o", draft)
    assert "draft no. 1 by EU-EC3/maria, not yet released" in said
    assert "7 unjudged" in said
    first = run(release, draft, "--work", work, "--by", "EU-EC3/maria")
    assert "one more person is needed" in first
    with pytest.raises(SamePersonError):
        run(release, draft, "--work", work, "--key", home / "keys" / "EU-EC3.maria.key")
    second = json.loads(
        run(release, draft, "--work", work, "--key", home / "keys" / "EU-EC3.ivo.key", "--json")
    )
    assert second["missing"] == 0
    assert second["signers"] == ["EU-EC3/ivo", "EU-EC3/maria"]
    verified = verify_sealed(tmp_path / "si.package", TrustStore.load(home / "trust.json"))
    assert verified.manifest.recipients == ("SI-GPD",)


def test_a_bare_file_is_written_of_what_two_persons_released(work: Path, home: Path, tmp_path: Path) -> None:
    """A draft gives none: its file would leave the house with nobody's signature."""
    draft, sealed, bare = tmp_path / "si.draft", tmp_path / "si.package", tmp_path / "si.json"
    run(package, work, "--for", "SI-GPD", *READ, "-o", draft)
    with pytest.raises(TooFewSignaturesError):
        run(package, draft, "--format", "vics", "-o", bare)
    for person in ("maria", "ivo"):
        run(release, draft, "--work", work, "--key", home / "keys" / f"EU-EC3.{person}.key")
    verified = verify_sealed(sealed, TrustStore.load(home / "trust.json"))
    for form in Form:
        said = json.loads(run(package, sealed, "--format", form, "-o", bare, "--json"))
        assert (said["file"], said["format"], said["signed"]) == (str(bare), form, True)
        assert bare.read_bytes() == verified.read_member(rendering_of(form).member)
        with pytest.raises(RefusedError, match="exists already"):
            run(package, sealed, "--format", form, "-o", bare)
        bare.unlink()
    with pytest.raises(InvalidInputError, match="released package"):
        run(package, work, "--format", "pdf", "-o", bare)
    beside = ["--format", "pdf", "--reason", "x", "-o", str(bare)]
    assert "-o alone" in CliRunner().invoke(package, [str(sealed), *beside]).output
    late = datetime(2099, 1, 1, tzinfo=UTC)
    with pytest.raises(RefusedError, match="past its last day"):
        write_form(sealed, Form.PDF, TrustStore.load(home / "trust.json"), late, bare)
    assert not bare.exists()


def test_the_report_is_written_in_any_of_its_languages(home: Path, work: Path, tmp_path: Path) -> None:
    """In the recipient's as it was signed, in another made from what was signed."""
    draft, sealed, bare = tmp_path / "si.draft", tmp_path / "si.package", tmp_path / "si.pdf"
    run(package, work, "--for", "SI-GPD", *READ, "-o", draft)
    for person in ("maria", "ivo"):
        run(release, draft, "--work", work, "--key", home / "keys" / f"EU-EC3.{person}.key")
    for language, signed in (("sl", True), ("hr", False), ("en", True)):
        made = run(package, sealed, "--format", "pdf", "--language", language, "-o", bare, "--json")
        assert json.loads(made)["signed"] is signed
        bare.unlink()
    with pytest.raises(InvalidInputError, match="not written in a language"):
        run(package, sealed, "--format", "csv", "--language", "sl", "-o", bare)
    beside = ["--for", "SI-GPD", *READ, "--language", "sl", "-o", str(bare)]
    assert "of --format pdf" in CliRunner().invoke(package, [str(work), *beside]).output
    assert not bare.exists()


def test_a_form_that_an_older_package_lacks_is_made_from_its_json(home: Path, tmp_path: Path) -> None:
    old = (Path(__file__).parent / "golden" / "package-3.json").read_bytes()
    keys = [SigningKey.load(home / "keys" / f"EU-EC3.{person}.key") for person in ("maria", "ivo")]
    manifest = Manifest(
        kind=Kind.PACKAGE, id="SI-GPD.package.0001.aaaaaaaa", edition="Mozaik 2023",
        sender=Authority("EU-EC3"),
        recipients=(Authority("SI-GPD"),), created_at="2023-11-20T09:00:00Z", synthetic=True,
        properties={"expires_on": "2099-05-21"},
    )  # fmt: skip
    sealed, bare = tmp_path / "old.package", tmp_path / "old.xlsx"
    write_sealed(sealed, manifest, {"package.json": old}, [(key, Role.RELEASER) for key in keys])
    said = json.loads(run(package, sealed, "--format", "xlsx", "-o", bare, "--json"))
    assert said["signed"] is False
    assert bare.read_bytes() == rendering_of(Form.XLSX).render(read_package(old, "package.json"))


def test_a_third_country_is_refused_without_a_ground(work: Path, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="--transfer-ground"):
        run(package, work, "--for", "RS-MUP", *READ, "-o", tmp_path / "rs.draft")
    summary = json.loads(
        run(package, work, "--for", "RS-MUP", *READ, "--transfer-ground", "safeguard: agreement",
            "--expires", "2099-01-01", "-o", tmp_path / "rs.draft", "--json")
    )  # fmt: skip
    assert summary["counts"]["confirmed"] == 0
    assert summary["synthetic"] is True


def test_countries_beyond_are_listed_and_drafted(work: Path, tmp_path: Path) -> None:
    assert "AT  Austria: 1 pointing there" in run(package, work, "--list-beyond", *READ)
    listed = json.loads(run(package, work, "--list-beyond", *READ, "--json"))
    assert [entry["country"] for entry in listed["countries"]] == ["AT", "BA"]
    said = run(package, work, "--for", "AT", "--beyond", *READ, "-o", tmp_path / "at.draft")
    assert "leads 1, from confirmed hits 0 and pointers 1" in said


def test_release_never_makes_a_key_and_minds_whose_it_is(work: Path, home: Path, tmp_path: Path) -> None:
    draft = tmp_path / "si.draft"
    run(package, work, "--for", "SI-GPD", *READ, "-o", draft)
    with pytest.raises(InvalidInputError, match="mozaik keys new"):
        run(release, draft, "--work", work, "--by", "EU-EC3/una")
    with pytest.raises(InvalidInputError, match="give --key FILE"):
        run(release, draft, "--work", work)
    with pytest.raises(RefusedError, match="another person than --by says"):
        run(release, draft, "--work", work, "--by", "EU-EC3/maria", "--key", home / "keys" / "EU-EC3.ivo.key")
    assert not (home / "keys" / "EU-EC3.una.key").exists()


def test_the_recipient_must_be_named(work: Path) -> None:
    with pytest.raises(InvalidInputError, match="--for AUTH"):
        run(package, work, *READ)


@pytest.mark.parametrize("command", [package, release])
def test_help_has_examples(command: click.Command) -> None:
    assert "Examples:" in run(command, "--help")
