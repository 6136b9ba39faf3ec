"""Chance that both engines draw alike: a counter put through a function that mixes its bits.

The mixing has the form of Wellons' hash functions (multiply, shift, exclusive or); it uses factors
below 2**31, so that no product leaves 63 bits and Python, numpy and the kernel agree.
"""

from simulator.streams import seed_sequence

BITS = 32
ONES = (1 << BITS) - 1
STEP = 0x9E3779B9
"""The counter goes on by the golden ratio's bits, so that neighbours differ in many of them."""


def mixed(x: int) -> int:
    """A number below 2**32, well mixed; different numbers stay different."""
    x = ((x ^ (x >> 16)) * 0x7FEB352D) & ONES
    x = ((x ^ (x >> 15)) * 0x31848BAB) & ONES
    x = ((x ^ (x >> 14)) * 0x2C1B3C6D) & ONES
    return x ^ (x >> 16)


def start(seed: int, name: str) -> int:
    """Where a named stream's counter starts."""
    return int(seed_sequence(seed, name).generate_state(1)[0])


class Chance:
    """One named stream of draws; it starts again after 2**32 of them."""

    def __init__(self, counter: int) -> None:
        """At this count (see `start`)."""
        self.counter = counter

    def draw(self) -> int:
        """A whole number below 2**32, each as likely as any other."""
        self.counter = (self.counter + STEP) & ONES
        return mixed(self.counter)

    def below(self, n: int) -> int:
        """A whole number below n, all (but for one part in 2**32) equally likely."""
        return (self.draw() * n) >> BITS
