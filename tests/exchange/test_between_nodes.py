"""Files between three real nodes: numbered, encrypted, on sticks; any order, any repetition, one state."""

from pathlib import Path

import pytest

from mozaik.acts import sent_files
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.exchange import Numbered, Way, said_of, write_delivery
from mozaik.moments import utc_text
from mozaik.node import Received, bring_back, keep_safe, open_node, pairs_of
from mozaik.node.identity import key_of
from mozaik.operation import NotTakingPartError
from mozaik.parties import Authority
from mozaik.seal import Role, SigningKey, TrustStore, encrypt_to
from tests.crosscheck.support import file_row
from tests.exchange.nodes import EU, HR, NOW, SI, Nodes, copied, nodes_in


def files_on(stick: Path) -> list[Path]:
    return sorted(stick.glob("*/*/*.age"))


def whys(received: tuple[Received, ...]) -> list[str]:
    return [each.why or (each.listed.why if each.listed else "") for each in received]


def test_a_numbered_file_arrives_is_kept_and_is_confirmed(nodes: Nodes) -> None:
    sealed = nodes.sealed("SI-GPD.1", b"a", b"shared")
    (sent,) = nodes.send(SI, EU, sealed)
    assert (sent.number, sent.follows) == (1, 0)
    (on_way,) = files_on(nodes.stick(SI))
    assert on_way.parent.relative_to(nodes.folder / "stick") == Path("SI-GPD/EU-EC3")
    assert on_way.name.startswith("000001-")
    assert on_way.name.endswith(".age")
    (received,) = nodes.take(EU, nodes.folder / "stick")
    assert received.listed is not None
    assert received.listed.id == "SI-GPD.1"
    assert nodes.by_name[EU].store.path_of(sent.sha256).read_bytes() == sealed.read_bytes()
    nodes.between(EU, SI)
    (pair,) = pairs_of(nodes.by_name[SI], nodes.keys)
    assert (pair.confirmed.confirmed, pair.confirmed.open, pair.refused) == ((1,), (), ())
    assert not files_on(nodes.by_name[SI].out), "what was confirmed waits no more"


def test_a_gap_is_named_at_the_recipient_and_told_to_the_sender(nodes: Nodes) -> None:
    for number in range(1, 5):
        nodes.send(SI, EU, nodes.sealed(f"SI-GPD.{number}", bytes([number])))
    files = files_on(nodes.stick(SI))
    nodes.take(EU, *files[:1], *files[2:])
    (pair,) = pairs_of(nodes.by_name[EU], nodes.keys)
    assert said_of(pair.came) == "3 of 4 received; not come: no. 2"
    nodes.between(EU, SI)
    (pair,) = pairs_of(nodes.by_name[SI], nodes.keys)
    assert pair.confirmed.open == (2,)
    assert [path.name[:6] for path in files_on(nodes.by_name[SI].out)] == ["000002"]
    nodes.between(SI, EU, "again")
    assert said_of(pairs_of(nodes.by_name[EU], nodes.keys)[0].came) == "4 of 4 received"


def test_who_carries_a_file_reads_nothing_and_changes_nothing_unseen(nodes: Nodes, tmp_path: Path) -> None:
    nodes.send(SI, EU, nodes.sealed("SI-GPD.1", b"a"))
    (file,) = files_on(nodes.stick(SI))
    data = file.read_bytes()
    assert b"SI-GPD" not in data
    before = nodes.state(EU)
    cut, other = tmp_path / file.name, tmp_path / "renamed.age"
    cut.write_bytes(data[:-9])
    other.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    told = whys(nodes.take(EU, cut, other))
    assert "cut or changed on its way" in told[0]
    assert "not encrypted to this key, or was changed" in told[1]
    assert nodes.state(EU) == before
    assert {path.name for path in (nodes.by_name[EU].folder).glob(".opening*")} == set()


def test_a_file_for_another_node_is_refused_in_a_sentence(nodes: Nodes, tmp_path: Path) -> None:
    nodes.send(SI, EU, nodes.sealed("SI-GPD.1", b"a"))
    (file,) = files_on(nodes.stick(SI))
    assert "not encrypted to this key" in whys(nodes.take(HR, file))[0]
    wrongly = encrypted_delivery(nodes, tmp_path, SI, EU, 1, to=HR)
    before = nodes.state(HR)
    assert "it is for EU-EC3; carry it there" in whys(nodes.take(HR, wrongly))[0]
    assert nodes.state(HR) == before


