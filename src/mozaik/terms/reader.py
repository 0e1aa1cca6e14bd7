"""Who reads, as the release rule sees it: a name, and whether what is said of everyone is meant for it."""

from dataclasses import dataclass

from mozaik.terms.codes import PUBLIC


@dataclass(frozen=True, slots=True)
class Reader:
    """An authority that reads, or the public.

    `takes_part` is true of whoever reads in the edition by its operation file: for it hold the entry for
    everyone and the default of an owner's terms. All others (a recipient, a bare country, the public) learn
    only by an entry of their own.
    """

    name: str
    takes_part: bool

    def __str__(self) -> str:
        return self.name


THE_PUBLIC = Reader(PUBLIC, takes_part=False)
"""The reader of published figures."""
