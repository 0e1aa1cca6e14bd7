"""The commands keys, verify, seal and open, as a user meets them."""

import io
import json
import stat
from pathlib import Path

import pytest

from mozaik.cli.exit_codes import ExitCode
from mozaik.cli.main import main
from mozaik.seal import Kind, Role, SigningKey, TrustStore, write_sealed
from tests.seal.support import MEMBERS, manifest, sealed_by


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("MOZAIK_TRUST", "MOZAIK_KEY", "MOZAIK_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MOZAIK_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    return tmp_path / "home"


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of one command."""
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    code = ended.value.code
    assert isinstance(code, int)
    return code, said.out, said.err


def request_by(path: Path, key: SigningKey) -> Path:
    """A sealed file of a kind whose content has no rule of its own yet."""
    write_sealed(path, manifest(Kind.REQUEST), MEMBERS, [(key, Role.OWNER)])
    return path


def new_key(capsys: pytest.CaptureFixture[str], home: Path, *arguments: str) -> SigningKey:
    code, out, _ = run(capsys, "keys", "new", *arguments, "--json")
    assert code == 0
    return SigningKey.load(Path(json.loads(out)["file"]))


def test_a_new_key_is_private_and_trusted(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key = new_key(capsys, home, "SI-GPD", "ana", "--role", "owner")
    assert stat.S_IMODE((home / "keys" / "SI-GPD.ana.key").stat().st_mode) == 0o600
    assert TrustStore.load(home / "trust.json").pick(key.key_id).roles == (Role.OWNER,)
    code, out, _ = run(capsys, "keys", "list")
    assert code == 0
    assert key.key_id in out


def test_a_key_is_never_overwritten(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new_key(capsys, home, "SI-GPD", "ana")
    code, _, err = run(capsys, "keys", "new", "SI-GPD", "ana")
    assert code == 5
    assert "never overwritten" in err


def test_verify_says_what_a_file_is(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = request_by(tmp_path / "a.request", new_key(capsys, home, "SI-GPD", "ana"))
    code, out, _ = run(capsys, "verify", path)
    assert code == 0
    assert "sound: request SI-GPD.request.1 of SI-GPD, synthetic data" in out
    assert "SI-GPD/ana as owner" in out


def test_verify_reports_every_refused_file_and_fails(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = request_by(tmp_path / "a", new_key(capsys, home, "SI-GPD", "ana"))
    stranger = sealed_by(tmp_path / "b", SigningKey.generate("SI-GPD", "bor"))
    (tmp_path / "c").write_text("hello")
    code, out, err = run(capsys, "verify", tmp_path / "c", good, stranger)
    assert code == 2
    assert f"{good}: sound" in out
    assert f"{stranger}: signed by a key that is not trusted here" in err
    assert f"{tmp_path / 'c'}: not a sealed file" in err
    code, out, _ = run(capsys, "verify", "--json", tmp_path / "c", good)
    assert code == ExitCode.DAMAGED
    assert [entry["error"] for entry in json.loads(out)["refused"]] == ["NotASealedFileError"]


def test_a_sound_seal_around_rows_that_break_a_rule_is_refused(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It was called sound, and refused only by the cross-check of others."""
    path = sealed_by(tmp_path / "a.contribution", new_key(capsys, home, "SI-GPD", "ana"))
    code, out, err = run(capsys, "verify", path)
    assert (code, out) == (ExitCode.INVALID, "")
    assert "does not say which version its tables have" in err


def test_a_public_key_travels_and_is_trusted_after_comparison(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key, other, public = new_key(capsys, home, "HR-MUP", "ivo"), tmp_path / "other.json", tmp_path / "ivo.pub"
    assert run(capsys, "keys", "export", key.key_id[:12], "-o", public)[0] == 0
    assert b"PRIVATE" not in public.read_bytes()
    for wrong, refusal in (("0" * 16, ExitCode.REFUSED), (key.key_id[:15], ExitCode.INVALID)):
        assert run(capsys, "keys", "trust", public, "--key-id", wrong, "--trust", other)[0] == refusal
    assert "too little of the key id" in run(capsys, "keys", "trust", public, "--key-id", key.key_id[:8])[2]
    assert not other.exists()
    code, _, said = run(capsys, "keys", "trust", public, "--trust", other)
    assert (code, "with --key-id" in said) == (ExitCode.INVALID, True)
    assert run(capsys, "keys", "trust", public, "--key-id", key.key_id[:16], "--trust", other)[0] == 0
    assert TrustStore.load(other).find(key.key_id) is not None


def test_what_a_revoked_key_signed_is_refused(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = new_key(capsys, home, "SI-GPD", "ana")
    path = request_by(tmp_path / "a", key)
    assert run(capsys, "verify", path)[0] == 0
    assert run(capsys, "keys", "revoke", key.key_id[:8], "--reason", "laptop lost")[0] == 0
    code, _, err = run(capsys, "verify", path)
    assert code == ExitCode.NOT_TRUSTED
    assert "revoked key" in err
    assert "REVOKED" in run(capsys, "keys", "list")[1]


def test_seal_and_open_carry_a_file_to_its_recipient(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = sealed_by(tmp_path / "a.contribution", new_key(capsys, home, "SI-GPD", "ana"))
    recipient = new_key(capsys, home, "HR-MUP", "ivo")
    assert run(capsys, "seal", path, "--to", recipient.key_id[:8])[0] == 0
    code, out, _ = run(capsys, "open", f"{path}.age", "-o", tmp_path / "b.contribution")
    assert code == 0
    assert "not yet verified" in out
    assert (tmp_path / "b.contribution").read_bytes() == path.read_bytes()
    code, _, err = run(capsys, "verify", f"{path}.age")
    assert code == ExitCode.DAMAGED
    assert "mozaik open" in err


def test_seal_refuses_whom_the_file_is_not_for_and_what_is_not_sealed(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = sealed_by(tmp_path / "a", new_key(capsys, home, "SI-GPD", "ana"))
    for authority, code in (("RS-MUP", ExitCode.REFUSED), ("BA-SIPA", 0), ("SI-GPD", 0)):
        key = new_key(capsys, home, authority, "eva")
        assert run(capsys, "seal", path, "--to", key.key_id, "-o", tmp_path / authority)[0] == code
    (tmp_path / "picture.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    assert run(capsys, "seal", tmp_path / "picture.jpg", "--to", key.key_id)[0] == ExitCode.DAMAGED
    run(capsys, "keys", "revoke", key.key_id, "--reason", "left the unit")
    assert run(capsys, "seal", path, "--to", key.key_id)[0] == ExitCode.REFUSED


def test_open_refuses_a_file_for_somebody_else_and_keeps_what_is_there(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = sealed_by(tmp_path / "a", new_key(capsys, home, "SI-GPD", "ana"))
    other = tmp_path / "other.key"
    SigningKey.generate("HR-MUP", "ivo").save(other)
    own = TrustStore.load(home / "trust.json").keys[0].key_id
    run(capsys, "seal", path, "--to", own, "-o", tmp_path / "a.age")
    code, _, err = run(capsys, "open", tmp_path / "a.age", "--key", other, "-o", tmp_path / "out")
    assert (code, (tmp_path / "out").exists()) == (ExitCode.REFUSED, False)
    assert "not encrypted to this key" in err
    assert run(capsys, "open", tmp_path / "a.age", "-o", path)[0] == ExitCode.REFUSED


@pytest.mark.parametrize("arguments", [("verify",), ("seal",), ("open",), ("keys",), ("keys", "new"),
    ("keys", "trust"), ("keys", "list"), ("keys", "revoke"), ("keys", "export")])  # fmt: skip
def test_every_command_shows_examples(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, *arguments, "--help")
    assert code == 0
    assert "Examples:" in out


def test_a_place_that_cannot_be_written_is_named(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "keys", "new", "SI-GPD", "ana", "-o", "/proc/ana.key")
    assert code == 2
    assert "/proc" in err
    assert "Remedy: check path" in err
