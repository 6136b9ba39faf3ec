"""The kernel: compiled, or run as it stands."""

import json
import subprocess
import sys
from typing import Any

import pytest

WITHOUT_NUMBA = "import sys; sys.modules['numba'] = None; "
RUN = "from simulator.__main__ import main; sys.exit(main(sys.argv[1:]))"
SMALL = ("workload.warmup_s=1", "workload.duration_s=4", "cache.capacity_entries=300")


def figures(strategy: str, prelude: str) -> Any:
    """The metrics of a small run in a process of its own."""
    changes = [f"--set={change}" for change in (*SMALL, f"strategy={strategy}")]
    program = [sys.executable, "-c", f"import sys; {prelude}{RUN}", "run", "--json", *changes]
    found = subprocess.run(program, check=True, capture_output=True, text=True)
    return json.loads(found.stdout)["metrics"]


@pytest.mark.parametrize("strategy", ["cache-aside", "write-behind"])
def test_without_numba_the_results_are_the_same(strategy: str) -> None:
    """Every figure, to the last digit."""
    assert figures(strategy, WITHOUT_NUMBA) == figures(strategy, "")
