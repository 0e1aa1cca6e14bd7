"""The embedded engine: runs the tasks in this process, on this machine's cores, in bounded memory."""

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa

from mozaik.crosscheck.coverage import count_coverage
from mozaik.crosscheck.matcher import Bench, Matcher, load_sources, merge_tasks, run_task
from mozaik.crosscheck.model import Parameters, Source, Task
from mozaik.progress import Step


@dataclass(frozen=True, slots=True)
class EmbeddedEngine:
    """One DuckDB in this process: `threads` cores, at most `memory` for its data, then it spills to disk."""

    threads: int = field(default_factory=lambda: os.cpu_count() or 1)
    memory: str = "4GB"

    def run(
        self,
        matchers: Sequence[Matcher],
        sources: Sequence[Source],
        parameters: Parameters,
        target: Path,
        step: Step,
    ) -> pa.Table:
        """Run every task; leave `hits` and `holders` in `target`, give the coverage back."""
        scratch = target / "scratch"
        scratch.mkdir(mode=0o700)
        connection = self.connect(scratch)
        try:
            bench = Bench(connection, sources, parameters)
            load_sources(bench)
            tasks = _plan(matchers, bench)
            for done, (matcher, task) in enumerate(tasks):
                step(done, len(tasks) + 1)
                run_task(task, matcher, bench, scratch)
            merge_tasks(connection, scratch, target)
            coverage = count_coverage(matchers, bench)
            step(len(tasks) + 1, len(tasks) + 1)
        finally:
            connection.close()
            shutil.rmtree(scratch, ignore_errors=True)
        return coverage

    def connect(self, scratch: Path) -> duckdb.DuckDBPyConnection:
        """A DuckDB that loads no extension and spills only into `scratch`."""
        return duckdb.connect(
            config={
                "threads": str(self.threads),
                "memory_limit": self.memory,
                "temp_directory": str(scratch / "spill"),
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
            }
        )


def _plan(matchers: Sequence[Matcher], bench: Bench) -> list[tuple[Matcher, Task]]:
    plan = []
    for matcher in matchers:
        parts = matcher.parts(bench) if any(bench.having(table) for table in matcher.tables) else 0
        plan += [(matcher, Task(matcher.name, part, parts)) for part in range(parts)]
    return plan
