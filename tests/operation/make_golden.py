"""Makes the golden operation file: `python -m tests.operation.make_golden`; once a format, never again."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from mozaik.operation import Clocks, Expert, ListInUse, Operation, OperationRole, Participant, Skill
from mozaik.parties import Authority, PersonRef
from mozaik.seal import SigningKey, TrustStore
from tests.operation.support import NOW, sign_file
from tests.seal.make_vectors import ANA

GOLDEN = Path(__file__).with_name("golden")
MARIA = SigningKey.from_secrets("EU-EC3", "maria", bytes(range(64, 96)), str(ANA.identity))
OPERATION = Operation(
    series="Mozaik",
    framework="EMPACT",
    edition="mozaik-2023",
    first_day=date(2023, 11, 6),
    last_day=date(2023, 11, 17),
    participants=(
        Participant(
            Authority("SI-GPD"), OperationRole.LEAD, contact="Številka dežurnega / Жива",
            vouching_keys=(ANA.trusted(NOW),), age_recipients=(ANA.age_recipient,),
        ),
        Participant(
            Authority("EU-EC3"), OperationRole.COORDINATOR, contact="duty desk",
            vouching_keys=(
                replace(MARIA.trusted(NOW), revoked_at="2023-11-06T09:00:00Z", revoked_reason="lost"),
            ),
        ),
        Participant(Authority("HR-MUP"), OperationRole.PARTICIPANT, date(2023, 11, 6), date(2023, 11, 30)),
        Participant(Authority("AT"), OperationRole.RECIPIENT),
    ),
    experts=(
        Expert(
            PersonRef("SI-GPD/ana"), (Skill.DARKNET, Skill.INTERPRETING), ("sl", "sr-Cyrl"), "duty desk",
            date(2023, 11, 6),
        ),
    ),
    lists=(ListInUse(Authority("EU-EC3"), "EU-EC3.list-known.1"),),
    clocks=Clocks(8, 3, 7),
)  # fmt: skip


def make() -> None:
    """Write the file, its content and the trust store that accepts it."""
    (GOLDEN / "files").mkdir(parents=True, exist_ok=True)
    signed = sign_file(GOLDEN / "files" / "first.operation", OPERATION, (ANA, MARIA))
    (GOLDEN / "operation.json").write_bytes(signed.operation.to_bytes())
    TrustStore({key.key_id: key.trusted(NOW) for key in (ANA, MARIA)}).save(GOLDEN / "trust.json")


if __name__ == "__main__":
    make()