def encrypted_delivery(
    nodes: Nodes, folder: Path, sender: str, recipient: str, number: int, to: str = "", edition: str = ""
) -> Path:
    """A delivery that a node did not send as it should."""
    way = Way(Authority(sender), Authority(recipient), edition or "Mozaik 2023")
    sealed = nodes.sealed(f"{sender}.more{number}{to}", b"more")
    numbered = Numbered(number, number - 1, "0" * 64)
    key = key_of(nodes.by_name[sender])
    delivery, target = folder / "delivery", folder / f"{number}{to}.age"
    write_delivery(delivery, sealed, way, numbered, utc_text(NOW), True, key)
    encrypt_to(delivery, target, [key_of(nodes.by_name[to or recipient]).age_recipient])
    return target


def test_a_delivery_of_another_edition_or_by_nobodys_node_is_refused(nodes: Nodes, tmp_path: Path) -> None:
    before = nodes.state(EU)
    late = encrypted_delivery(nodes, tmp_path, SI, EU, 1, edition="Mozaik 2022")
    assert "it is of another edition" in whys(nodes.take(EU, late))[0]
    (untrusted,) = copied([encrypted_delivery(nodes, tmp_path, SI, EU, 2)], tmp_path / "x")
    kept = nodes.trust.read_bytes()
    without = {key.key_id: key for key in nodes.keys.keys if key.person != "ljubljana-1"}
    TrustStore(without).save(nodes.trust)
    assert "signed by a key that is not trusted here" in whys(nodes.take(EU, untrusted))[0]
    nodes.trust.write_bytes(kept)
    assert nodes.state(EU) == before


def test_a_delivery_of_who_takes_no_part_and_a_bare_one_are_refused(nodes: Nodes, tmp_path: Path) -> None:
    stranger = SigningKey.generate("XK-ABC", "prishtina-1")
    nodes.make.trust.add(stranger.trusted(NOW, (Role.NODE,)))
    sealed, opener = nodes.sealed("XK-ABC.1", b"x"), [key_of(nodes.by_name[EU]).age_recipient]
    way = Way(Authority("XK-ABC"), Authority(EU), "Mozaik 2023")
    write_delivery(tmp_path / "bare", sealed, way, Numbered(1, 0, ""), utc_text(NOW), True, stranger)
    encrypt_to(tmp_path / "bare", tmp_path / "strange.age", opener)
    before = nodes.state(EU)
    assert "takes no part in this edition" in whys(nodes.take(EU, tmp_path / "strange.age"))[0]
    assert "give the encrypted file" in whys(nodes.take(EU, tmp_path / "bare"))[0]
    assert nodes.state(EU) == before


def test_two_files_under_one_number_are_both_kept_and_told_to_the_sender(
    nodes: Nodes, tmp_path: Path
) -> None:
    nodes.send(SI, EU, nodes.sealed("SI-GPD.1", b"a"))
    nodes.take(EU, encrypted_delivery(nodes, tmp_path, SI, EU, 1))
    nodes.between(SI, EU)
    nodes.between(EU, SI)
    (pair,) = pairs_of(nodes.by_name[SI], nodes.keys)
    assert [(refused.number, refused.why) for refused in pair.refused] == [
        (1, "two different files bear this number; ask its sender which of them holds")
    ]


def test_what_is_refused_at_the_door_is_told_with_the_reason_and_stands_once_it_is_sound(
    nodes: Nodes,
) -> None:
    """A person's key that the recipient does not trust yet; trusted later, the same file is taken in."""
    sealed = nodes.sealed("SI-GPD.1", b"a")
    nodes.send(SI, EU, sealed)
    kept, ana = nodes.trust.read_bytes(), nodes.make.keys[SI].key_id
    TrustStore({key.key_id: key for key in nodes.keys.keys if key.key_id != ana}).save(nodes.trust)
    stick = nodes.stick(SI)
    assert "not trusted here" in whys(nodes.take(EU, stick))[0]
    nodes.between(EU, SI)
    (pair,) = pairs_of(nodes.by_name[SI], nodes.keys)
    assert [refused.number for refused in pair.refused] == [1]
    nodes.trust.write_bytes(kept)
    nodes.take(EU, *(stick / SI / EU).glob("0*"))
    nodes.moment = NOW.replace(hour=10)
    nodes.between(EU, SI)
    assert pairs_of(nodes.by_name[SI], nodes.keys)[0].refused == ()


