"""How parameters are offered: stops, wording, what is shown when."""

from itertools import pairwise

import pytest

from metrics.words import readable
from simulator.scenario import Client, Database, Workload
from simulator.workload.closed import Closed
from strategies.cache_aside import CacheAsideSettings
from ui import fields
from ui.fields import extra as declared

TTL = CacheAsideSettings.model_fields["ttl_s"]


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (300, "s", "5 min"),
        (3600, "s", "1 h"),
        (0.1, "s", "100 ms"),
        (90, "s", "1.5 min"),
        (37.5, "s", "37.5 s"),
        (0, "s", "0 s"),
        (0.00001, "s", "10 µs"),
        (None, "s", "no limit"),
        (500, "1/s", "500 /s"),
        (10_000, "keys", "10,000 keys"),
        (0.754, "1", "75.4 %"),
        (5, "", "5"),
    ],
)
def test_a_value_reads_as_a_person_says_it(value, unit, text):
    """Time spans in the largest unit that they fill, shares in per cent, thousands apart."""
    assert readable(value, unit) == text


def test_the_ttl_goes_from_a_tenth_of_a_second_to_an_hour_in_even_factors():
    """Logarithmic: no stop is more than double the one before; the last one is no limit."""
    stops = fields.stops(TTL, 30.0)
    numbers = [value for value in stops.values() if value is not None]
    assert (numbers[0], numbers[-1], list(stops)[-1]) == (0.1, 3600, "no limit")
    assert max(b / a for a, b in pairwise(numbers)) <= 2
    assert stops["5 min"] == 300


def test_a_value_between_the_stops_gets_a_stop_of_its_own():
    """A scenario from a file may hold any number."""
    stops = list(fields.stops(TTL, 37.5))
    place = stops.index("37.5 s")
    assert stops[place - 1 : place + 2] == ["30 s", "37.5 s", "45 s"]


def test_labels_of_stops_are_unique_and_lead_back_to_the_value():
    """For every stepped number of the traffic, whatever its unit."""
    for name, field in Workload.model_fields.items():
        if declared(field) and fields.has_stops(field):
            unit, default = declared(field)["unit"], Workload.model_fields[name].default
            stops = fields.stops(field, default)
            assert stops[readable(default, unit)] == default
            values = [value for value in stops.values() if value is not None]
            assert values == sorted(set(values))


def test_what_decides_nothing_is_not_shown():
    """The variation of log-normal times has no say while the times are exponential."""
    assert "service_cv" not in dict(fields.shown(Database()))
    assert "service_cv" in dict(fields.shown(Database(service="lognormal")))
    assert "second_delete_s" not in dict(fields.shown(CacheAsideSettings()))
    lists = {"categories", "invalidate_lists"}
    assert not lists & dict(fields.shown(Workload())).keys()
    assert lists <= dict(fields.shown(Workload(list_share=0.1))).keys()
    assert {"rate_rps"} == dict(fields.shown(Workload())).keys() - dict(
        fields.shown(Workload(arrivals=Closed()))
    ).keys()
    again = {"backoff", "backoff_s", "retry_budget"}
    assert not again & dict(fields.shown(Client())).keys()
    assert again <= dict(fields.shown(Client(retries=1))).keys()
    assert "key_formats" not in dict(fields.shown(Client(nodes=1)))


def test_variants_and_words_are_found_in_the_declaration():
    """A new law of popularity appears in its list by being declared."""
    popularity = fields.variants(Workload.model_fields["popularity"])
    assert list(popularity)[:2] == ["zipf", "uniform"]
    assert fields.words(Database.model_fields["snapshot"]) == ("end", "start")


def test_names_become_titles():
    """Abbreviations stay abbreviations."""
    assert fields.title("cache-aside") == "Cache-aside"
    assert fields.title("ttl-jitter") == "TTL-jitter"
