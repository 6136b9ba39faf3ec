"""Compares the cache model with a real Redis under memory pressure, policy by policy.

`python benchmarks/maxmemory.py [--repeats N] [--seconds S]` from the project's folder; needs
`redis-server` on the path and S times N seconds. Each policy gets servers of its own, children of
this process on free ports, one after another; no other server is spoken to. All get the same
requests at the same instants: keys by Zipf's law, a miss sets the value. The model gets room for as
many entries as the server held on average.
"""

import argparse
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np
import redis

sys.path.insert(0, str(Path(__file__).parents[1]))

from simulator.cache.chance import Chance
from simulator.cache.commands import Commands, SetOptions
from simulator.cache.eviction.shelf import EVICTIONS, Terms
from simulator.cache.expiry import PERIOD_NS, ActiveExpiry
from simulator.cache.room import Room
from simulator.cache.store import Store
from simulator.clock import NANOSECONDS
from simulator.counters import Counters
from simulator.ledger import Ledger

POLICIES = list(EVICTIONS)[:8]
KEYS, EXPONENT, RATE_RPS = 20_000, 0.99, 2000
VALUE = "x" * 100
ROOM_BYTES = 500_000
BATCH = 100
WARM_UP = 1 / 3
FOR_EVER = 7
"""Of twenty keys the one that gets no TTL."""
CACHE_ASIDE = """
if redis.call('GET', KEYS[1]) then return 1 end
if ARGV[2] == '0' then redis.call('SET', KEYS[1], ARGV[1])
else redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2]) end
return 0
"""


class Run(NamedTuple):
    """What came out of one replay."""

    hit_ratio: float
    entries: float


def sequence(seconds: int) -> list[int]:
    """The keys of all requests, the same for everybody."""
    weights = np.arange(1, KEYS + 1, dtype=float) ** -EXPONENT
    random = np.random.default_rng(7)
    return random.choice(KEYS, size=seconds * RATE_RPS, p=weights / weights.sum()).tolist()


def ttl_ms(key: int) -> int:
    """Ten to forty seconds, one key in twenty for ever (0)."""
    return 0 if key % 20 == FOR_EVER else 10_000 + key % 31 * 1000


def summary(hits: list[bool], entries: list[int]) -> Run:
    """Hit ratio and mean number of entries after the warm-up."""
    from_hit, from_entry = int(len(hits) * WARM_UP), int(len(entries) * WARM_UP)
    return Run(float(np.mean(hits[from_hit:])), float(np.mean(entries[from_entry:])))


# --- the real one ------------------------------------------------------------------------


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server() -> Iterator[redis.Redis]:
    """A server of our own, gone afterwards."""
    port = free_port()
    with TemporaryDirectory() as folder:
        options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        child = subprocess.Popen(  # noqa: S603 - a fixed program
            [str(shutil.which("redis-server")), *options], stdout=subprocess.DEVNULL
        )
        try:
            with redis.Redis(port=port) as connection:
                await_server(connection)
                yield connection
        finally:
            child.terminate()
            child.wait()


def await_server(connection: redis.Redis) -> None:
    """Until it answers, five seconds at most."""
    for _ in range(50):
        with suppress(redis.ConnectionError):
            connection.ping()
            return
        time.sleep(0.1)
    raise SystemExit("redis-server does not answer; try again")


def real(policy: str, keys: list[int]) -> Run:
    """Replay on a server, batch by batch, each at its time."""
    with server() as connection:
        ask = asks_by_commands if policy == "noeviction" else asks_by_script(connection)
        used = int(connection.info("memory")["used_memory"])
        connection.config_set("maxmemory", used + ROOM_BYTES)
        connection.config_set("maxmemory-policy", policy)
        hits: list[bool] = []
        entries: list[int] = []
        start = time.monotonic()
        for first in range(0, len(keys), BATCH):
            time.sleep(max(0.0, start + first / RATE_RPS - time.monotonic()))
            hits += ask(connection.pipeline(transaction=False), keys[first : first + BATCH])
            entries.append(connection.dbsize())
        return summary(hits, entries)


