"""The store: what finished runs came to, by scenario hash and version, in one SQLite file.

Every batch of runs is committed as it arrives; with a write-ahead log a commit outlives the death
of the process, whatever it dies of. Processes may share a file.
"""

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Self

from simulator.sentences import ScenarioError
from simulator.sweep.estimates import Figures
from simulator.version import VERSION

ROOT = Path(__file__).parents[2]
SOURCES = ("metrics", "simulator", "strategies")
"""The packages that decide a run's numbers."""
KEPT = 500_000
"""Runs kept at most, about two kilobytes each; the oldest go."""
AT_ONCE = 500
"""Hashes in one question."""
PATIENCE_S = 30.0
"""How long another process may hold the file."""
TABLE = """
create table if not exists runs (
    version text not null, scenario_hash text not null, figures text not null,
    primary key (version, scenario_hash)
)"""


@cache
def stamp() -> str:
    """The version with a fingerprint of the code: a changed rule makes all runs new."""
    digest = hashlib.sha256()
    for package in SOURCES:
        for file in sorted((ROOT / package).rglob("*.py")):
            digest.update(file.read_bytes())
    return f"{VERSION}+{digest.hexdigest()[:12]}"


def usual_place() -> Path:
    """The file that SWEEP_STORE names, else one in the user's cache folder."""
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(os.environ.get("SWEEP_STORE") or folder / "cache-strategy-lab" / "sweeps.sqlite")


class Store:
    """Figures of finished runs. Belongs to the thread that opened it; raises ScenarioError."""

    def __init__(self, path: Path | None = None, version: str | None = None) -> None:
        """Open the file, make it where there is none, forget the oldest runs where too many."""
        self.version, self.path = version or stamp(), path or usual_place()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.file = sqlite3.connect(self.path, timeout=PATIENCE_S)
            self.file.execute("pragma journal_mode=wal")
            self.file.execute("pragma synchronous=normal")
            self.forget_the_oldest()
        except (OSError, sqlite3.Error) as error:
            raise ScenarioError(
                f"--store must name a file for sweeps, got {str(self.path)!r} ({error}); "
                "choose another"
            ) from None

    def forget_the_oldest(self) -> None:
        """Keep the file bounded."""
        with self.file:
            self.file.execute(TABLE)
            last = "(select max(rowid) from runs)"
            self.file.execute(f"delete from runs where rowid <= {last} - ?", (KEPT,))  # noqa: S608

    def keep(self, found: Mapping[str, Figures]) -> None:
        """Remember what runs came to, by their scenario's hash; on return it is safe."""
        rows = [(self.version, name, json.dumps(figures)) for name, figures in found.items()]
        with self.file:
            self.file.executemany("insert or replace into runs values (?, ?, ?)", rows)

    def find(self, hashes: Iterable[str]) -> Iterator[tuple[str, Figures]]:
        """Those of the runs that are known, with what they came to."""
        names = list(hashes)
        for first in range(0, len(names), AT_ONCE):
            some = names[first : first + AT_ONCE]
            marks = ",".join("?" * len(some))
            question = (
                "select scenario_hash, figures from runs "  # noqa: S608 - marks are question marks
                f"where version = ? and scenario_hash in ({marks})"
            )
            for name, text in self.file.execute(question, (self.version, *some)):
                yield name, json.loads(text)

    def close(self) -> None:
        """Let go of the file."""
        self.file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
