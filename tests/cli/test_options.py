"""Each option has an effect that is seen, and what a command does not do with an option it refuses."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from mozaik.cli.exit_codes import ExitCode
from mozaik.cli.main import main
from mozaik.release import Work
from mozaik.seal import SigningKey, TrustStore
from tests.cli.json_answers import check_answers
from tests.contribution.support import CREATED, key_of, trust_in, write_sample
from tests.package.support import full_world
from tests.release.support import write_work

REFUSALS = (
    ExitCode.INVALID,
    ExitCode.REFUSED,
    ExitCode.NOT_TRUSTED,
    ExitCode.DAMAGED,
    ExitCode.NOTHING_ACCEPTED,
)
OWNERS = ("SI-GPD", "HR-MUP", "RS-MUP", "EU-EC3")
LISTED = f"sha256,size\n{'ab' * 32},10\n"
NAMES = (
    "MOZAIK_KEY", "MOZAIK_TRUST", "MOZAIK_PASSPHRASE", "MOZAIK_OWNER", "MOZAIK_EDITION", "MOZAIK_NOW",
    "MOZAIK_OPERATION",
)  # fmt: skip


class House:
    """A person's place: a home with keys, a folder to work in, and the program."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.env: dict[str, str | None] = {
            **dict.fromkeys(NAMES),
            "MOZAIK_HOME": str(self.home),
            "LOGNAME": "ana",
        }
        (self.home / "keys").mkdir(parents=True, mode=0o700)
        store = TrustStore()
        for owner in OWNERS:
            key_of(owner).save(self.home / "keys" / f"{owner}.ana.key")
            store.add(key_of(owner).trusted(CREATED))
        store.save(self.home / "trust.json")

    def run(self, *words: str | Path, **env: str) -> tuple[int, str, str]:
        """Run the program: its exit code, and what it printed on both streams."""
        with CliRunner().isolation(env={**self.env, **env}) as (out, err, _):
            with pytest.raises(SystemExit) as ended:
                main([str(word) for word in words])
            said = out.getvalue().decode()
            if "--json" in words:
                check_answers(said)
            return int(ended.value.code or 0), said, err.getvalue().decode()

    def done(self, *words: str | Path, **env: str) -> str:
        code, out, err = self.run(*words, **env)
        assert code == 0, err
        return out

    def answer(self, *words: str | Path) -> dict[str, object]:
        told = json.loads(self.done(*words, "--json"))
        assert isinstance(told, dict)
        return told

    def refused(self, *words: str | Path, **env: str) -> str:
        code, out, err = self.run(*words, **env)
        assert code in REFUSALS, err
        assert out == ""
        return err


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house that tests only read from, with a sealed contribution of Slovenia and a folder WORK."""
    house = House(tmp_path_factory.mktemp("house"))
    write_sample(house.folder / "si.contribution")
    write_work(house.folder / "work", full_world())
    (house.folder / "known.csv").write_text(LISTED, encoding="utf-8")
    return house


@pytest.fixture
def place(shared: House, tmp_path: Path) -> Iterator[Path]:
    """An empty folder for outputs; nothing in the home has changed afterwards."""
    before = sorted(path.name for path in (shared.home / "keys").iterdir())
    yield tmp_path
    assert sorted(path.name for path in (shared.home / "keys").iterdir()) == before


def test_a_misspelt_partner_is_no_answer_that_nothing_was_found(shared: House) -> None:
    asked = ("hits", shared.folder / "work", "--as", "SI-GPD", "--reason", "test", "--with")
    assert "did you mean HR-MUP or RS-MUP?" in shared.refused(*asked, "HR-MPU", "--csv")
    assert "No hit that you may know of" in shared.done(
        *asked, "SI-GPD", "--kind", "series", "--item", "none"
    )


def test_a_folder_is_no_draft_that_is_there(shared: House, place: Path) -> None:
    package = ("package", shared.folder / "work", "--for", "SI-GPD", "--by", "EU-EC3/ana", "--reason", "test")
    assert "the output is a folder" in shared.refused(*package, "-o", place)


def listing(house: House, output: Path, *more: str) -> tuple[str | Path, ...]:
    return ("list", house.folder / "known.csv", "--owner", "SI-GPD", "--edition", "e-1", "-o", output, *more)


def test_a_list_says_its_kind_name_terms_and_moment(shared: House, place: Path) -> None:
    more = ("--kind", "harmless", "--name", "icons", "--rehearsal-terms", "--now", "2023-11-20T09:00:00Z")
    told = shared.answer(*listing(shared, place / "a.list", *more))
    assert told["kind"] == "harmless"
    assert str(told["id"]).startswith("SI-GPD.list-harmless-icons.")
    assert (told["quarantined"], told["review_on"], told["rejects_file"]) == (False, "2024-05-21", None)
    plain = shared.answer(*listing(shared, place / "b.list"))
    assert (plain["kind"], plain["quarantined"]) == ("known", True)
    assert "QUARANTINED" in shared.done(*listing(shared, place / "c.list"))


def test_a_sealed_file_says_edition_what_it_replaces_and_that_it_is_invented(
    shared: House, place: Path
) -> None:
    first = shared.answer(*listing(shared, place / "a.list"))
    more = ("--supersedes-id", str(first["id"]), "--whole-line", "--synthetic")
    shared.done(*listing(shared, place / "b.list", *more))
    facts = json.loads(shared.done("verify", place / "b.list", "--json"))["sound"][0]
    assert (facts["edition"], facts["synthetic"], facts["sender"]) == ("e-1", True, "SI-GPD")
    assert facts["signed_by"] == ["SI-GPD/ana as owner"]


@pytest.mark.parametrize(("more", "said"), [
    (("--edition", ""), "the edition is not stated"),
    (("--edition", "  "), "the edition is not stated"),
    (("--owner", "si"), "--owner"),
    (("--owner", "AT-BK"), "you have no key of AT-BK"),
    (("--now", "yesterday"), "--now"),
    (("--trust", "none.json"), "the trust store does not exist"),
    (("--supersedes-id", "a/b", "--whole-line"), "supersedes"),
    (("--supersedes-id", "SI-GPD.2"), "the line of a lost file is not stated"),
])  # fmt: skip
def test_an_option_that_cannot_be_is_refused_and_nothing_is_written(
    shared: House, place: Path, more: tuple[str, ...], said: str
) -> None:
    told = shared.refused(*listing(shared, place / "a.list", *more))
    assert said in told
    assert "Remedy: " in told
    assert list(place.iterdir()) == []


def test_two_keys_of_an_owner_are_never_chosen_between_by_chance(tmp_path: Path) -> None:
    house = House(tmp_path)
    (tmp_path / "known.csv").write_text(LISTED, encoding="utf-8")
    second = SigningKey.generate("SI-GPD", "bor")
    second.save(house.home / "keys" / "SI-GPD.bor.key")
    told = house.refused(*listing(house, tmp_path / "a.list"))
    assert "you have several keys of SI-GPD" in told
    assert "--key FILE" in told
    assert not (tmp_path / "a.list").exists()
    for person in ("ana", "bor"):
        key = house.home / "keys" / f"SI-GPD.{person}.key"
        house.done(*listing(house, tmp_path / f"{person}.list", "--key", str(key)))
    assert "SI-GPD/ana as owner" in house.done("verify", tmp_path / "ana.list")
    assert house.run("verify", tmp_path / "bor.list")[0] == ExitCode.NOT_TRUSTED
    foreign = house.refused(
        *listing(house, tmp_path / "x", "--key", str(house.home / "keys" / "HR-MUP.ana.key"))
    )
    assert "belongs to another authority" in foreign


@pytest.mark.parametrize("words", [
    ("hits", "{work}", "--as", "SI-GDP", "--reason", "x", "--by", "SI-GPD/ana"),
    ("package", "{work}", "--for", "SI-GDP", "--reason", "x", "--by", "SI-GPD/ana", "-o", "{place}/x"),
    ("judge", "{work}", "H-AAAAAAAAAAAAAAAA", "confirm", "--by", "SI-GDP/ana", "--reason", "x"),
    ("package", "{work}", "--for", "SI-GPD", "--reason", "x", "--by", "SI-GDP/ana", "-o", "{place}/x"),
    ("release", "{si}", "--work", "{work}", "--by", "SI-GDP/ana"),
    ("figures", "{si}", "--as", "SI-GDP", "--reason", "x", "--by", "SI-GPD/ana", "--work", "{work}"),
])  # fmt: skip
def test_an_authority_that_is_not_known_is_refused_before_anything_is_read(
    shared: House, place: Path, words: tuple[str, ...]
) -> None:
    known = {"work": shared.folder / "work", "si": shared.folder / "si.contribution", "place": place}
    before = sorted(shared.folder.rglob("*"))
    told = shared.refused(*(word.format(**known) for word in words))
    assert "SI-GPD" in told
    assert sorted(shared.folder.rglob("*")) == before


def test_one_authority_never_reads_as_another(shared: House, place: Path) -> None:
    told = shared.refused(
        "hits", shared.folder / "work", "--as", "HR-MUP", "--by", "SI-GPD/ana", "--reason", "x"
    )
    assert "Remedy" in told


def test_hits_of_one_kind_come_page_by_page_and_go_to_a_file(shared: House, place: Path) -> None:
    call = ("hits", shared.folder / "work", "--as", "SI-GPD", "--reason", "review")
    every = shared.answer(*call)
    hits = every["hits"]
    assert isinstance(hits, list)
    references = [hit["reference"] for hit in hits]
    first = shared.answer(*call, "--limit", "2")
    assert first["next_after"] == references[1]
    rest = shared.answer(*call, "--after", references[1])
    assert [hit["reference"] for hit in rest["hits"]] == references[2:]  # type: ignore[attr-defined]
    pictures = shared.answer(*call, "--kind", "picture")
    assert {hit["kind"] for hit in pictures["hits"]} == {"picture"}  # type: ignore[attr-defined]
    target = place / "hits.json"
    code, out, err = shared.run(*call, "--json", "-o", target)
    assert (code, out) == (0, "")
    assert f"{len(references)} hits of {len(references)}" in err
    assert len(json.loads(target.read_text(encoding="utf-8"))["hits"]) == len(references)
    assert "exists already" in shared.refused(*call, "-o", target)
    shared.done(*call, "-o", target, "--replace")
    assert target.read_text(encoding="utf-8").startswith(str(every["edition"]))
    assert "Remedy" in shared.refused(*call, "--after", "H-ABCDEFGHIJKLMNOP")


@pytest.mark.parametrize("more", [("--reason", "x"), ("--by", "SI-GPD/ana"), ("--work", "{work}")])
def test_figures_for_the_public_take_nothing_that_would_be_logged(
    shared: House, place: Path, more: tuple[str, ...]
) -> None:
    """A person who forgot --as was told the public's figures, and thought that the reading was logged."""
    words = [word.format(work=shared.folder / "work") for word in more]
    told = shared.refused("figures", shared.folder / "si.contribution", *words)
    assert "--as" in told


