"""What a sweep knows of a run: all metrics, and when it had settled.

Like the command line it stands above the package: it alone of the sweep sees `metrics`.
"""

from metrics import DECLARATIONS, Fold
from simulator.leavings import give_back
from simulator.recording.fitting import fitted
from simulator.run import simulate
from simulator.scenario import Scenario
from simulator.sentences import ScenarioError
from simulator.sweep.estimates import Figures
from simulator.sweep.results import SETTLED
from simulator.sweep.warm_up import settled_s


def figures_of(scenario: Scenario) -> Figures:
    """Simulate in bounded memory; the metrics by name. Raises TraceError."""
    once = fitted(scenario) if scenario.workload.plays_once else scenario
    fold = Fold(once)
    report = fold.report(simulate(once, keep=fold.take))
    give_back()
    return {**report.figures, SETTLED: settled_s(report.timeline)}


def checked_metric(name: str) -> str:
    """The name, if a metric has it; raises ScenarioError."""
    if name not in DECLARATIONS:
        some = "hit_ratio, latency_read_s_p99, db_read_rps"
        raise ScenarioError(f"{name!r} is no metric; choose one that `run` prints, as {some}")
    return name
