"""Whom an owner may name in what it seals: who takes part in the operation, or whose key is known here.

A mistyped reader in a terms sheet is silent to nobody, so an id that is not known is refused with the nearest
one. With an operation file the file answers. Owners also seal before there is one: then every authority
counts of which this installation knows a key, and every country of which it knows none.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mozaik.errors import RefusedError
from mozaik.operation import Operation, contributor_on, recipient_on
from mozaik.parties import Authority, nearest_authorities
from mozaik.records import COUNTRIES
from mozaik.seal import TrustStore
from mozaik.terms import EVERYONE, PUBLIC, TermsSheet


class UnknownAuthorityError(RefusedError):
    """An authority is named that does not take part, as far as this installation knows."""


@dataclass(frozen=True, slots=True)
class Register:
    """The authorities that are known, ever: listed in the operation, or with a key here, revoked ones too.

    With an `operation`, who may be named as a reader and who seals is asked of it, on the `day` of sealing.
    """

    authorities: frozenset[Authority]
    operation: Operation | None = None
    day: date = date.min

    @classmethod
    def of(cls, trust: TrustStore) -> "Register":
        """The register that a trust store gives."""
        return cls(frozenset(key.authority for key in trust.keys))

    @classmethod
    def of_operation(cls, operation: Operation, day: date) -> "Register":
        """The register that an operation file gives on a day."""
        return cls(frozenset(each.authority for each in operation.participants), operation, day)

    def known(self, text: str, where: str) -> Authority:
        """The authority with this id; UnknownAuthorityError names `where` and the nearest known ones."""
        if text not in self.authorities:
            raise UnknownAuthorityError(
                "this authority is not known here", where=where, why=self._why(), remedy=self._remedy(text)
            )
        return Authority(text)

    def known_reader(self, text: str, where: str) -> Authority:
        """Who may be named as a reader: a participant or recipient of the day, in the operation.

        Without an operation whoever is known, and a country of which nobody is, such as `AT`. Raises as
        `known`, or NotTakingPartError.
        """
        if self.operation is not None:
            return recipient_on(self.operation, text, self.day, where).authority
        if text in COUNTRIES and not self.of_country(text):
            return Authority(text)
        return self.known(text, where)

    def require_readers(self, sheet: TermsSheet) -> None:
        """For a terms sheet that names a reader who is not known: raises as `known_reader`."""
        for terms in sheet.terms:
            for named in terms.disclosures:
                if named.reader not in (EVERYONE, PUBLIC):
                    self.known_reader(named.reader, f"terms.{terms.name}.disclose.{named.reader}")

    def require_owner(self, owner: Authority) -> None:
        """NotTakingPartError for an owner whose files the operation does not compare; else it is accepted."""
        if self.operation is not None:
            contributor_on(self.operation, owner, self.day, "the owner")

    def of_country(self, country: str) -> list[Authority]:
        """The known authorities of a country."""
        return sorted(name for name in self.authorities if name.country == country)

    def _why(self) -> str:
        if self.operation is not None:
            return "the operation file does not list it"
        return "no key of it is in the trust store" if self.authorities else "the trust store is empty"

    def _remedy(self, authority: str) -> str:
        learning = "trust a key of it with: mozaik keys trust FILE, or choose a trust store with --trust"
        if self.operation is not None:
            learning = "see who is listed with: mozaik operation show FILE"
        if nearest := nearest_authorities(authority, self.authorities):
            return f"did you mean {_either(nearest)}? If not, {learning}"
        return learning


def _either(names: Iterable[str]) -> str:
    return " or ".join(names)
