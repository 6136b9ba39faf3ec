"""Words made from the material, and the code for cameras."""

from export.material import parameters
from export.qr import qr_svg
from tests.export.examples import LINK, beside_pinned, material


def test_the_citation_names_version_scenario_seed_and_link():
    made = material()
    run = made.runs["Cache-aside"]
    assert made.citation.startswith(f"Cache Strategy Lab {made.version}, Playground, ")
    assert made.citation.endswith(f"scenario {run.hash}, seed 1. {LINK}")


def test_a_pinned_run_is_named_in_citation_and_caption():
    made = beside_pinned()
    beside = f"seed 1, beside scenario {made.pinned['pinned: other'].hash}. {LINK}"
    assert made.citation.endswith(beside)
    assert made.caption.endswith("· pinned: other")


def test_a_scenario_is_a_row_a_value():
    rows = dict(parameters(material().runs["Cache-aside"]))
    assert rows["workload.popularity.law"] == "zipf"
    assert rows["cache.capacity_entries"] == "none"


def test_the_code_is_a_picture_on_white():
    picture = qr_svg(LINK)
    assert picture is not None
    assert picture.startswith("<svg")
    assert "#fff" in picture
