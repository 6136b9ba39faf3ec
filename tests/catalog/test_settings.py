"""Settings of the catalogue."""

import pytest

from catalog.settings import CatalogSettings, from_environment
from live import LiveError
from strategies.shelf import STRATEGIES


def test_everything_can_stand_in_the_environment() -> None:
    given = {
        "CATALOG_STRATEGY": "write-through",
        "CATALOG_TTL_S": "none",
        "CATALOG_NULL_TTL_S": "2",
        "CATALOG_PROTECTIONS": "lock,xfetch",
        "UNRELATED": "x",
    }
    settings = from_environment(given)
    assert (settings.strategy, settings.ttl_s, settings.null_ttl_s) == ("write-through", None, 2)
    assert [guard.name for guard in settings.guards()] == ["lock", "xfetch"]


@pytest.mark.parametrize("name", STRATEGIES)
def test_every_strategy_can_be_chosen(name: str) -> None:
    assert CatalogSettings(strategy=name).rules().name == name  # type: ignore[attr-defined]


@pytest.mark.parametrize(("how", "rule"), [("delete", "delete-after"), ("update", "update-after")])
def test_invalidation_is_the_strategys(how: str, rule: str) -> None:
    settings = CatalogSettings(invalidation=how)  # type: ignore[arg-type]
    assert settings.rules().invalidation == rule  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"CATALOG_STRATEGY": "magic"}, "CATALOG_STRATEGY must name one of no-cache, "),
        ({"CATALOG_PROTECTIONS": "magic"}, "CATALOG_PROTECTIONS must name one of "),
        ({"CATALOG_TTL_S": "-1"}, "CATALOG_TTL_S: input should be greater than or equal to 0"),
    ],
)
def test_bad_input_gets_one_sentence(given: dict[str, str], sentence: str) -> None:
    with pytest.raises(LiveError, match=f"^{sentence}"):
        from_environment(given)