def test_figures_say_of_which_day_they_are(shared: House, place: Path) -> None:
    call = ("figures", shared.folder / "si.contribution", "--now", "2024-01-02T03:00:00Z")
    told = shared.answer(*call, "--as-of", "2023-11-20")
    assert (told["reader"], told["on"], told["as_of"]) == ("PUBLIC", "2024-01-02", "2023-11-20")
    assert shared.answer(*call)["as_of"] is None


def test_a_file_is_sealed_and_a_key_handed_out_only_under_a_new_name(shared: House, place: Path) -> None:
    """`keys export ID -o ana.key` and `seal -o` wrote over whatever stood there, a private key too."""
    mine = place / "mine"
    mine.write_bytes(b"mine")
    key = key_of("SI-GPD").key_id
    for words in (("keys", "export", key), ("seal", shared.folder / "si.contribution", "--to", key)):
        assert "exists already" in shared.refused(*words, "-o", mine)
        assert mine.read_bytes() == b"mine"
        shared.done(*words, "-o", place / words[0])
        shared.done(*words, "-o", place / words[0], "--replace")
    told = shared.answer("open", place / "seal", "-o", place / "opened")
    next_step = f"mozaik verify {place / 'opened'}"
    assert told == {"schema": "mozaik.open/1", "file": str(place / "opened"), "next": next_step}
    assert (place / "opened").read_bytes() == (shared.folder / "si.contribution").read_bytes()


