"""Outcomes of packages: reported at the recipient's node, gathered at the node that sent the package."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from mozaik.acts import SentFile, sent_files
from mozaik.errors import RefusedError
from mozaik.exchange import Followed, PackageOutcome, Reported, followed
from mozaik.moments import after_all, utc_day
from mozaik.node.documents import documents_of, keep_document, send_kept
from mozaik.node.index import Listed
from mozaik.node.place import Node
from mozaik.node.sending import reach
from mozaik.node.signed_here import Unsigned
from mozaik.node.signing import require_own_signer
from mozaik.node.standing import State
from mozaik.parties import Authority
from mozaik.seal import Kind, SigningKey, TrustStore

EASTMOST = timedelta(hours=14)
"""How far the clocks of the earth are before UTC at most: in Zagreb a day begins before it does in UTC."""


def report_after_package(
    node: Node, outcome: PackageOutcome, key: SigningKey, trust: TrustStore, now: datetime
) -> SentFile:
    """Seal what came of a package that this node received, and send it to who sent the package.

    RefusedError for a package that never came here, for hits that it does not tell, and for a day to come.
    """
    require_own_signer(node, key, trust)
    unsigned = unsigned_outcome(node, outcome, trust, now)
    reached = reach(node, unsigned.recipients[0], trust, now)
    return send_kept(node, keep_document(node, outcome, (reached.authority,), unsigned.at, key), reached, now)


def unsigned_outcome(node: Node, outcome: PackageOutcome, trust: TrustStore, now: datetime) -> Unsigned:
    """What came of a package as a person of its recipient signs it elsewhere, after all that was reported.

    Raises as `report_after_package`.
    """
    received = _packages(node, outcome.by.authority)
    package = next((line for line in received if line.id == outcome.package), None)
    if package is None or package.sender is None:
        raise RefusedError(
            "no package of this id has come here",
            where=outcome.package,
            remedy="see what came: mozaik node status; then receive it",
        )
    _require_told(node, package, outcome)
    if outcome.on > utc_day(now + EASTMOST):
        raise RefusedError("an outcome is of a day that has come", remedy="report it when it has happened")
    earlier = (each.at for each in _reported(node, trust) if each.content.package == outcome.package)
    return Unsigned(outcome, (Authority(package.sender),), after_all(now, earlier))


def outcomes_of(node: Node, package: str, recipient: Authority, trust: TrustStore) -> Followed:
    """What came of one package at its recipient, as this node knows it."""
    return followed({(package, str(recipient))}, _reported(node, trust))[0]


def packages_followed(node: Node, trust: TrustStore) -> tuple[Followed, ...]:
    """What came of the packages that this node sent, and of those that came here."""
    sent = {(each.id, each.recipient) for each in sent_files(node.acts) if each.kind == Kind.PACKAGE}
    here = {(str(line.id), str(node.authority)) for line in _packages(node, node.authority)}
    return followed(sent | here, _reported(node, trust))


def _reported(node: Node, trust: TrustStore) -> Iterator[Reported]:
    """The outcomes that a person of who sent them signed."""
    for stored in documents_of(node, Kind.OUTCOME, PackageOutcome, trust):
        said, content = stored.manifest, stored.content
        if content.by.authority == said.sender:
            yield Reported(said.id, said.sender, said.created_at, content)


def _packages(node: Node, authority: Authority) -> tuple[Listed, ...]:
    """The packages of others for an authority."""
    return tuple(
        line
        for line in node.index.listed()
        if line.kind == Kind.PACKAGE
        and line.state is not State.REFUSED
        and line.sender != authority
        and authority in line.recipients
    )


def _require_told(node: Node, package: Listed, outcome: PackageOutcome) -> None:
    data = node.store.path_of(package.sha256).read_bytes()
    if any(reference.encode() not in data for reference in outcome.references):
        raise RefusedError(
            "the package does not tell this hit", where=outcome.package, remedy="name one that it tells"
        )
