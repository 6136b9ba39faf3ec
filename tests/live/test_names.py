"""Names that tell whose something is and how old."""

import pytest

from live.names import RunName, of_key, of_table

NAME = RunName(1_800_000_000, "0a1b2c3d4e5f")


def test_a_name_is_found_again_in_what_it_names() -> None:
    assert NAME.prefix == "cachelab:1800000000-0a1b2c3d4e5f:"
    assert of_key(f"{NAME.prefix}entry:17") == NAME
    assert of_table(NAME.table) == NAME


@pytest.mark.parametrize("name", ["products", "cachelab_products", "cachelab_12_xyz", ""])
def test_other_peoples_things_are_left_alone(name: str) -> None:
    assert of_table(name) is None
    assert of_key(name) is None


def test_a_run_is_dead_after_an_hour() -> None:
    assert not NAME.is_old(1_800_003_600)
    assert NAME.is_old(1_800_003_601)


def test_names_differ() -> None:
    assert RunName.new() != RunName.new()
