"""The cache model, fakeredis and a real Redis get the same commands; their answers agree.

Time passes for the model and fakeredis by setting their clocks. A real server's clock cannot be
set, so its keys are moved instead: whoever has so much time left gets that much less, and whoever
would have none is deleted. After that every key has exactly the life that it would have had.

TTLs are multiples of ten seconds and pauses a tenth of a second more than multiples of ten, so
that in a sequence nobody ever comes within a second of its expiry: how long the commands
themselves take plays no part.
"""

import os
from collections.abc import Iterator
from typing import Any, Protocol
from unittest.mock import patch
from uuid import uuid4

import fakeredis
import pytest
import redis
from hypothesis import given
from hypothesis import strategies as st

from simulator.cache.commands import CommandError, Commands, SetOptions

TEN_S = 10_000
SLACK_MS = 1_000
KEYS = 3

TTLS = st.integers(-1, 4).map(lambda n: n * TEN_S)
OPTIONS = st.builds(
    SetOptions,
    px_ms=st.one_of(st.none(), TTLS),
    keepttl=st.booleans(),
    nx=st.booleans(),
    xx=st.booleans(),
)
NUMBERS = st.integers(0, KEYS - 1)
COMMANDS = st.one_of(
    st.tuples(st.just("get"), NUMBERS),
    st.tuples(st.just("set"), NUMBERS, st.integers(0, 99), OPTIONS),
    st.tuples(st.just("delete"), NUMBERS),
    st.tuples(st.just("pexpire"), NUMBERS, TTLS),
    st.tuples(st.just("pttl"), NUMBERS),
    st.tuples(st.just("pass_time"), st.integers(0, 3).map(lambda n: n * TEN_S + 100)),
)
SEQUENCES = st.lists(COMMANDS, max_size=40)


class Server(Protocol):
    """Something that takes the model's commands."""

    def pass_time(self, span_ms: int) -> None:
        """Let time pass."""

    def clear(self) -> None:
        """Forget everything."""


class Client:
    """A server that speaks Redis, behind the model's commands."""

    def __init__(self, connection: Any) -> None:
        """All keys get a prefix of their own."""
        self.connection = connection
        self.prefix = f"conformance-{uuid4().hex}:"

    def name(self, key: int) -> str:
        """A key's name on the server."""
        return f"{self.prefix}{key}"

    def get(self, key: int) -> int | None:
        """GET."""
        found = self.connection.get(self.name(key))
        return None if found is None else int(found)

    def set(self, key: int, value: int, options: SetOptions) -> bool:
        """SET; whole seconds by EX, to have spoken it, the rest by PX."""
        words: list[Any] = ["SET", self.name(key), value]
        if options.px_ms is not None:
            even = options.px_ms % (2 * TEN_S) == 0
            words += ["EX", options.px_ms // 1000] if even else ["PX", options.px_ms]
        words += [word for word in ("KEEPTTL", "NX", "XX") if getattr(options, word.lower())]
        return self.connection.execute_command(*words) is not None

    def delete(self, key: int) -> int:
        """DEL."""
        return int(self.connection.delete(self.name(key)))

    def pexpire(self, key: int, span_ms: int) -> int:
        """EXPIRE."""
        return int(self.connection.expire(self.name(key), span_ms // 1000))

    def pttl(self, key: int) -> int:
        """PTTL."""
        return int(self.connection.pttl(self.name(key)))

    def clear(self) -> None:
        """Delete whatever we have there."""
        self.connection.delete(*(self.name(key) for key in range(KEYS)))


class FakeTime:
    """Stands in for the module `time` in fakeredis.

    It goes on by a microsecond with each look, for no real clock stands still: fakeredis ends a
    key by EXPIRE 0 only when time has gone on.
    """

    now_s = 1_000_000.0

    def time(self) -> float:
        """What the clock was set to, and a little more."""
        self.now_s += 1e-6
        return self.now_s

    monotonic = time


class Fake(Client):
    """fakeredis, whose clock is ours."""

    def __init__(self, clock: FakeTime) -> None:
        """A server of its own."""
        super().__init__(fakeredis.FakeRedis())
        self.clock = clock

    def pass_time(self, span_ms: int) -> None:
        """Set the clock."""
        self.clock.now_s += span_ms / 1000


class Real(Client):
    """A real server, whose keys are moved in time."""

    def pass_time(self, span_ms: int) -> None:
        """Take the time from every key that has a limited life."""
        for key in range(KEYS):
            left_ms = self.pttl(key)
            if left_ms >= 0 and left_ms <= span_ms:
                self.delete(key)
            elif left_ms >= 0:
                self.connection.pexpire(self.name(key), left_ms - span_ms)


@pytest.fixture(
    scope="module",
    name="server",
    params=["fakeredis", pytest.param("redis", marks=pytest.mark.live)],
)
def server_fixture(request: pytest.FixtureRequest) -> Iterator[Client]:
    """fakeredis always, the real one where the environment names it."""
    if request.param == "fakeredis":
        clock = FakeTime()
        with patch("fakeredis._socket._base.time", clock):
            yield Fake(clock)
        return
    with redis.Redis.from_url(address()) as connection:
        real = Real(connection)
        yield real
        real.clear()


def address() -> str:
    """Where the real server is; no address is a reason to skip, but not where tests must run."""
    found = os.environ.get("REDIS_URL", "")
    if not found and os.environ.get("CI") == "true":
        pytest.fail("live tests must run here, but REDIS_URL is not set")
    if not found:
        pytest.skip("REDIS_URL is not set")
    return found


def answer(server: Any, command: tuple[Any, ...]) -> Any:
    """What a server says; of an error only that it is one."""
    try:
        return getattr(server, command[0])(*command[1:])
    except (CommandError, redis.ResponseError):
        return "error"


def agree(command: str, ours: Any, theirs: Any) -> bool:
    """Are two answers the same? A time left may be short by what the commands took."""
    if command == "pttl" and min(ours, theirs) >= 0:
        return bool(ours - SLACK_MS <= theirs <= ours)
    return bool(ours == theirs)


@given(commands=SEQUENCES)
def test_model_and_server_give_the_same_answers(
    server: Any, commands: list[tuple[Any, ...]]
) -> None:
    """GET, SET with EX, PX, NX, XX, KEEPTTL, DEL, EXPIRE and PTTL in any order, as time passes."""
    model = Commands()
    server.clear()
    for command in commands:
        ours, theirs = answer(model, command), answer(server, command)
        assert agree(command[0], ours, theirs), (command, ours, theirs)
    for key in range(KEYS):
        assert model.get(key) == server.get(key)


def test_an_entry_lives_through_the_millisecond_of_its_expiry() -> None:
    """As in Redis: 10 s after SET with EX 10 it is there with nothing left, a ms later it is not.

    That instant cannot be met on a real server by moving keys; keyIsExpired in db.c says so.
    """
    model = Commands()
    model.set(0, 7, SetOptions(px_ms=TEN_S))
    model.pass_time(TEN_S)
    assert (model.get(0), model.pttl(0)) == (7, 0)
    model.pass_time(1)
    assert (model.get(0), model.pttl(0)) == (None, -2)