def test_the_list_of_countries_beyond_is_no_draft(shared: House, place: Path) -> None:
    call = ("package", shared.folder / "work", "--reason", "x", "--by", "EU-EC3/ana", "--list-beyond")
    told = json.loads(shared.done(*call, "--json"))["countries"]
    assert (told[0]["country"], told[0]["pointers"], told[0]["needs_ground"]) == ("AT", 1, False)
    for more in (("-o", str(place / "x.draft")), ("--for", "AT"), ("--beyond",)):
        assert "--list-beyond" in shared.refused(*call, *more)
    assert list(place.iterdir()) == []


def test_a_crosscheck_says_what_it_compared_and_what_it_refused(shared: House, place: Path) -> None:
    bad = place / "bad.contribution"
    bad.write_bytes(b"no sealed file")
    call = ("crosscheck", shared.folder / "si.contribution", bad, "-o", place / "WORK", "--json")
    code, out, err = shared.run(*call, "--distance", "7", "--quality", "60")
    told = json.loads(out)
    assert (code, told["contributions"], told["lists"]) == (2, 1, 0)
    assert [(one["path"], one["error"]) for one in told["refused"]] == [(str(bad), "NotASealedFileError")]
    assert "1 file refused" in err
    assert Work.open(place / "WORK", trust_in(*OWNERS)).description.parameters == {
        "distance": 7,
        "quality": 60,
    }
    assert "--replace" in json.loads(shared.run(*call)[1])["error"]["remedy"]
    left = shared.refused(*call[:2], "-o", place / "WORK", "--replace", "--drop", "none")
    assert "Remedy" in left
