"""The agreement of an authority that a small count is told: a statement that one of its persons signs.

It names one figure of one version of one announcement, and no number, so that agreeing tells nothing.
"""

from datetime import datetime
from pathlib import Path
from typing import cast

from mozaik.announce.disclosure import WHOLE_ONLY, Agreement
from mozaik.canonical import JsonValue, from_canonical, to_canonical
from mozaik.errors import InvalidInputError
from mozaik.files import written_whole
from mozaik.moments import utc_text
from mozaik.parties import PersonRef
from mozaik.seal import (
    SignedStatement,
    SigningKey,
    TrustStore,
    check_statement,
    require_signer,
    sign_statement,
)

FOLDER = "agreements"
"""The folder of agreements within that of a draft."""
_SORT = "a small count is told"
_FIELDS = frozenset(("agreement", "announcement", "version", "figure", "scope", "person", "at"))


def write_agreement(
    path: Path, agreement: Agreement, key: SigningKey, trust: TrustStore, now: datetime
) -> None:
    """Sign an agreement as a person of its authority, and write it; raises as `require_signer`.

    InvalidInputError for a figure that is not about victims: nothing else needs an agreement.
    """
    if agreement.figure not in WHOLE_ONLY:
        raise InvalidInputError(
            "this figure needs no agreement", where=agreement.figure, why="it is not about victims",
            remedy=f"agree to {', '.join(sorted(WHOLE_ONLY))}",
        )  # fmt: skip
    require_signer(key.key_id, key.reference, trust, where=f"the agreement of {agreement.authority}")
    statement: dict[str, JsonValue] = {
        "agreement": _SORT,
        "announcement": agreement.announcement,
        "version": agreement.version,
        "figure": agreement.figure,
        "scope": agreement.scope,
        "person": key.reference,
        "at": utc_text(now),
    }
    signed = sign_statement(statement, key)
    with written_whole(path) as stream:
        stream.write(to_canonical(cast(JsonValue, signed.to_json())))


def read_agreement(path: Path, trust: TrustStore) -> Agreement:
    """The agreement in a file, by the signature of a person of its authority; raises as `check_statement`."""
    where = str(path)
    signed = SignedStatement.from_json(from_canonical(path.read_bytes(), where), where)
    said = signed.statement
    version = said.get("version")
    texts = [said.get(name) for name in ("announcement", "figure", "scope", "person")]
    if set(said) != _FIELDS or said["agreement"] != _SORT or type(version) is not int:
        raise _no_agreement(where)
    if not all(isinstance(text, str) for text in texts):
        raise _no_agreement(where)
    announcement, figure, scope, person = cast("list[str]", texts)
    who = PersonRef.parse(person, where)
    check_statement(signed, who, trust, where=where)
    return Agreement(who.authority, announcement, version, figure, scope)


def _no_agreement(where: str) -> InvalidInputError:
    return InvalidInputError(
        "this is no agreement to a small count", where=where,
        remedy="have the authority sign it again: mozaik announce agree",
    )  # fmt: skip
