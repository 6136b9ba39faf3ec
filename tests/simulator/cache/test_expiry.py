"""Active expiry."""

from simulator.cache.chance import Chance
from simulator.cache.eviction.policy import Eviction
from simulator.cache.expiry import ActiveExpiry
from simulator.cache.room import Room
from simulator.cache.store import Store
from simulator.clock import NANOSECONDS
from simulator.counters import Counters
from simulator.ledger import Ledger
from strategies.effects import Set, Value


def store(dead: int, alive: int, untimed: int = 0) -> Store:
    """Entries that have expired at 10 s, entries that have not, and some that never will."""
    made = Store(Room(), Eviction(), Ledger(), Counters())
    ttls = [1] * dead + [100] * alive + [None] * untimed
    for key, ttl_s in enumerate(ttls):
        made.set(Set(key, Value(0), ttl_s), 0)
    return made


def look(made: Store, cycles: int = 1) -> int:
    """So many cycles at 10 s; how many entries are left."""
    expiry = ActiveExpiry(made, Chance(1))
    for _ in range(cycles):
        expiry.cycle(10 * NANOSECONDS)
    return len(made.records)


def test_a_few_are_looked_at_all() -> None:
    """Up to twenty with a TTL: the dead go, the living and the eternal stay."""
    assert look(store(dead=8, alive=12, untimed=50)) == 62


def test_it_goes_on_while_many_have_expired() -> None:
    """A thousand, all dead, go in one cycle."""
    made = store(dead=1000, alive=0)
    assert look(made) == 0
    assert made.counters.expirations == 1000


def test_it_stops_when_few_have_expired() -> None:
    """10,000 of which one in a hundred is dead: one cycle looks at twenty, mostly."""
    made = store(dead=100, alive=9900)
    assert 0 <= made.counters.expirations + 10_000 - look(made) < 20


def test_the_dead_thin_out_below_a_tenth() -> None:
    """Half of 4000 are dead; ten seconds later hardly one in ten, for want of more looks."""
    left = look(store(dead=2000, alive=2000), cycles=100)
    assert (left - 2000) / left < 0.1


def test_nobody_looks_at_what_never_expires() -> None:
    """No entry with a TTL: nothing happens."""
    assert look(store(dead=0, alive=0, untimed=5)) == 5
