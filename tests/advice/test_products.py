"""Products: every one carries or names every part of every setting, in its own words."""

import xml.etree.ElementTree as ET
from typing import Any

import pytest

from advice.products.product import Wish
from advice.shelf import PRODUCTS
from simulator import Scenario, parse
from strategies.shelf import PROTECTIONS, STRATEGIES

EVERY = pytest.mark.parametrize("name", PRODUCTS)


def world(**parts: Any) -> Scenario:
    """A scenario of its parts."""
    return parse(parts)


FULL = world(
    strategy={"name": "cache-aside", "ttl_s": 40, "null_ttl_s": 5},
    protections=[
        {"name": "ttl-jitter", "spread": 0.1},
        {"name": "single-flight"},
        {"name": "lock", "lock_ttl_s": 7},
        {"name": "stale-while-revalidate", "window_s": 20},
        {"name": "stale-if-error", "window_s": 60},
    ],
    cache={"capacity_entries": 2000, "value_bytes": 1000, "overhead_bytes": 100},
)
READ_AHEAD = world(strategy={"name": "read-ahead", "ttl_s": 40, "refresh_window": 0.25})


@EVERY
@pytest.mark.parametrize("strategy", STRATEGIES)
def test_whatever_is_set_is_written_or_named(name: str, strategy: str) -> None:
    """No part of a setting is lost in silence."""
    guards = [{"name": each} for each in PROTECTIONS]
    scenario = world(strategy={"name": strategy}, protections=guards, cache={"capacity_entries": 9})
    product, found = PRODUCTS[name], PRODUCTS[name].translate(scenario)
    silent = {part for part, words in product.carries.items() if not words}
    told = [part for part in Wish(scenario).parts() if part not in silent]
    assert len(found.notes) == len(told)
    assert found.text.strip()
    assert found.language


@EVERY
def test_a_product_says_where_its_words_come_from(name: str) -> None:
    assert PRODUCTS[name].source
    assert PRODUCTS[name].title


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        (
            "redis",
            [
                "maxmemory 2200000",
                "maxmemory-policy allkeys-lru",
                "SET key value PX <36000 to 44000>",
                "SET lock:key token NX PX 7000",
            ],
        ),
        (
            "fusioncache",
            [
                "Duration = TimeSpan.FromSeconds(36)",
                "JitterMaxDuration = TimeSpan.FromSeconds(8)",
                "IsFailSafeEnabled = true",
                "FailSafeMaxDuration = TimeSpan.FromSeconds(100)",
                "SizeLimit = 2000",
            ],
        ),
        ("coherence", ["<expiry-delay>40000ms</expiry-delay>", "<high-units>2000</high-units>"]),
        ("caffeine", [".maximumSize(2000)", ".expireAfterWrite(Duration.ofMillis(40000))"]),
        ("dogpile", ["expiration_time=40,", '"distributed_lock": True', '"lock_timeout": 7']),
        (
            "nginx",
            [
                "proxy_cache_valid 200 40s;",
                "proxy_cache_valid 404 5s;",
                "proxy_cache_lock on;",
                "proxy_cache_use_stale error timeout updating;",
                "max_size=2148k",
            ],
        ),
        ("varnish", ["set beresp.ttl = 40000ms;", "set beresp.grace = 60s;", "malloc,2148k"]),
    ],
)
def test_numbers_arrive_in_the_product_s_units(name: str, lines: list[str]) -> None:
    """Jitter of 10 % of 40 s is 36 to 44 s; 2,000 entries of 1,100 bytes are 2.2 MB."""
    text = PRODUCTS[name].translate(FULL).text
    for line in lines:
        assert line in text


def test_the_refresh_window_is_counted_as_each_product_does() -> None:
    """A quarter that remains is three quarters elapsed, or 30 s after the write."""
    texts = {name: each.translate(READ_AHEAD).text for name, each in PRODUCTS.items()}
    assert "EagerRefreshThreshold = 0.75f" in texts["fusioncache"]
    assert "<refresh-ahead-factor>0.25</refresh-ahead-factor>" in texts["coherence"]
    assert ".refreshAfterWrite(Duration.ofMillis(30000))" in texts["caffeine"]


def test_coherence_s_configuration_is_xml() -> None:
    settings = {"name": "write-behind", "flush_interval_s": 0.5, "batch_size": 20}
    text = PRODUCTS["coherence"].translate(world(strategy=settings)).text
    scheme = ET.fromstring(text)  # noqa: S314 - our own text
    assert scheme.findtext(".//write-delay") == "500ms"
    assert scheme.findtext(".//write-max-batch-size") == "20"


def test_dogpile_s_configuration_is_python() -> None:
    compile(PRODUCTS["dogpile"].translate(FULL).text, "dogpile", "exec")


def test_what_a_product_lacks_is_said() -> None:
    scenario = world(strategy={"name": "write-behind"}, protections=[{"name": "xfetch"}])
    notes = PRODUCTS["caffeine"].translate(scenario).notes
    assert "Write-behind does not translate: the application must do it." in notes
    assert "Xfetch does not translate: the application must do it." in notes
