"""Makes the golden files of the exchange: `python -m tests.exchange.make_golden`; once a format."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from mozaik.acts import AmendedRow, Judgement, ReadNote
from mozaik.exchange import (
    Amendment,
    Answer,
    AskedSelector,
    Change,
    Envelope,
    Ground,
    Help,
    JointReading,
    Judgements,
    Numbered,
    Outcome,
    PackageOutcome,
    PackageStatus,
    Permit,
    Recall,
    Receipt,
    Referral,
    RefusedNumber,
    Request,
    Safeguarding,
    SignedJudgement,
    SomethingNew,
    TermsChange,
    Urgency,
    Urgent,
    Way,
    kind_of,
    write_delivery,
    write_document,
)
from mozaik.kinds import HitKind, SetKind
from mozaik.parties import Authority, PersonRef
from mozaik.release import (
    Coverage,
    CoverageLine,
    FoundAt,
    GroupFile,
    GroupParts,
    Material,
    OwnersApart,
    OwnRow,
    PictureGroup,
    RankReason,
    ReleasedHit,
    ReleasedHolder,
    Status,
)
from mozaik.seal import Role, SigningKey, TrustStore, sign_statement
from mozaik.terms import Disclosure, Handling, Purpose, Use
from tests.seal.make_vectors import ANA, VECTORS

GOLDEN = Path(__file__).with_name("golden")
NOW = datetime(2023, 11, 20, 9, 0, tzinfo=UTC)
LJUBLJANA = SigningKey.from_secrets("SI-GPD", "ljubljana-1", bytes(range(96, 128)), str(ANA.identity))
SI, HR = Authority("SI-GPD"), Authority("HR-MUP")
ENVELOPE = Envelope(SI, (HR,), "mozaik-2023", NOW, synthetic=True)
HIT = ReleasedHit(
    reference="H-AAAAAAAAAAAAAAAA", position=0, kind=HitKind.DIGEST, value_kind="sha256", values=("ab" * 32,),
    second_fact=None, distance=None, transform=None, explanation=None,
    holders=(
        ReleasedHolder(
            HR, SetKind.CONTRIBUTION, Disclosure.HIT, False, (Handling.H0,), (), "B3", date(2026, 11, 20),
            ticket="T-BBBBBBBBBBBBBBBB",
        ),
        ReleasedHolder(
            SI, SetKind.CONTRIBUTION, Disclosure.FULL, True, (Handling.H0, Handling.H3), ("ask / Жива",),
            "A1", date(2026, 11, 20), table="files", unit="ITEM-1", value="ab" * 32,
            fields={"path": "DCIM/1.jpg", "size": 7, "deleted": False, "note": None},
            places=(FoundAt("DCIM/1.jpg", None, None),), row=OwnRow("SI-GPD.1", "files", 1),
        ),
    ),
    authorities=(HR, SI), units=2, handling=(Handling.H0, Handling.H3), grade="B3",
    keep_until=date(2026, 11, 20), points=40, reasons=(RankReason("unknown", 40, "it may show a child"),),
    status=Status.UNJUDGED, first_seen="2023-11-19T12:00:00Z", material=Material.UNKNOWN,
)  # fmt: skip
COVERAGE = Coverage(
    (CoverageLine(SI, SetKind.CONTRIBUTION, "files", "digest", "compared", "", 3),), (SI,),
    {"mozaik": "0"}, {"distance": 31},
)  # fmt: skip
GROUP = PictureGroup(
    "G-AAAAAAAAAAAAAAAA", 3, 12, 40, (OwnersApart(HR, SI, 7),), "cd" * 32, "A1", (GroupParts(11, 2),),
    (HIT.reference,), (GroupFile(SI, "ITEM-1", "1.jpg / слика", "cd" * 32),),
)  # fmt: skip
READING = JointReading(
    SI, Use.ANALYSIS, 3, True, (HIT,), (HIT.reference,), COVERAGE, synthetic=True, groups=(GROUP,)
)
JUDGEMENT = Judgement(
    HR, SI, ANA.reference, "2023-11-20T09:00:00Z", "same picture / иста", HIT.reference, "confirm",
    (ReadNote("HR-MUP", "ask before arrests"),),
)  # fmt: skip
JUDGEMENTS = Judgements(HR, (SignedJudgement.of(sign_statement(JUDGEMENT.statement(), ANA, Role.OWNER)),))
REQUEST = Request(
    to=HR, by=ANA.reference, purpose=Purpose.EXCHANGE, legal_basis="article 4, Directive (EU) 2023/977",
    urgency=Urgency.URGENT, answer_by="2023-11-23T09:00:00Z", handling=(Handling.H0, Handling.H1), grade="A2",
    question="Who used this address?\nЧији је?", own_reference="SI 114/2023", partner_reference="HR 7",
    ticket="T-AAAAAAAAAAAAAAAA", selectors=(AskedSelector("email", "ana@mail.example"),),
    facts="SI-GPD.request.1", clarifies="SI-GPD.request.0",
)  # fmt: skip
ANSWER = Answer(
    request="HR-MUP.request.1", by=ANA.reference, outcome=Outcome.PARTLY, ground=Ground.INVESTIGATION,
    text="An account, and no name yet.", handling=(Handling.H0,), grade="B2", own_reference="SI 115/2023",
    facts="SI-GPD.answer.1",
)  # fmt: skip
AMENDMENT = Amendment(Change.WITHDRAW, ("SI-GPD.1", "SI-GPD.2"), ANA.reference, "the warrant fell / пао")
ERASURE = replace(AMENDMENT, change=Change.ERASE, reason="the case was dropped")
ROWS = (AmendedRow("SI-GPD.1", "files", 0), AmendedRow("SI-GPD.1", "selectors", 12))
TERMS_CHANGE = TermsChange(
    Change.TERMS, ("SI-GPD.1",), ROWS, HR, Disclosure.FULL, date(2024, 5, 20), ANA.reference, "request HR 7"
)
PERMIT = Permit(
    Change.PERMIT, ("SI-GPD.1",), ROWS, HR, Handling.H1, Use.COURT, date(2024, 5, 20),
    ANA.reference, "the court of Zagreb asks",
)  # fmt: skip
TERMED = ((Handling.H0, Handling.H2), "B2")
OUTCOME = PackageOutcome(
    "HR-MUP.package.1", ANA.reference, PackageStatus.SAFEGUARDED, date(2024, 1, 9), ("H-AAAAAAAAAAAAAAAA",),
    "two children are safe / деца", *TERMED, "SI 114/2023", "SI-GPD.outcome.1",
)  # fmt: skip
NOTICE = SomethingNew(HR)
REFERRAL = Referral("centre for social work, Maribor", "2023-11-20T08:30:00Z", ANA.reference)
URGENT = Urgent(
    Authority("HR"), (PersonRef("HR-MUP/eva"),), ANA.reference, "a child speaks of today\n/ дете",
    "SI-GPD.package.1", ("H-AAAAAAAAAAAAAAAA",), "article 5, vital interests", *TERMED,
    "SI 114/2023", "2023-11-20T17:00:00Z", REFERRAL,
)  # fmt: skip
SAFEGUARDING = Safeguarding(
    "HR-MUP.urgent.1", ANA.reference, Help.REFER, REFERRAL, "a team is on its way", *TERMED, "SI 115/2023"
)
RECALL = Recall(HR, ("H-AAAAAAAAAAAAAAAA",), ("SI-GPD.reading.1",), 3, "the warrant fell / пао")
ANSWER_RECALL = Recall(HR, (), ("SI-GPD.answer.1",), 0, "the warrant fell")
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
    for content in (RECEIPT, READING, JUDGEMENTS, RECALL, NOTICE):
        write_document(folder / f"small.{kind_of(content)}", content, ENVELOPE, LJUBLJANA)
    write_document(folder / "small.recall-answer", ANSWER_RECALL, ENVELOPE, LJUBLJANA)
    for said in (REQUEST, ANSWER, AMENDMENT, OUTCOME, URGENT, SAFEGUARDING):
        write_document(folder / f"small.{kind_of(said)}", said, ENVELOPE, ANA)
    for amends in (TERMS_CHANGE, PERMIT):
        write_document(folder / f"small.amendment-{amends.change}", amends, ENVELOPE, ANA)
    erases = replace(ENVELOPE, supersedes=ERASURE.sets)
    write_document(folder / "small.amendment-erase", ERASURE, erases, ANA)


if __name__ == "__main__":
    make(GOLDEN)
