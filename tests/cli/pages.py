"""Pages of commands that a test does as they are printed: a fresh reader's way, line by line."""

import shlex
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from mozaik.cli.main import main


def commands_of(lines: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """Each command of a page: its place, its line, and what it writes if it is a `cat >`.

    A command is indented by four blanks, and what it writes by eight.
    """
    for at, line in enumerate(lines):
        if line.startswith("    ") and not line.startswith("        "):
            rest = lines[at + 1 :]
            end = next((n for n, each in enumerate(rest) if not each.startswith("        ")), len(rest))
            yield at, line.strip(), "".join(f"{each[8:]}\n" for each in rest[:end])


class Reader:
    """Who does what a page says: `place` holds the folders to carry files from, `reference` names the hit."""

    def __init__(
        self,
        place: Path,
        patch: pytest.MonkeyPatch,
        screen: pytest.CaptureFixture[str],
        reference: Callable[[], str],
    ) -> None:
        self.place, self.patch, self.screen, self.reference = place, patch, screen, reference
        for name in ("MOZAIK_KEY", "MOZAIK_TRUST", "MOZAIK_OWNER", "MOZAIK_EDITION", "MOZAIK_OPERATION"):
            patch.delenv(name, raising=False)

    def do(self, line: str, written: str = "") -> str:
        """Do what a line says, and give what it printed; a command of ours must end well."""
        line, _, target = line.partition(" > ")
        words = shlex.split(line, comments=True)
        match words[0]:
            case "cat":
                Path(target).write_text(written, encoding="utf-8")
            case "echo":
                Path(target).write_text(f"{words[1]}\n", encoding="utf-8")
            case "mkdir":
                for folder in words[1:]:
                    Path(folder).mkdir()
            case "cp":
                for source in words[1:-1]:
                    shutil.copy(self.place / source, words[-1])
            case "export":
                name, _, value = words[1].partition("=")
                self.patch.setenv(name, value.replace("$PWD", str(Path.cwd())))
            case "mozaik":
                return self._run(line, words[1:], target)
            case _:
                pytest.fail(f"the test does not know how to do: {line}")
        return ""

    def _run(self, line: str, words: list[str], target: str) -> str:
        if "REFERENCE" in words:
            words[words.index("REFERENCE")] = self.reference()
        with pytest.raises(SystemExit) as ended:
            main(words)
        said = self.screen.readouterr()
        assert ended.value.code == 0, f"{line}: {said.err}"
        if target:
            Path(target).write_text(said.out, encoding="utf-8")
        return said.out
