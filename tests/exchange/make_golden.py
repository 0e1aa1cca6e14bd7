"""Makes the golden files of the exchange: `python -m tests.exchange.make_golden`; once a format."""

from datetime import UTC, datetime
from pathlib import Path

from mozaik.exchange import (
    Envelope,
    Numbered,
    Receipt,
    RefusedNumber,
    Way,
    write_delivery,
    write_document,
)
from mozaik.parties import Authority
from mozaik.seal import Role, SigningKey, TrustStore
from tests.seal.make_vectors import ANA, VECTORS

GOLDEN = Path(__file__).with_name("golden")
NOW = datetime(2023, 11, 20, 9, 0, tzinfo=UTC)
LJUBLJANA = SigningKey.from_secrets("SI-GPD", "ljubljana-1", bytes(range(96, 128)), str(ANA.identity))
SI, HR = Authority("SI-GPD"), Authority("HR-MUP")
ENVELOPE = Envelope(SI, (HR,), "mozaik-2023", NOW, synthetic=True)
RECEIPT = Receipt(HR, 17, (19, 20), (RefusedNumber(3, "its key is not trusted here / Жива"),))


def make(folder: Path) -> None:
    """Write every file and the trust store that accepts them."""
    folder.mkdir(parents=True, exist_ok=True)
    trust = TrustStore({ANA.key_id: ANA.trusted(NOW)})
    trust.add(LJUBLJANA.trusted(NOW, (Role.NODE,)))
    trust.save(folder / "trust.json")
    sealed, numbered = VECTORS / "small.contribution", Numbered(17, 15, "")
    way = Way(SI, HR, "Mozaik 2023")
    write_delivery(folder / "small.delivery", sealed, way, numbered, "2023-11-20T09:00:00Z", True, LJUBLJANA)
    write_document(folder / "small.receipt", RECEIPT, ENVELOPE, LJUBLJANA)


if __name__ == "__main__":
    make(GOLDEN)
