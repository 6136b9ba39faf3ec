"""Small worlds to sweep over, and crews that need no processes."""

from concurrent.futures import ThreadPoolExecutor

from simulator import Scenario, parse
from simulator.sweep import Crew, axis, plan_of
from simulator.sweep.estimates import Figures
from simulator.sweep.plan import Plan

SMALL = parse({"workload": {"rate_rps": 100, "duration_s": 4, "warmup_s": 1, "keys": 50}})
TTL = "strategy.ttl_s=1:100:3:log"


def small_plan(*strategies: str, replications: int = 3) -> Plan:
    """Three TTLs, some strategies."""
    return plan_of(SMALL, [axis(TTL)], strategies=strategies, replications=replications)


def one_thread() -> Crew:
    """A crew that does one run after the other."""
    return Crew(ThreadPoolExecutor(1), 1)


def told_back(scenario: Scenario) -> Figures:
    """Figures that follow from the scenario, so that a test can work them out."""
    own: dict[str, float] = scenario.strategy.model_dump()
    return {"ttl": own.get("ttl_s"), "seed": scenario.seed, "settled_s": 0.0}
