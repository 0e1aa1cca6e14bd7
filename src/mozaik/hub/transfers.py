"""A sealed file on its way in, piece by piece: what broke off goes on where it stopped.

A file is known again by its mark, the SHA-256 of the SHA-256 of its pieces one after the other, which the
browser computes before it begins. When the last piece is there the mark is computed once more from what
lies here: only the very file that was begun goes on to the node.
"""

import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from mozaik.errors import InvalidInputError, RefusedError
from mozaik.files import PRIVATE, make_private_folder, one_at_a_time, storage_errors
from mozaik.hub.incoming import put_into_incoming
from mozaik.hub.models import Account, Transfer
from mozaik.node import Node

FOLDER = "transfers"
PIECE = 4 * 1024 * 1024
"""Bytes of every piece but the last."""
LARGEST = 1024 * 1024 * 1024 * 1024
MOST_OPEN = 8
"""How many files one person may have under way."""
KEPT_FOR = timedelta(days=7)
KEPT_FREE = 1024 * 1024 * 1024
"""Bytes of the disk that no transfer may take."""
_MARK = re.compile(r"[0-9a-f]{64}", re.ASCII)
_AGAIN = "choose the same file again, and it goes on where it stopped"


def begin(account: Account, name: str, size: int, mark: str, now: datetime) -> Transfer:
    """The transfer of a file: the one that was broken off, or a new one; RefusedError beyond the limits."""
    if not 0 < size <= LARGEST or not _MARK.fullmatch(mark):
        raise InvalidInputError("no file was sent, or an empty one", remedy="choose a sealed file")
    _forget_old(now)
    own = Transfer.objects.filter(account=account)
    if known := own.filter(size=size, mark=mark).first():
        return known
    if own.count() >= MOST_OPEN:
        raise RefusedError(
            f"{MOST_OPEN} files of yours are under way",
            remedy="let one of them come to its end, or give it up",
        )
    folder = _folder()
    if shutil.disk_usage(folder).free - _still_to_come() < size + KEPT_FREE:
        raise RefusedError("there is no room for this file", remedy="tell the administrator of the node")
    token = secrets.token_hex(16)
    return Transfer.objects.create(
        account=account, token=token, name=name[:200], size=size, mark=mark, begun_at=now
    )


def next_offset(transfer: Transfer) -> int:
    """Where the next piece begins: what lies here of one that broke off in its middle is sent once more."""
    place = _place(transfer)
    lying = place.stat().st_size if place.exists() else 0
    return lying if lying == transfer.size else lying - lying % PIECE


def add(transfer: Transfer, offset: int, data: bytes) -> int:
    """Put a piece to its place, if that is next; where the one after it begins. One that lies here stays.

    RefusedError, which changes nothing, for a piece that is not next or not as long as it must be.
    """
    place = _place(transfer)
    with one_at_a_time(place):
        expected = next_offset(transfer)
        if offset + len(data) <= expected:
            return expected
        if offset != expected or len(data) != min(PIECE, transfer.size - offset):
            raise RefusedError("this piece of the file is not the next one", remedy=_AGAIN)
        with storage_errors(place):
            descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, PRIVATE)
            with os.fdopen(descriptor, "wb") as stream:
                stream.seek(offset)
                stream.write(data)
                stream.truncate()
    return offset + len(data)


def finish(transfer: Transfer, node: Node) -> str:
    """Hand a whole file to the node and forget the transfer; its SHA-256 in hex.

    RefusedError where it is not the file that was begun: what lies here is thrown away then. StorageError
    where the node cannot write it: it stays, to be handed over later.
    """
    place = _place(transfer)
    with one_at_a_time(place):
        try:
            sha256 = put_into_incoming(node, _checked(place, transfer.mark))
        except RefusedError:
            give_up(transfer)
            raise
        give_up(transfer)
    return sha256


def give_up(transfer: Transfer) -> None:
    """Throw away what came of a transfer."""
    _place(transfer).unlink(missing_ok=True)
    transfer.delete()


def _checked(place: Path, mark: str) -> Iterator[bytes]:
    """The pieces of a file; at its end RefusedError if they are not those that were begun."""
    pieces = hashlib.sha256()
    with place.open("rb") as stream:
        while piece := stream.read(PIECE):
            pieces.update(hashlib.sha256(piece).digest())
            yield piece
    if pieces.hexdigest() != mark:
        raise RefusedError("what came is not the file that was begun", remedy="send it again")


def _still_to_come() -> int:
    return sum(transfer.size - next_offset(transfer) for transfer in Transfer.objects.all())


def _forget_old(now: datetime) -> None:
    for transfer in Transfer.objects.filter(begun_at__lt=now - KEPT_FOR):
        give_up(transfer)


def _place(transfer: Transfer) -> Path:
    return _folder() / f"{transfer.token}.part"


def _folder() -> Path:
    folder: Path = settings.CONFIG.state / FOLDER
    make_private_folder(folder)
    return folder
