"""Requests on their way through the fast engine, in tables that the kernel can walk."""

from collections import deque
from collections.abc import Callable
from typing import Any

import numpy as np

from simulator.fast import layout as k
from simulator.log import Requests
from simulator.workload.requests import Block


class Batch:
    """Consecutive requests: what is known of them, and what became of them."""

    def __init__(self, first: int, size: int) -> None:
        """`first` is the number of the first request in the run."""
        self.first = first
        self.ints = np.empty((k.INTS, size), dtype=np.int64)
        self.floats = np.zeros((k.FLOATS, size))
        self.small = np.zeros((k.BYTES, size), dtype=np.uint8)
        self.client = np.empty(size, dtype=np.int32)
        self.left = 0
        self.view()

    def view(self) -> None:
        """Single cells are read and written through views, several times faster."""
        self.int_cells: Any = self.ints.data
        self.float_cells: Any = self.floats.data
        self.small_cells: Any = self.small.data

    def tables(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """What the kernel takes."""
        return self.ints, self.floats, self.small

    @property
    def size(self) -> int:
        """How many requests."""
        return self.ints.shape[1]

    def fill(self, start: int, block: Block) -> None:
        """Put newly drawn requests in, from a place on."""
        self.ints[k.AT, start:] = block.at_ns
        self.ints[k.KEY, start:] = block.key
        self.ints[k.BEHIND, start:] = 0
        self.small[k.WRITE, start:] = block.write
        self.small[k.NODE, start:] = block.node
        self.client[start:] = block.client

    def tail(self, start: int, block: Block) -> "Batch":
        """A batch that begins with this one's requests from `start` on and goes on with a block."""
        carried = self.size - start
        batch = Batch(self.first + start, carried + len(block.at_ns))
        for new, old in zip(batch.tables(), self.tables(), strict=True):
            new[:, :carried] = old[:, start:]
        batch.client[:carried] = self.client[start:]
        batch.fill(carried, block)
        return batch

    def cut(self, end: int) -> None:
        """Keep the requests before a place; from now on count those that are not done."""
        self.ints, self.floats = self.ints[:, :end], self.floats[:, :end]
        self.small, self.client = self.small[:, :end], self.client[:end]
        self.left = end - int(self.small[k.DONE].sum())
        self.view()

    def log(self) -> Requests:
        """The request table."""
        return Requests(
            at_s=self.ints[k.AT] / 1e9,
            key=self.ints[k.KEY],
            write=self.small[k.WRITE],
            node=self.small[k.NODE],
            client=self.client,
            outcome=self.small[k.OUTCOME],
            latency_s=self.floats[k.LATENCY],
            version=self.ints[k.VERSION],
            behind=self.ints[k.BEHIND],
            age_s=self.floats[k.AGE],
        )


class Queue:
    """Batches in order: the last one is being walked, earlier ones wait for slow requests."""

    def __init__(self, keep: Callable[[Requests], None]) -> None:
        """`keep` takes each batch's table when all its requests are done."""
        self.keep = keep
        self.batches: deque[Batch] = deque()

    def append(self, batch: Batch, start: int) -> None:
        """Go on to a new batch that has taken over the current one's requests from `start` on."""
        if self.batches:
            self.batches[-1].cut(start)
        self.batches.append(batch)
        self.hand_over()

    def find(self, row: int) -> Batch:
        """The batch that holds a request now."""
        for batch in reversed(self.batches):
            if row >= batch.first:
                return batch
        raise AssertionError(f"request {row} has been handed over already")

    def finish(  # noqa: PLR0917 - a row of the log
        self, row: int, outcome: int, latency_s: float, version: int, behind: int, age_s: float
    ) -> None:
        """Note how a request ended."""
        batch = self.find(row)
        place = row - batch.first
        ints, floats, small = batch.int_cells, batch.float_cells, batch.small_cells
        ints[k.VERSION, place], ints[k.BEHIND, place] = version, behind
        floats[k.LATENCY, place], floats[k.AGE, place] = latency_s, age_s
        small[k.OUTCOME, place], small[k.DONE, place] = outcome, 1
        if batch is not self.batches[-1]:
            batch.left -= 1
            self.hand_over()

    def hand_over(self) -> None:
        """Pass on batches that are done, in order; never the one that is being walked."""
        while len(self.batches) > 1 and self.batches[0].left == 0:
            self.keep(self.batches.popleft().log())

    def close(self) -> None:
        """The run is over: everything is done."""
        while self.batches:
            self.keep(self.batches.popleft().log())
