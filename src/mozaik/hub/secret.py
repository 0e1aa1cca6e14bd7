"""The hub's own secret, which signs its sessions: made once, and readable by nobody else."""

import secrets
from pathlib import Path

from mozaik.files import make_private_folder, one_at_a_time, require_private, written_whole

_NAME = "secret"


def secret_of(state: Path) -> str:
    """The secret in the hub's private folder, made on first use; RefusedError if others could read it."""
    path = state / _NAME
    make_private_folder(state)
    with one_at_a_time(path):
        if not path.exists():
            with written_whole(path) as stream:
                stream.write(secrets.token_urlsafe(64).encode())
    require_private((state, path))
    return path.read_text()
