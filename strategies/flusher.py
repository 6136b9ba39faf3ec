"""The flusher: brings the write queue's writes to the database, when it is time."""

from typing import Any

from strategies.effects import (
    Fire,
    GiveUp,
    Now,
    RowRejected,
    Rules,
    ServiceError,
    Signal,
    Sleep,
    Spawn,
    StoreMany,
)
from strategies.write_queue import SOON_S, Taken, Ticket, WriteQueue

DELAYS = ("first-write", "last-write")
"""Ways of flushing in which each write is due at an instant of its own."""


class Flusher:
    """Stores what waits: all of it from time to time or after so many writes, or each in its time.

    A statement that fails is tried again after a pause that doubles; after that its writes go
    to the end of the queue. A row that the database rejects is looked for one by one and given
    up, or blocks all that come after it.
    """

    def __init__(self, settings: Any, queue: WriteQueue) -> None:
        """Settings are those of write-behind."""
        self.settings, self.queue = settings, queue

    def see_to(self, ticket: Ticket, *, new: bool) -> Rules[None]:
        """A write waits: start its delay if its place is new, or a flush if it is one too many."""
        settings, queue = self.settings, self.queue
        if settings.flush in DELAYS and new:
            yield Spawn(self.flush_when_due(ticket), outlives_node=settings.queue_at == "cache")
        elif settings.flush.startswith("size") and queue.writes >= settings.flush_writes:
            yield from self.start()

    def start(self) -> Rules[None]:
        """Begin a flush that nobody waits for."""
        self.queue.writes = 0
        yield Spawn(self.flush(), outlives_node=self.settings.queue_at == "cache")

    def for_ever(self) -> Rules[None]:
        """Flush a flush interval after the last flush, again and again."""
        while True:
            wait_s = self.queue.flushed_at_s + self.settings.flush_interval_s - (yield Now())
            if wait_s > SOON_S:
                yield Sleep(wait_s)
            else:
                yield from self.flush()

    def flush(self) -> Rules[None]:
        """Store what waits now, in batches; a rejected row may end it early."""
        self.queue.writes = 0
        left = len(self.queue)
        going_on = True
        while going_on and (batch := self.queue.take(min(left, self.settings.batch_size))):
            left -= len(batch)
            going_on = yield from self.store(batch)
        self.queue.flushed_at_s = yield Now()

    def flush_when_due(self, ticket: Ticket) -> Rules[None]:
        """Store one write at its time, and with it what is nearly due."""
        queue, settings = self.queue, self.settings
        while ticket in queue.waiting and ticket not in queue.under_way:
            now_s = yield Now()
            wait_s = queue.waiting[ticket].due_s - now_s
            if wait_s <= SOON_S:
                soon_s = now_s + settings.batch_factor * settings.flush_interval_s
                if not (yield from self.store(queue.take(settings.batch_size, soon_s))):
                    return
            else:
                yield Sleep(wait_s)

    def store(self, batch: Taken) -> Rules[bool]:
        """Store a batch; answers whether the next one may be tried."""
        batch = yield from self.without_expired(batch)
        try:
            yield from self.put(batch)
        except RowRejected:
            return (yield from self.part(batch))
        except ServiceError:
            self.queue.stay(batch, at_the_end=True)
            yield from self.turn_over(done=False)
            return True
        self.queue.leave(batch)
        yield from self.turn_over(done=True)
        return True

    def put(self, batch: Taken) -> Rules[None]:
        """One statement, tried again if it fails in a way that may pass."""
        if not batch:
            return None
        rows = tuple((write.key, write.value) for _, write in batch)
        failure = ServiceError()
        for attempt in range(self.settings.flush_retries + 1):
            try:
                return (yield StoreMany(rows))
            except RowRejected:
                raise
            except ServiceError as error:
                failure = error
                yield Sleep(self.settings.flush_backoff_s * 2**attempt)
        raise failure

    def part(self, batch: Taken) -> Rules[bool]:
        """A row of the batch was rejected: find it and give it up, or let it block the rest."""
        if self.settings.rejected == "block":
            self.queue.stay(batch, at_the_end=False)
            yield from self.turn_over(done=False)
            return False
        if len(batch) > 1:
            for one in batch:
                yield from self.store([one])
        else:
            yield from self.abandon(batch, "rejected")
        return True

    def without_expired(self, batch: Taken) -> Rules[Taken]:
        """The batch but for writes whose only copy has expired in the cache."""
        if self.settings.dirty_eviction != "drop" or self.settings.queue_at == "node":
            return batch
        now_s = yield Now()
        expired = [each for each in batch if now_s > each[1].expires_at_s]
        yield from self.abandon(expired, "expired")
        return [each for each in batch if each not in expired]

    def abandon(self, batch: Taken, cause: str) -> Rules[None]:
        """These writes will never be stored."""
        self.queue.leave(batch)
        for _, write in batch:
            yield GiveUp(write.key, write.value, cause)
        if batch:
            yield from self.turn_over(done=True)

    def turn_over(self, *, done: bool) -> Rules[None]:
        """Tell those who wait for room."""
        signal, self.queue.turn_over = self.queue.turn_over, Signal()
        yield Fire(signal, done)
