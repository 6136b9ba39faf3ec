"""Any link on any page through Streamlit's headless client: a page or a sentence, no traceback."""

import os

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as any_of
from streamlit.testing.v1 import AppTest

from tests.ui.test_link import LINKS
from ui.door import Mender
from ui.link import from_query
from ui.openings import OPENINGS

PAGES = ["playground", "compare", "stampede", "staleness", "durability", "failures", "sweep"]
PAGES += ["advisor", "traces", "live", "handbook", "lessons"]
BRIEF = {"workload.duration_s": "4", "workload.rate_rps": "100", "workload.keys": "300"}
MOST_REQUESTS = 20_000
EXTREMES = any_of.dictionaries(
    any_of.sampled_from(["read_share", "list_share", "missing_share", "prefill"]).map(
        "workload.{}".format
    )
    | any_of.sampled_from(["cache.service_s", "database.read_s", "strategy.ttl_s", "warmup_s"]),
    any_of.sampled_from(["0", "1", "60", "none"]),
    max_size=3,
)
OF_PAGES = any_of.fixed_dictionaries(
    {},
    optional={
        name: any_of.sampled_from(["cache-aside", "lock", "stampede", "1"]) | any_of.text()
        for name in ("lesson", "at", "present", "answers", "chapter")
    },
)
FEW = settings(
    max_examples=25 if os.environ.get("CI") == "true" else 6,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def shows(page: str, query: dict[str, str]) -> AppTest:
    """A page as a visitor with a link finds it."""
    app = AppTest.from_file("../../app.py", default_timeout=120).run()
    app.query_params.update(query)
    return app.switch_page(f"pages/{page}.py").run()


@pytest.mark.slow
@FEW
@given(any_of.sampled_from(PAGES), LINKS, EXTREMES, OF_PAGES)
def test_any_link_shows_any_page(page, link, extremes, own):
    """Short runs, so that there can be many; most are made of values that have to be mended."""
    query = BRIEF | link | extremes | own
    opening = page if page in OPENINGS else ""
    bench = from_query({n: v for n, v in query.items() if n not in own}, opening, Mender())
    assume(bench.scenario.requests <= MOST_REQUESTS)
    assert not shows(page, query).exception


@pytest.mark.parametrize("page", PAGES)
def test_a_world_in_which_nothing_happens_shows_any_page(page):
    """One request in a thousand seconds: no chart has anything to draw."""
    quiet = {"workload.rate_rps": "0.001", "workload.duration_s": "4", "faults": "none"}
    assert not shows(page, quiet | {"workload.warmup_s": "2"}).exception


@pytest.mark.parametrize("page", PAGES)
def test_a_world_of_lists_alone_shows_any_page(page):
    """No product is read, so nothing is loaded under its own key."""
    assert not shows(page, BRIEF | {"workload.list_share": "1"}).exception
