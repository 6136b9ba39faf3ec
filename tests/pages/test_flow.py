"""What the flow view is sent, against the log."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from simulator import Scenario, simulate
from simulator.log import Requests, Statements
from ui.flow_events import KINDS, MOST, WINDOWS, FlowFold

ROOT = Path(__file__).parents[2]
PLAN: dict[str, Any] = {
    "workload": {"duration_s": 12, "warmup_s": 2, "rate_rps": 300, "keys": 50},
    "strategy": {"name": "cache-aside", "ttl_s": 1, "invalidation": "ttl-only"},
    "database": {"connections": 2},
}


def parts_of(plan):
    """The parts of a run, and its log."""
    log = simulate(Scenario.model_validate(plan))
    fold = FlowFold(log.scenario)
    for chunk in log.chunks:
        fold.take(chunk)
    return fold.report(log), log


def test_every_request_of_a_part_is_there_with_its_times_and_its_kind():
    report, log = parts_of(PLAN)
    table = log.table(Requests)
    part = (table.at_s >= 2.5) & (table.at_s < 3.0)
    rows = np.array(report.requests[1])
    assert len(rows) == part.sum() > 100
    assert rows[:, 0] == pytest.approx(table.at_s[part], abs=1e-6)
    assert rows[:, 1] == pytest.approx((table.at_s + table.latency_s)[part], abs=1e-6)
    stale = (table.behind > 0) & (table.write == 0)
    assert (rows[:, 2] == KINDS.index("stale")).sum() == (stale & part).sum() > 0
    writes = table.write[part] == 1
    assert (rows[:, 2] == KINDS.index("write")).sum() == writes.sum() > 0


def test_the_statements_of_a_part_are_there_with_their_wait():
    report, log = parts_of(PLAN)
    table = log.table(Statements)
    part = (table.done_s >= 2.5) & (table.done_s < 3.0)
    rows = np.array(report.statements[1])
    waits = rows[:, 1] - rows[:, 0]
    assert waits.sum() == pytest.approx((table.started_s - table.joined_s)[part].sum(), abs=1e-3)
    assert waits.max() > 0


def test_never_more_events_than_somebody_can_watch():
    report, _ = parts_of({**PLAN, "workload": {**PLAN["workload"], "rate_rps": 9000}})
    for place in range(WINDOWS):
        assert len(report.requests[place]) + len(report.statements[place]) <= MOST
    assert len(report.requests[3]) == MOST // 2


def test_the_page_sends_the_chosen_part():
    app = AppTest.from_file("../../app.py", default_timeout=120).run()
    app.switch_page("pages/playground.py").run()
    app.toggle(key="flow").set_value(True).run()
    app.select_slider(key="flow part").set_value(3).run()
    assert not app.exception
    sent = [json.loads(each.proto.json) for each in app.get("bidi_component")]
    flow = next(each for each in sent if "statements" in each)
    assert 35 <= flow["requests"][0][0] < 35.1
    assert flow["stamp"].endswith(" 3")


@pytest.mark.parametrize("script", ["ui/flow.js", "ui/chart.js", "export/handout.js"])
def test_the_script_is_one(script):
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not on the path")
    text = (ROOT / script).read_text("utf-8")
    command = [node, "--check", "--input-type=module", "-"]
    assert subprocess.run(command, input=text, text=True, check=False).returncode == 0
