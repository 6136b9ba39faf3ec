"""Where servers are: read from the environment, named without secrets."""

import pytest

from live import LiveError, Places

SECRET = "geheim"  # noqa: S105 - of nothing


def test_without_addresses_all_is_embedded() -> None:
    places = Places.from_environment({"REDIS_URL": ""})
    assert (places.cache_name, places.database_name) == ("embedded fakeredis", "embedded SQLite")


def test_servers_are_named_without_their_passwords() -> None:
    places = Places(f"redis://:{SECRET}@cache:6380/1", f"postgresql://lab:{SECRET}@db/lab")
    assert places.cache_name == "Redis at cache:6380"
    assert places.database_name == "PostgreSQL at db:5432"
    assert SECRET not in repr(places)


@pytest.mark.parametrize(
    ("places", "variable"),
    [
        (Places(redis=f"http://:{SECRET}@cache"), "REDIS_URL"),
        (Places(redis=SECRET), "REDIS_URL"),
        (Places(database=f"mysql://lab:{SECRET}@db/lab"), "DATABASE_URL"),
        (Places(database=SECRET), "DATABASE_URL"),
    ],
)
def test_an_address_that_is_none_is_told_in_a_sentence(places: Places, variable: str) -> None:
    with pytest.raises(LiveError, match=f"^{variable} must read ") as caught:
        _ = (places.cache_name, places.database_name)
    assert SECRET not in str(caught.value)
