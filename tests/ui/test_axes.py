"""The axes that a page offers."""

from simulator.sweep.axes import axis, fitted
from simulator.sweep.plan import Plan
from strategies.parameters import parameter
from ui.axes import ends, offered, tick
from ui.bench import assemble


def test_every_offered_parameter_can_be_swept() -> None:
    """What the declarations bring, a sweep takes: names lead somewhere, values are legal."""
    bench = assemble({"protections": "ttl-jitter,lock", "faults": "node-crash"})
    offer = offered(bench)
    assert {"strategy.ttl_s", "workload.popularity", "workload.popularity.exponent"} <= offer.keys()
    assert {"protections.ttl-jitter.spread", "cache.eviction", "faults.node-crash.at_s"} <= set(
        offer
    )
    assert "seed" not in offer
    for path in offer:
        fitted(axis(f"{path}=1,2"), bench.duels().values())


def test_what_several_strategies_have_is_offered_once() -> None:
    offer = offered(assemble({}))
    assert offer["strategy.ttl_s"][0] == "Strategy: TTL"
    assert "strategy.flush_interval_s" in offer


def test_a_logarithmic_range_begins_round_the_present_value() -> None:
    field = parameter(1.0, "", "", low=0, high=1e6, slider=(0.1, 1000), scale="log")
    assert ends(field, 30.0) == (3, 300)
    assert ends(field, 0.5) == (0.1, 5)
    assert ends(field, None) == (0.1, 1000)
    even = parameter(1.0, "", "", low=0, high=10)
    assert ends(even, 3.0) == (0, 10)


def test_values_in_words() -> None:
    assert [tick(value, "s") for value in (300.0, None, True, "cdc")] == [
        "5 min",
        "no limit",
        "on",
        "CDC",
    ]


def test_words_and_switches_are_cells_like_numbers() -> None:
    bench = assemble({})
    plan = Plan(bench.duels(), (axis("cache.eviction=allkeys-lru,allkeys-lfu"),))
    assert {cell.scenario.cache.eviction for cell in plan.cells} == {"allkeys-lru", "allkeys-lfu"}
