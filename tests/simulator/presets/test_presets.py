"""Published workloads as settings: all of them fit, and some are worked out by hand."""

import json
from typing import Any

import numpy as np
import pytest

from simulator.__main__ import main
from simulator.given import BAD_INPUT
from simulator.presets import presets
from simulator.presets.facebook import exponent_of


def workload(name: str) -> Any:
    """A preset's workload."""
    return presets()[name].scenario().workload


def test_all_are_there() -> None:
    """54 clusters, six workloads of YCSB, eight of CacheBench, six pools."""
    names = list(presets())
    heads = [name.partition("-")[0] for name in names]
    counts = {head: heads.count(head) for head in dict.fromkeys(heads)}
    assert counts == {"ycsb": 6, "twitter": 54, "cachebench": 8, "facebook": 6}


@pytest.mark.parametrize("name", presets())
def test_each_is_a_scenario_and_says_whose_it_is_and_what_it_lacks(name: str) -> None:
    """And is small enough for a page."""
    preset = presets()[name]
    found = preset.scenario().workload
    assert preset.title
    assert preset.source
    assert all(preset.left_out)
    assert found.rate_rps * found.duration_s <= 5_000_000


def test_ycsb_by_hand() -> None:
    """A is half updates; D reads the latest; F's read-modify-writes make 2 reads to 1 write."""
    assert workload("ycsb-a").read_share == 0.5
    assert workload("ycsb-d").popularity.model_dump() == {
        "law": "latest",
        "exponent": 0.99,
        "new_rows": 0.05,
    }
    assert workload("ycsb-e").popularity.session_length == 50.5
    assert workload("ycsb-f").read_share == pytest.approx(2 / 3, abs=1e-4)


def test_a_twitter_cluster_by_hand() -> None:
    """Cluster 4: 5.26 k/s, 0.93 to 0.07, TTL 60 s for 39 %; 5,260 x 604,800 / 26.5 keys are cut."""
    preset = presets()["twitter-4"]
    found = preset.scenario()
    assert found.workload.rate_rps == 5260
    assert found.workload.read_share == 0.93
    assert found.workload.popularity.model_dump()["exponent"] == 1.1004
    assert found.strategy.model_dump()["ttl_s"] == 60
    assert found.workload.keys == 1_000_000
    assert "the 120,047,094 keys are cut to 1,000,000" in preset.left_out
    assert "TTLs other than that of 39% of the writes" in preset.left_out


def test_a_cluster_of_which_little_is_known_says_so() -> None:
    """Cluster 5 has a miss ratio and a category only."""
    preset = presets()["twitter-5"]
    assert "its rate was not published" in preset.left_out
    assert "its Zipf exponent was not published" in preset.left_out
    assert preset.scenario().workload.keys == 10_000


def test_cachebench_ratios_are_weights() -> None:
    """kvcache_l2_wc: 0.6 gets and 0.21 sets of lone keys, lone gets hardly any: 0.7407 reads."""
    assert workload("cachebench-kvcache-l2-wc").read_share == pytest.approx(0.6 / 0.81, abs=1e-4)


def test_facebook_by_hand() -> None:
    """Wildcard: 262,000 gets and 21,200 deletes a second. ETC: 30 to 1."""
    assert workload("facebook-wildcard").read_share == pytest.approx(262 / 283.2, abs=1e-4)
    assert workload("facebook-etc").read_share == pytest.approx(30 / 31, abs=1e-5)


def test_the_derived_exponent_gives_the_published_share() -> None:
    """55 % of the requests for the most popular hundredth."""
    weights = np.arange(1, 100_001) ** -exponent_of(0.55, 100_000)
    assert weights[:1000].sum() / weights.sum() == pytest.approx(0.55, abs=1e-6)


def test_a_preset_is_run_by_its_name_and_can_be_changed(capsys) -> None:
    """What is set besides counts."""
    change = ["--set", "workload.duration_s=1", "--set", "workload.warmup_s=0"]
    assert main(["run", "--preset", "ycsb-c", *change, "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["scenario"]["name"] == "ycsb-c"
    assert printed["metrics"]["writes"] == 0


def test_an_unknown_preset_is_refused_with_one_sentence(capsys) -> None:
    """With an example of one that is known."""
    assert main(["run", "--preset", "twitter-99"]) == BAD_INPUT
    error = capsys.readouterr().err
    assert "got 'twitter-99'" in error
    assert error.count("\n") == 1
