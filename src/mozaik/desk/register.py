"""Whom an owner may name in what it seals: the authorities of which this installation knows a key.

A mistyped reader in a terms sheet is silent to nobody, so an id that is not known is refused with the nearest
one. Owners seal before there is an operation file, and beside it: who reads is another question, which the
operation in force answers.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from mozaik.errors import RefusedError
from mozaik.parties import Authority, nearest_authorities
from mozaik.records import COUNTRIES
from mozaik.seal import TrustStore
from mozaik.terms import EVERYONE, PUBLIC, TermsSheet


class UnknownAuthorityError(RefusedError):
    """An authority is named that does not take part, as far as this installation knows."""


@dataclass(frozen=True, slots=True)
class Register:
    """The authorities of which a key is known here, revoked ones too."""

    authorities: frozenset[Authority]

    @classmethod
    def of(cls, trust: TrustStore) -> "Register":
        """The register that a trust store gives."""
        return cls(frozenset(key.authority for key in trust.keys))

    def known(self, text: str, where: str) -> Authority:
        """The authority with this id; UnknownAuthorityError names `where` and the nearest known ones."""
        if text not in self.authorities:
            raise UnknownAuthorityError(
                "this authority is not known here", where=where, why=self._why(), remedy=self._remedy(text)
            )
        return Authority(text)

    def known_or_beyond(self, text: str, where: str) -> Authority:
        """The same, or a country of which nobody takes part, such as `AT`."""
        if text in COUNTRIES and not self.of_country(text):
            return Authority(text)
        return self.known(text, where)

    def require_readers(self, sheet: TermsSheet) -> None:
        """UnknownAuthorityError for a terms sheet that names a reader who is not known."""
        for terms in sheet.terms:
            for named in terms.disclosures:
                if named.reader not in (EVERYONE, PUBLIC):
                    self.known_or_beyond(named.reader, f"terms.{terms.name}.disclose.{named.reader}")

    def of_country(self, country: str) -> list[Authority]:
        """The known authorities of a country."""
        return sorted(name for name in self.authorities if name.country == country)

    def _why(self) -> str:
        return "no key of it is in the trust store" if self.authorities else "the trust store is empty"

    def _remedy(self, authority: str) -> str:
        trusting = "trust a key of it with: mozaik keys trust FILE, or choose a trust store with --trust"
        if nearest := nearest_authorities(authority, self.authorities):
            return f"did you mean {_either(nearest)}? If not, {trusting}"
        return trusting


def _either(names: Iterable[str]) -> str:
    return " or ".join(names)