def asks_by_script(connection: redis.Redis) -> Any:
    """A request is one command: the entry is used once, by GET."""
    digest = connection.script_load(CACHE_ASIDE)

    def ask(pipeline: Any, keys: list[int]) -> list[bool]:
        for key in keys:
            pipeline.evalsha(digest, 1, name(key), VALUE, ttl_ms(key))
        return [answer == 1 for answer in pipeline.execute()]

    return ask


def asks_by_commands(pipeline: Any, keys: list[int]) -> list[bool]:
    """GET, then SET NX, which may be refused: a script would not see what its GET has freed."""
    for key in keys:
        pipeline.get(name(key))
        pipeline.set(name(key), VALUE, px=ttl_ms(key) or None, nx=True)
    return [answer is not None for answer in pipeline.execute(raise_on_error=False)[::2]]


def name(key: int) -> str:
    """A key of twelve characters."""
    return f"key:{key:08}"


# --- the model ---------------------------------------------------------------------------


def model(policy: str, keys: list[int], room: int, seed: int) -> Run:
    """Replay on the model."""
    terms = Terms(Chance(seed * 7919), Chance(seed * 104_729), 5, 10, 1, no_future)
    store = Store(Room(room), EVICTIONS[policy](terms), Ledger(), Counters())
    commands, expiry = Commands(store), ActiveExpiry(store, Chance(seed * 1_299_709))
    hits: list[bool] = []
    entries: list[int] = []
    due_ns = PERIOD_NS
    for place, key in enumerate(keys):
        now_ns = place * NANOSECONDS // RATE_RPS
        while due_ns <= now_ns:
            expiry.cycle(due_ns)
            due_ns += PERIOD_NS
        commands.now_ms = now_ns // 1_000_000
        hits.append(commands.get(key) is not None)
        if not hits[-1]:
            commands.set(key, 1, SetOptions(px_ms=ttl_ms(key) or None))
        if place % BATCH == 0:
            entries.append(len(store.records))
    return summary(hits, entries)


def no_future() -> Any:
    """Redis knows none."""
    raise AssertionError("no policy of Redis asks for the future")


# --- both --------------------------------------------------------------------------------


def percent(runs: list[Run]) -> str:
    """Mean and range of hit ratios."""
    found = [100 * run.hit_ratio for run in runs]
    return f"{np.mean(found):7.2f}  {min(found):6.2f} - {max(found):5.2f}"


def compare(policy: str, keys: list[int], repeats: int, everybody: list[list[Run]]) -> str:
    """One row of the table."""
    place = POLICIES.index(policy)
    servers = [runs[place] for runs in everybody]
    room = round(float(np.mean([run.entries for run in servers])))
    models = [model(policy, keys, room, seed) for seed in range(1, repeats + 1)]
    gap = 100 * (np.mean([m.hit_ratio for m in models]) - np.mean([r.hit_ratio for r in servers]))
    held = np.mean([run.entries for run in models])
    return f"{policy:16} {room:7} {held:7.0f} {percent(servers)} {percent(models)} {gap:+7.2f}"


def main() -> None:
    """Servers side by side, repeats one after another, then the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=60)
    arguments = parser.parse_args()
    if shutil.which("redis-server") is None:
        raise SystemExit("redis-server is not on the path; install it to compare with it")
    keys = sequence(arguments.seconds)
    everybody = []
    for _ in range(arguments.repeats):
        with ThreadPoolExecutor(len(POLICIES)) as threads:
            everybody.append(list(threads.map(lambda policy: real(policy, keys), POLICIES)))
    print(
        f"{'policy':16} entries   model    Redis %   least - most    model %   least - most     gap"
    )
    for policy in POLICIES:
        print(compare(policy, keys, arguments.repeats, everybody))


if __name__ == "__main__":
    main()
