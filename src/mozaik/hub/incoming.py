"""Putting what a person sends into the node's `incoming`: whole or not at all, by its digest."""

import hashlib
import os
import secrets
from collections.abc import Iterable

from mozaik.files import PRIVATE, force_folder, storage_errors
from mozaik.node import Listed, Node, State
from mozaik.parties import Authority

WAITS = "waits"


def put_into_incoming(node: Node, chunks: Iterable[bytes]) -> str:
    """Write a file aside and rename it when it is whole; its SHA-256 in hex. StorageError if it cannot be.

    What is left of one that broke off ends in `.part`, which the node leaves alone.
    """
    partial = node.incoming / f"hub-{secrets.token_hex(8)}.part"
    digest = hashlib.sha256()
    with storage_errors(partial):
        try:
            descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, PRIVATE)
            with os.fdopen(descriptor, "wb") as stream:
                for chunk in chunks:
                    digest.update(chunk)
                    stream.write(chunk)
                stream.flush()
                os.fsync(stream.fileno())
            partial.rename(node.incoming / f"hub-{digest.hexdigest()}.sealed")
        finally:
            partial.unlink(missing_ok=True)
        force_folder(node.incoming)
    return digest.hexdigest()


def state_for(authority: Authority, line: Listed | None) -> str:
    """How a file that an authority sent in stands, as far as it may know: `waits`, or as the index says.

    Whether another authority's file was replaced later is that authority's business.
    """
    if line is None:
        return WAITS
    if line.state is State.SUPERSEDED and line.sender != authority:
        return str(State.ACCEPTED)
    return str(line.state)