def test_only_what_is_for_a_recipient_is_sent_to_it(nodes: Nodes) -> None:
    foreign = nodes.sealed("HR-MUP.1", b"h")
    with pytest.raises(RefusedError, match="not for this recipient"):
        nodes.send(SI, EU, foreign)
    own = nodes.sealed("SI-GPD.1", b"a")
    with pytest.raises(NotTakingPartError):
        nodes.send(SI, "XK-ABC", own)
    with pytest.raises(RefusedError, match="sends nothing to its own"):
        nodes.send(SI, SI, own)
    with pytest.raises(RefusedError, match="no key is known"):
        nodes.send(SI, "RS-MUP", own)
    assert sent_files(nodes.by_name[SI].acts) == []
    nodes.send(SI, EU, nodes.folder / "first.operation")
    assert nodes.send(SI, EU, own)[0].number == 2
    assert nodes.send(SI, EU, own)[0].number == 2, "it keeps the number that it has"
    assert nodes.send(SI, HR, own)[0].number == 1, "every recipient is counted for itself"


def test_a_node_that_comes_back_from_a_backup_gives_no_number_twice_and_leaves_no_gap(nodes: Nodes) -> None:
    nodes.send(SI, EU, nodes.sealed("SI-GPD.1", b"a"))
    keeper = SigningKey.generate(SI, "keeper")
    keep_safe(nodes.by_name[SI], nodes.folder / "backup", [keeper.age_recipient], NOW)
    nodes.send(SI, EU, nodes.sealed("SI-GPD.2", b"b"))
    nodes.between(SI, EU)
    bring_back(nodes.folder / "backup", nodes.folder / "again", [keeper], NOW)
    nodes.by_name[SI] = open_node(nodes.folder / "again")
    (sent,) = nodes.send(SI, EU, nodes.sealed("SI-GPD.3", b"c"))
    assert (sent.number, sent.follows) == (1002, 1)
    nodes.between(SI, EU, "later")
    (pair,) = pairs_of(nodes.by_name[EU], nodes.keys)
    assert said_of(pair.came) == "3 of 3 received"


def test_out_is_made_again_from_the_store_with_the_same_numbers(nodes: Nodes) -> None:
    nodes.send(SI, EU, nodes.sealed("SI-GPD.1", b"a"))
    (first,) = files_on(nodes.by_name[SI].out)
    first.unlink()
    (again,) = files_on(nodes.stick(SI))
    assert again.name[:6] == "000001"
    nodes.take(EU, again)
    assert said_of(pairs_of(nodes.by_name[EU], nodes.keys)[0].came) == "1 of 1 received"


def test_a_receipt_says_nothing_of_what_others_sent(nodes: Nodes) -> None:
    """Two worlds: another authority has used the id that this one claims, or it has not."""
    told = []
    probe = nodes.sealed("SI-GPD.1", b"a")
    claimed = nodes.make("SI-GPD.2", {"files": [file_row(b"a")]}, supersedes=("HR-MUP.7",)).path
    for other in (False, True):
        (nodes.folder / str(other)).mkdir()
        world = nodes_in(nodes.folder / str(other), nodes.checker)
        if other:
            world.send(HR, EU, world.sealed("HR-MUP.7", b"b"))
            world.between(HR, EU)
        world.make.trust.add(nodes.make.keys[SI].trusted(NOW))
        world.make.trust.save(world.trust)
        world.send(SI, EU, probe)
        numbered = world.send(SI, EU, claimed)
        world.between(SI, EU, "to")
        node = world.by_name[EU]
        receipts = [
            line for line in node.index.listed() if (line.kind, line.recipients) == ("receipt", (SI,))
        ]
        sizes = [node.store.path_of(line.sha256).stat().st_size for line in receipts]
        world.between(EU, SI, "back")
        (pair,) = pairs_of(world.by_name[SI], world.keys)
        told.append((numbered[0].number, pair.confirmed, pair.refused, sizes))
    assert told[0] == told[1]


def test_a_damaged_key_of_a_node_is_named(nodes: Nodes) -> None:
    secret = nodes.by_name[SI].acts.secrets / "node.age"
    key_of(nodes.by_name[SI])
    secret.write_text("AGE-SECRET-KEY-1NONSENSE")
    with pytest.raises(InvalidInputError, match="missing or damaged"):
        key_of(nodes.by_name[SI])
