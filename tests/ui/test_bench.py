"""The bench and its flat form: one value changes, the rest stays."""

from typing import Any

import pytest

from simulator import ScenarioError
from ui.bench import assemble, changed, changed_for_all, differences, opening
from ui.fields import tag_value


def own(variant: Any) -> Any:
    """A variant, whose own settings the type of all variants does not know."""
    return variant


def test_the_opening_bench_differs_in_nothing():
    """No difference, so a short link."""
    assert differences(opening()) == {}


def test_a_change_is_the_only_difference():
    """The flat name is the dotted path."""
    bench = changed(opening(), "workload.rate_rps", 700.0)
    assert differences(bench) == {"workload.rate_rps": 700.0}


def test_another_strategy_keeps_what_it_shares_with_the_old_one():
    """The TTL moves over, the rule for writes stays behind."""
    bench = changed(opening(), "strategy.ttl_s", 5.0)
    bench = changed(bench, "strategy.invalidation", "ttl-only")
    bench = changed(bench, "strategy", "write-behind")
    assert differences(bench) == {"strategy": "write-behind", "strategy.ttl_s": 5.0}


def test_what_hung_on_a_replaced_law_goes_with_it():
    """Zipf has no users."""
    bench = changed(opening(), "workload.popularity", "sequential")
    bench = changed(bench, "workload.popularity.users", 7)
    bench = changed(bench, "workload.popularity", "zipf")
    assert differences(bench) == {}


def test_protections_keep_their_order_and_their_settings():
    """The first one given is the outermost."""
    bench = changed(opening(), "protections", "ttl-jitter")
    bench = changed(bench, "protections.ttl-jitter.spread", 0.3)
    bench = changed(bench, "protections", "single-flight,ttl-jitter")
    assert [tag_value(p) for p in bench.scenario.protections] == ["single-flight", "ttl-jitter"]
    assert own(bench.scenario.protections[1]).spread == 0.3


def test_no_expiry_is_a_value():
    """None differs from thirty seconds."""
    bench = changed(opening(), "strategy.ttl_s", None)
    assert own(bench.scenario.strategy).ttl_s is None
    assert differences(bench) == {"strategy.ttl_s": None}


def test_compared_strategies_follow_the_playground_unless_they_have_their_own():
    """One world for both pages, own settings where wanted."""
    bench = changed(opening(), "write-behind.ttl_s", 9.0)
    bench = changed(bench, "strategy.ttl_s", 5.0)
    assert [own(each).ttl_s for each in bench.contenders] == [5, 5, 9, 5]


def test_one_setting_for_all_compared_strategies():
    """What one of them had of its own is gone."""
    bench = changed(opening(), "write-behind.ttl_s", 9.0)
    bench = changed_for_all(bench, "ttl_s", 7.0)
    assert [own(each).ttl_s for each in bench.contenders] == [7, 7, 7, 7]
    assert differences(bench) == {"strategy.ttl_s": 7.0}


def test_one_setting_for_all_without_the_playgrounds_help():
    """No-cache has no TTL to follow."""
    bench = changed_for_all(changed(opening(), "strategy", "no-cache"), "ttl_s", 7.0)
    assert [own(each).ttl_s for each in bench.contenders] == [7, 7, 7, 7]


def test_duels_share_everything_but_the_strategy():
    """So they meet the same requests."""
    duels = opening().duels()
    assert list(duels) == ["cache-aside", "write-through", "write-behind", "read-ahead"]
    assert len({each.workload for each in duels.values()}) == 1
    assert len({each.seed for each in duels.values()}) == 1


@pytest.mark.parametrize(
    ("flat", "sentence"),
    [
        ({"strategies": "cache-aside"}, "strategies must be 2 to 6 different ones, got 1"),
        ({"strategies": "cache-aside,cache-aside"}, "cache-aside is there twice; name each once"),
        ({"strategies": "cache-aside,foo"}, "strategies: 'foo' is unknown"),
        ({"workload.trace": "/etc/passwd"}, "workload.trace must be one of cache2k_web12"),
        ({"workload.rate_rps": 1e6}, "at most 5,000,000 requests on a page, got 120,000,000"),
        ({"write-behind.batch_size": 0}, "write-behind.batch_size must be at least 1, got 0"),
    ],
)
def test_what_a_page_must_not_run_is_refused_with_a_sentence(flat, sentence):
    """Too many, unknown, too long, or a file of the server."""
    with pytest.raises(ScenarioError, match=sentence):
        assemble(flat)


def test_closed_clients_are_limited_by_what_they_could_send():
    """A hundred users who think 10 ms could send 1.2 million requests in two minutes."""
    flat = {"workload.arrivals": "closed", "workload.arrivals.think_s": 0.01}
    with pytest.raises(ScenarioError, match="users / think_s x duration_s must be at most 500,000"):
        assemble(flat)
    assert assemble(flat | {"workload.duration_s": 30.0}).scenario.workload.is_closed
