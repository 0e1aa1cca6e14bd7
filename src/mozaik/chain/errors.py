"""What can be wrong with a chain: one error class for each cause."""

from mozaik.errors import InvalidInputError


class ChainError(InvalidInputError):
    """A chain cannot be used as it stands."""


class BrokenChainError(ChainError):
    """An entry was changed, removed, moved or added: the hashes do not follow from each other."""


class TornChainError(ChainError):
    """The last line is not whole, as a crash leaves it; the next `append` completes it if it can."""


class HeadError(ChainError):
    """The chain does not lead through a head that is known from elsewhere."""


class DetailsError(ChainError):
    """The details of an entry are gone, or are not the ones that the entry commits to."""
