"""Where what lasts lies: the folder of acts, and apart from it the folder of secrets.

Of a WORK on the command line they are `WORK.acts` and `WORK.secrets` beside it: whoever deletes WORK deletes
nothing that cannot be computed again.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mozaik import chain
from mozaik.acts.node import LOCAL, begin_node, node_of
from mozaik.aside import Aside
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.files import (
    force_folder,
    make_private_folder,
    one_at_a_time,
    require_private,
    scratch_folder,
    storage_errors,
    written_whole,
)
from mozaik.parties import is_authority

KEY_BYTES = 32
OPERATION_KEY, NODE_KEY = "operation.key", "node.key"
REGISTER = "received"
OPERATION = "operation"
EXCHANGE = "exchange"
AMENDMENTS = "amendments"


@dataclass(frozen=True, slots=True)
class Acts:
    """The folder of what lasts, and the folder of secrets; both private."""

    folder: Path
    secrets: Path

    @staticmethod
    def beside(work: Path) -> "Acts":
        """The acts that belong to a WORK: `WORK.acts`, with `WORK.secrets`."""
        work = work.absolute()
        return Acts(work.with_name(f"{work.name}.acts"), work.with_name(f"{work.name}.secrets"))

    @property
    def exist(self) -> bool:
        """Whether these acts were begun."""
        return self.description.is_file()

    def begin(self, key: bytes | None = None, node: str = LOCAL) -> None:
        """Begin acts that do not exist, with the operation's key, 32 bytes, random unless stated.

        `node` is the name of the node that writes them; it gets a key of its own. A key of the operation that
        lies in the folder of secrets already stays; RefusedError if another one is stated, InvalidInputError
        for one that is not 32 bytes, and for a name that is not one.
        """
        if key is not None:
            self._check(key)
        make_private_folder(self.folder.parent)
        with one_at_a_time(self.folder):
            make_private_folder(self.secrets)
            if not self._key_path.exists():
                with written_whole(self._key_path) as stream:
                    stream.write(key or secrets.token_bytes(KEY_BYTES))
            elif key not in (None, self.operation_key()):
                raise RefusedError(
                    "there is another key of the operation already",
                    where=str(self._key_path),
                    remedy="give no key, or name another WORK",
                )
            make_private_folder(self.folder)
            begin_node(self.description, self.secrets / NODE_KEY, node)

    def take_over(self, old: Path) -> None:
        """Begin acts with what lay in the folder of acts inside an older WORK; nothing if they exist.

        The old folder stays as it is. A crash leaves no acts, or all of them.
        """
        with one_at_a_time(self.folder):
            if self.exist:
                return
            self._check(_bytes_of(old / OPERATION_KEY))
            make_private_folder(self.secrets)
            with written_whole(self._key_path) as stream:
                stream.write(_bytes_of(old / OPERATION_KEY))
            with scratch_folder(self.folder, Aside.PART) as partial, storage_errors(old):
                begun = Acts(partial, self.secrets)
                begin_node(begun.description, self.secrets / NODE_KEY, LOCAL)
                begun._take_chains(old)
                partial.rename(self.folder)
                force_folder(self.folder.parent)

    @property
    def description(self) -> Path:
        """The file that names the node which writes these acts, and its public keys."""
        return self.folder / "node.json"

    @property
    def node_name(self) -> str:
        """The name of the node which writes these acts; InvalidInputError where it cannot be read."""
        return node_of(self.description, self.secrets / NODE_KEY).name

    def operation_key(self) -> bytes:
        """The HMAC key of references and tickets; InvalidInputError where it is missing or damaged."""
        key = _bytes_of(self._key_path)
        self._check(key)
        return key

    def require_private(self) -> None:
        """RefusedError if others may read acts or secrets; InvalidInputError where they are missing."""
        if not self.exist:
            raise InvalidInputError(
                "the acts of this WORK are missing",
                where=str(self.folder),
                remedy="put them back from a backup; for a new operation run mozaik crosscheck",
            )
        folders = (self.folder, self.secrets)
        require_private(place for folder in folders for place in (folder, *folder.glob("*")))

    def chain_of(self, authority: str) -> chain.Chain:
        """An authority's own chain, as this node writes it."""
        node = node_of(self.description, self.secrets / NODE_KEY)
        return chain.Chain(self.chains_folder / authority / node.name, authority, node)

    def register_chain(self) -> chain.Chain:
        """The chain that says which sets were received."""
        node = node_of(self.description, self.secrets / NODE_KEY)
        return chain.Chain(self.folder / REGISTER / node.name, REGISTER, node)

    def operation_chain(self) -> chain.Chain:
        """The chain that says which operation files were accepted."""
        node = node_of(self.description, self.secrets / NODE_KEY)
        return chain.Chain(self.folder / OPERATION / node.name, OPERATION, node)

    def exchange_chain(self) -> chain.Chain:
        """The chain that says which numbered files were sent, and which came."""
        node = node_of(self.description, self.secrets / NODE_KEY)
        return chain.Chain(self.folder / EXCHANGE / node.name, EXCHANGE, node)

    def amendments_chain(self) -> chain.Chain:
        """The chain that says which amendments of terms are in force."""
        node = node_of(self.description, self.secrets / NODE_KEY)
        return chain.Chain(self.folder / AMENDMENTS / node.name, AMENDMENTS, node)

    def chains(self) -> Iterator[chain.Chain]:
        """All chains that this node has begun: the authorities', the received sets', the others."""
        authorities = sorted(path.name for path in self.chains_folder.glob("*") if is_authority(path.name))
        own = [
            *map(self.chain_of, authorities),
            self.register_chain(),
            self.operation_chain(),
            self.exchange_chain(),
            self.amendments_chain(),
        ]
        yield from (begun for begun in own if begun.exists())

    @property
    def chains_folder(self) -> Path:
        """Where the chains of authorities lie, a folder an authority."""
        return self.folder / "chains"

    def _take_chains(self, old: Path) -> None:
        """Write the chains of an older folder of acts as this version keeps them; refuse what is strange."""
        register = old / f"{REGISTER}.jsonl"
        chains = sorted((old / "chains").glob("*.jsonl"))
        known = {
            register,
            register.with_name(f"{register.name}.details"),
            old / "chains",
            old / OPERATION_KEY,
        }
        if strange := sorted(set(old.iterdir()) - known):
            raise InvalidInputError(
                "the acts in an older WORK hold something that is not of this program",
                where=str(strange[0]),
                remedy="move it elsewhere, and run mozaik crosscheck --replace again",
            )
        for path in chains:
            chain.take_over(path, self.chain_of(path.stem))
        if register.exists():
            chain.take_over(register, self.register_chain())

    def _check(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise InvalidInputError(
                f"{OPERATION_KEY} is missing or damaged",
                where=str(self.secrets),
                why=f"it must hold {KEY_BYTES} bytes",
                remedy="restore it from a backup: without it references and tickets change",
            )

    @property
    def _key_path(self) -> Path:
        return self.secrets / OPERATION_KEY


def _bytes_of(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""
