"""Write-behind (write-back): a write is acknowledged by the cache; the database hears later."""

from collections.abc import Iterator
from math import floor, inf
from typing import Any

from strategies.base import Strategy, seconds_or_none
from strategies.effects import (
    CacheUnavailable,
    GiveUp,
    Key,
    Now,
    QueueFull,
    Rules,
    Set,
    Spawn,
    Store,
    Value,
    Wait,
)
from strategies.flusher import DELAYS, Flusher
from strategies.write_behind_settings import WriteBehindSettings
from strategies.write_queue import Copy, Ticket, Waiting, WriteQueue, copies


class WriteBehind(Strategy):
    """Writes end in the cache; a flush writes each dirty key's last value to the database.

    Writes are fast, and many writes of one key become one store (coalescing). What was
    acknowledged since the last flush exists in the cache tier only: a crash there loses it.
    The queue of dirty keys answers reads of queued keys (as in Oracle Coherence), so readers
    through the cache are current; whoever asks the database directly is not, and a list that is
    loaded lacks what is queued. A load never overwrites a newer cached value. While the cache
    cannot be reached, writes wait for the database. Each vendor's knobs are here under one name
    each; see the parameters.

    When: Writes are many, hit the same keys again and again, and losing the last of them is
    bearable.

    Cost: Acknowledged writes exist in the cache tier only until the flush: a crash loses them.

    Sources: Oracle Coherence, Write-Behind Caching; Hazelcast, MapStore; Ehcache, Write-Behind.
    """

    name = "write-behind"
    place = 4
    settings: WriteBehindSettings

    def __init__(self, *args: Any) -> None:
        """The queue is the fleet's, or this node's own."""
        super().__init__(*args)
        self.shared = self.settings.queue_at == "cache"
        self.queues: list[WriteQueue] = self.fleet.setdefault("queues", [])
        if not (self.shared and self.queues):
            self.queues.append(WriteQueue())
        self.queue = self.queues[-1]
        self.flusher = Flusher(self.settings, self.queue)

    # --- reads and writes ----------------------------------------------------------------

    def read(self, key: Key) -> Rules[Value]:
        """Use the cache's entry, else the queued value, else load the row."""
        entry = yield from self.look_up(key)
        if entry is not None:
            return entry.value
        queued = self.queued(key)
        return queued if queued is not None else (yield from self.fetch(key))

    def queued(self, key: Key) -> Value | None:
        """The value that waits, if the queue has one and answers."""
        only_copy = self.shared and self.settings.dirty_eviction == "drop"
        answers = self.settings.queued_reads and not only_copy
        return self.queue.newest.get(key) if answers else None

    def fill(self, key: Key, value: Value, **options: Any) -> Rules[None]:
        """Fill with what is queued rather than loaded, and never over a newer value."""
        return super().fill(key, self.queued(key) or value, unless_older=True, **options)

    def write(self, key: Key, value: Value) -> Rules[Value]:
        """Put the value into the cache and queue it for the database."""
        try:
            put = yield from self.put(key, value)
        except CacheUnavailable:
            return (yield from self.write_past(key, value))
        if put is None:
            put = yield Store(key, value)
        else:
            yield from self.enqueue(key, put)
        yield from self.forget_derived(key)
        return put

    def put(self, key: Key, value: Value) -> Rules[Value | None]:
        """Into the cache; where nothing may leave for it, after a flush; None if not even then."""
        soft_s, hard_s = (seconds_or_none(span_s) for span_s in self.lifetime(value))
        put: Value | None = yield Set(key, value, hard_s, soft_s)
        if put is None and (yield from self.wait_for_turn()):
            put = yield Set(key, value, hard_s, soft_s)
        return put

    def write_past(self, key: Key, value: Value) -> Rules[Value]:
        """Store at once, because the cache cannot be reached; older writes need no flush."""
        stored: Value = yield Store(key, value)
        self.queue.overtake(key, stored)
        return stored

    # --- the queue -----------------------------------------------------------------------

    def enqueue(self, key: Key, value: Value) -> Rules[None]:
        """Let a write wait for the database, if there is room."""
        ticket = (key, None if self.settings.coalescing else value.version)
        overflow = self.settings.overflow
        while self.is_full(ticket):
            if overflow == "write-through":
                yield Store(key, value)
                return
            oldest = self.queue.take(1) if overflow == "drop-oldest" else []
            if oldest:
                yield from self.flusher.abandon(oldest, "dropped")
            elif not (yield from self.wait_for_turn()):
                raise QueueFull
        now_s = yield Now()
        new = self.queue.put(ticket, self.waiting(ticket, value, now_s))
        yield from self.flusher.see_to(ticket, new=new)

    def is_full(self, ticket: Ticket) -> bool:
        """Is there no room for this write?"""
        return ticket not in self.queue.waiting and len(self.queue) >= self.settings.queue_capacity

    def waiting(self, ticket: Ticket, value: Value, now_s: float) -> Waiting:
        """The write as it waits: a repeated one keeps its place, and perhaps its time."""
        queue, settings = self.queue, self.settings
        old = queue.waiting.get(ticket) if ticket not in queue.under_way else None
        since_s = now_s if old is None else old.since_s
        due_s = (now_s if settings.flush == "last-write" else since_s) + settings.flush_interval_s
        waiting = Waiting(ticket[0], value, since_s, due_s)
        if settings.durability != "none":
            kept = copies(old, Copy(now_s, value), self.horizon_s(now_s))
            waiting = waiting._replace(copies=kept)
        return waiting._replace(expires_at_s=now_s + self.lifetime(value).hard_s)

    def wait_for_turn(self) -> Rules[bool]:
        """Wait until the flusher has stored something; False if it could not."""
        turn_over = self.queue.turn_over
        if not self.queue.under_way:
            yield from self.flusher.start()
        return len(self.queue) > 0 and (yield Wait(turn_over))

    def background(self) -> Iterator[Rules[None]]:
        """One flusher a queue, where it keeps time by itself."""
        if "interval" in self.settings.flush and not self.queue.has_flusher:
            self.queue.has_flusher = True
            yield self.flusher.for_ever()

    def drain(self) -> Rules[None]:
        """Flush what is left, so that nothing acknowledged is lost by an orderly stop."""
        self.queue.under_way.clear()
        yield from self.flusher.flush()

    def backlog(self) -> int:
        """Dirty keys, over the fleet."""
        return sum(len(queue.newest) for queue in self.queues)

    # --- what the world tells ------------------------------------------------------------

    @property
    def guards_entries(self) -> bool:
        """An entry is the only copy of its write where the queue lies in the cache."""
        return self.shared

    @property
    def works_in_cache(self) -> bool:
        """The flusher is where the queue is."""
        return self.shared

    def may_evict(self, key: Key) -> bool:
        """With a veto, a dirty entry stays."""
        return self.settings.dirty_eviction != "veto" or key not in self.queue.newest

    def evicted(self, key: Key) -> Rules[None] | None:
        """A dirty entry has left: store its write now, or lose it."""
        if key not in self.queue.newest:
            return None
        taken = self.queue.take_key(key)
        if self.settings.dirty_eviction == "drop":
            return self.flusher.abandon(taken, "evicted")
        return self.store_now(taken)

    def store_now(self, taken: Any) -> Rules[None]:
        """Store these writes out of turn."""
        yield from self.flusher.store(taken)

    def cache_crashed(self, now_s: float) -> Rules[None] | None:
        """What waited in the cache tier is lost but for what outlives it."""
        return self.lose(self.horizon_s(now_s), "cache_crash") if self.shared else None

    def node_crashed(self, now_s: float) -> Rules[None] | None:
        """What waited in this process is lost."""
        return None if self.shared else self.lose(-inf, "node_crash")

    def horizon_s(self, now_s: float) -> float:
        """What was written up to then outlives a crash of the cache tier now."""
        settings = self.settings
        if settings.durability == "replica":
            return now_s - settings.queue_replica_lag_s
        if settings.durability == "append-log":
            return floor(now_s / settings.fsync_s) * settings.fsync_s
        return -inf

    def lose(self, horizon_s: float, cause: str) -> Rules[None]:
        """Give up what was written after the horizon; what is left waits on."""
        before = self.queue.crash(horizon_s)
        return self.after_crash(before, cause)

    def after_crash(self, before: list[Waiting], cause: str) -> Rules[None]:
        """Tell which writes are lost, and see to those that are left."""
        left = self.queue.waiting
        kept = {(write.key, write.value.version) for write in left.values()}
        for write in before:
            if (write.key, write.value.version) not in kept:
                yield GiveUp(write.key, write.value, cause)
        yield from self.flusher.turn_over(done=True)
        for ticket in list(left) if self.settings.flush in DELAYS else ():
            yield Spawn(self.flusher.flush_when_due(ticket), outlives_node=True)
