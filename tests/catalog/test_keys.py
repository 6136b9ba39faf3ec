"""Keys."""

from hypothesis import given
from hypothesis import strategies as st

from catalog import cache_key

PART = st.none() | st.booleans() | st.integers() | st.text()


def test_keys_read_like_words() -> None:
    assert cache_key("product", 17) == "product:17"
    assert cache_key("search", "red shoes", page=2) == "search:red%20shoes:page=2"


def test_named_parts_come_in_the_order_of_their_names() -> None:
    assert cache_key(b=1, a=2) == cache_key(a=2, b=1) == "a=2:b=1"


def test_a_number_and_its_text_are_two_keys() -> None:
    assert cache_key("1") != cache_key(1)


@given(st.lists(PART), st.lists(PART))
def test_different_parts_make_different_keys(one: list, other: list) -> None:
    same = [(type(part), part) for part in one] == [(type(part), part) for part in other]
    assert (cache_key("x", *one) == cache_key("x", *other)) is same
