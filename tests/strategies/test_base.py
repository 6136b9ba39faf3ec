"""What strategies share: a writer forgets what is derived from a key together with the key."""

import pytest

from strategies.effects import DatabaseTimeout, Delete, Now, Set, Store, Value
from tests.strategies.stepping import Steps, strategy

NEW, NUMBERED = Value(None), Value(4)


def write(name, **parameters):
    """A write of key 5 by a strategy that is told of two keys derived from it."""
    rules = strategy(name, **parameters)
    rules.derived = lambda key: (key + 100, key + 200)
    return Steps(rules.write(5, NEW))


def deletes(steps, *keys):
    """Are these deleted next, one after the other?"""
    for key in keys:
        assert steps.asks(Delete(key))
        steps.answer(True)


def test_a_delete_after_the_commit_takes_the_derived_keys_along():
    """Store, delete the key, delete what is derived from it."""
    steps = write("cache-aside")
    assert steps.asks(Store(5, NEW))
    deletes(steps.answer(NUMBERED), 5, 105, 205)
    assert steps.returned == NUMBERED


def test_a_delete_before_the_commit_takes_the_derived_keys_along():
    """All deletes come before the store."""
    steps = write("cache-aside", invalidation="delete-before")
    deletes(steps, 5, 105, 205)
    assert steps.asks(Store(5, NEW))


@pytest.mark.parametrize("how", ["update-after", "versioned-set"])
def test_an_update_deletes_the_derived_keys(how):
    """The writer can put in the row that it wrote, but not a list."""
    steps = write("cache-aside", invalidation=how)
    steps.answer(NUMBERED)
    assert isinstance(steps.effect, Set)
    deletes(steps.answer(NUMBERED), 105, 205)
    assert steps.returned == NUMBERED


def test_a_writer_who_trusts_in_the_ttl_deletes_nothing():
    """Neither the key nor a list."""
    assert write("cache-aside", invalidation="ttl-only").answer(NUMBERED).returned == NUMBERED


def test_write_through_deletes_the_derived_keys_after_its_set():
    """Store, set, delete."""
    steps = write("write-through").answer(NUMBERED)
    assert isinstance(steps.effect, Set)
    deletes(steps.answer(NUMBERED), 105, 205)
    assert steps.returned == NUMBERED


def test_write_through_that_fails_after_the_cache_forgets_all_of_it():
    """Cache first: set and delete; when the store fails, delete once more."""
    steps = write("write-through", order="cache-first").answer(NUMBERED)
    deletes(steps, 105, 205)
    assert steps.asks(Store(5, NUMBERED))
    with pytest.raises(DatabaseTimeout):
        deletes(steps.fail(DatabaseTimeout()), 5, 105, 205)


def test_write_behind_deletes_the_derived_keys_when_the_write_is_queued():
    """Set, queue, delete; the store comes later."""
    steps = write("write-behind").answer(NUMBERED)
    assert steps.asks(Now())
    deletes(steps.answer(1.0), 105, 205)
    assert steps.returned == NUMBERED


def test_read_ahead_deletes_as_cache_aside_does():
    """Store, delete the key, delete what is derived from it."""
    deletes(write("read-ahead").answer(NUMBERED), 5, 105, 205)
