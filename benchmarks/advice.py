"""Checks the advisor: how often its recommendations keep their limits on fresh seeds.

`python benchmarks/advice.py [--tasks NAMES] [--runs N] [--workers N] [--json]` from the folder
above. For each documented task: search, recommend, then N runs (by default 40) on seeds that
neither the search nor the proof has seen. The target is 95 % of them.
"""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from advice import Lab, advise
from advice.advice import confirmed
from advice.shelf import TASKS
from advice.words import binding, sentence
from simulator.sweep import Store, opened

FRESH = 1_000_000
"""By how much the fresh seeds are beyond the task's own."""
TARGET = 0.95


def checked(name: str, lab: Lab, runs: int) -> dict[str, Any]:
    """One task: its advice, and how many fresh runs keep the limits."""
    task, began_s = TASKS[name], time.perf_counter()
    found = advise(task, lab)
    spent_s = time.perf_counter() - began_s
    chosen = found.recommended
    kept = confirmed(task, chosen, lab, FRESH, runs) if chosen else 0
    return {
        "task": name,
        "title": task.title,
        "sentence": sentence(found),
        "binding": binding(found),
        "kept": kept,
        "fresh_runs": runs,
        "settings": len(found.candidates),
        "search_runs": found.runs,
        "seconds": spent_s,
    }


def main() -> None:
    """Check and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", default=",".join(TASKS), help="names with commas")
    parser.add_argument("--runs", type=int, default=40, help="fresh runs of each recommendation")
    parser.add_argument("--workers", type=int, help="processes, by default one a core")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        Store(Path(folder) / "runs.sqlite") as store,
        opened("process", given.workers) as crew,
    ):
        for name in given.tasks.split(","):
            told(checked(name, Lab(crew, store), given.runs), as_json=given.json)


def told(found: dict[str, Any], *, as_json: bool) -> None:
    """One task's result, as soon as it is there."""
    if as_json:
        print(json.dumps(found), flush=True)
        return
    share = found["kept"] / found["fresh_runs"]
    verdict = "kept" if share >= TARGET else "NOT KEPT"
    print(f"{found['task']}: {found['title']}")
    print(f"  {found['sentence']}")
    print(f"  {found['binding']}")
    print(
        f"  fresh seeds: {found['kept']} of {found['fresh_runs']} ({share:.0%}), {verdict}; "
        f"{found['settings']} settings, {found['search_runs']} runs, {found['seconds']:.1f} s",
        flush=True,
    )


if __name__ == "__main__":
    main()
