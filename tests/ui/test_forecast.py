"""The closed form that fits a scenario, and the simulator's run beside it."""

import pytest

from metrics.expiries import Mean
from simulator import simulate
from strategies.shelf import PROTECTIONS
from ui.bench import assemble
from ui.closeup import CloseFold
from ui.forecast import deviation, forecast

ONE_KEY = {
    "workload.keys": 1,
    "workload.rate_rps": 40.0,
    "workload.read_share": 1.0,
    "workload.duration_s": 1500.0,
    "cache.round_trip_s": 0.0,
    "cache.service_s": 0.0,
    "database.connections": None,
    "database.read_s": 0.5,
    "database.service": "constant",
    "strategy.ttl_s": 6.0,
}
"""Twenty reads in a load."""
LAWS: list[tuple[dict, float]] = [
    ({}, 21),
    ({"protections": "ttl-jitter"}, 21),
    ({"database.service": "exponential"}, 5.963),
    ({"protections": "single-flight", "client.nodes": 8}, 7.425),
    ({"protections": "lock"}, 1),
    ({"workload.list_share": 0.5, "workload.rate_rps": 80.0}, 21),
    ({"protections": "xfetch"}, 2.718),
    (
        {
            "workload.arrivals": "closed",
            "workload.arrivals.users": 20,
            "workload.arrivals.think_s": 0.5,
        },
        13.01,
    ),
    ({"protections": "xfetch", "protections.xfetch.beta": 2.0, "strategy.ttl_s": 20.0}, 1.649),
]
"""The numbers of section 5 of the theory, for a = 20."""


def fits(flat: dict) -> bool:
    """Are its protections on the shelf?"""
    return flat.get("protections", "ttl-jitter") in PROTECTIONS


@pytest.mark.parametrize(("flat", "loads"), [law for law in LAWS if fits(law[0])])
def test_a_run_agrees_with_its_closed_form(flat, loads):
    """Within 4.5 standard errors, through all layers that the page uses."""
    scenario = assemble(ONE_KEY | flat).scenario
    law = forecast(scenario)
    assert law is not None
    assert law.loads == pytest.approx(loads, rel=2e-3)
    fold = CloseFold(scenario)
    measured = fold.report(simulate(scenario, keep=fold.take)).close_up.loads
    assert deviation(measured, law.loads).startswith("agrees")


@pytest.mark.parametrize(
    "flat",
    [
        {"workload.popularity": "uniform", "workload.keys": 5},
        {"workload.trace": "cache2k_web12"},
        {"workload.popularity": "sequential"},
        {"strategy": "no-cache"},
        {"client.key_formats": 2},
        {"workload.arrivals": "closed", "workload.keys": 2},
        {"protections": "single-flight", "database.service": "exponential"},
    ],
)
def test_where_no_closed_form_fits_there_is_none(flat):
    """Rather none than a wrong one."""
    flat = ONE_KEY | flat
    if "strategy" in flat:
        del flat["strategy.ttl_s"]
    assert forecast(assemble(flat).scenario) is None


@pytest.mark.parametrize(
    ("measured", "words"),
    [
        (Mean(20, 100.0, 2.0), "agrees, -0.5 standard errors"),
        (Mean(20, 120.0, 2.0), "differs, +9.5 standard errors"),
        (Mean(3, 202.0, 2.0), "2 times; 3 expiries are too few to judge"),
        (Mean(9, 101.0, 0.0), "agrees, no scatter"),
        (Mean(9, 103.0, 0.0), "2 loads off, no scatter to judge by"),
        (Mean(0, None, None), ""),
    ],
)
def test_the_deviation_is_told_in_standard_errors(measured, words):
    """Of a closed form that says 101."""
    assert deviation(measured, 101.0) == words
