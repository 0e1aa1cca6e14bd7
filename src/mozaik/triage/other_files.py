"""Files of a form of their own -> selectors: PDF, torrents, `known.met`, wallets; runs in the child only."""

from collections.abc import Iterator

from mozaik.errors import InvalidInputError
from mozaik.selectors import normalise
from mozaik.triage import file_type
from mozaik.triage.content import Content
from mozaik.triage.pdf import PdfNotReadableError, read_pdf
from mozaik.triage.shared_files import (
    BrokenError,
    Named,
    addresses_of_wallet,
    read_known_met,
    read_torrent,
)
from mozaik.triage.text import MAX_CELLS, Alive, NotReadableError, Tally


def search_other(content: Content, tally: Tally, alive: Alive) -> Iterator[str]:
    """Add the selectors of a content of these types; yields notes, NotReadableError when it is broken."""
    data = content.data
    if data is None:
        raise NotReadableError("not searched: the file is larger than allowed")
    if content.mime == file_type.PDF:
        yield from _search_pdf(data, tally, alive)
    elif content.mime == file_type.BERKELEY:
        search_wallet(data, tally)
        yield "not searched: a Berkeley database, of which only addresses of a wallet are read"
    else:
        _add_named(_named(content.mime, bytes(data)), tally, alive)


def search_wallet(data: bytes | bytearray, tally: Tally) -> None:
    """Add the addresses that a database names as those of a wallet."""
    for address in addresses_of_wallet(bytes(data)):
        tally.search(address)


def _named(mime: str, data: bytes) -> Named:
    try:
        return read_torrent(data) if mime == file_type.TORRENT else read_known_met(data)
    except BrokenError as error:
        what = "torrent" if mime == file_type.TORRENT else "list of shared files"
        raise NotReadableError(f"{what} not readable: broken") from error


def _add_named(named: Named, tally: Tally, alive: Alive) -> None:
    for kind, value in named.values:
        try:
            tally.add(kind, normalise(kind, value), value)
        except InvalidInputError:  # a placeholder, as of an empty file
            continue
    searched = 0
    for start in range(0, len(named.texts), _AT_ONCE):
        cells = dict.fromkeys(named.texts[start : start + _AT_ONCE], 1)
        tally.search_cells(cells)
        searched += sum(map(len, cells))
        alive(searched)


_AT_ONCE = 5000


def _search_pdf(data: bytearray, tally: Tally, alive: Alive) -> Iterator[str]:
    searched = 0
    try:
        for page in read_pdf(data):
            for text in page.texts:
                tally.search(text)
                searched += len(text)
            if searched > MAX_CELLS:
                yield "only the first pages of the PDF were searched"
                return
            alive(searched)
            yield from page.notes
    except PdfNotReadableError as error:
        raise NotReadableError(str(error)) from error
