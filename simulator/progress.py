"""Progress for a person at a terminal: share done, rate, time left."""

import sys
import time
from typing import TextIO

EVERY_S = 0.2
"""Between two looks."""
PATIENCE_S = 1.0
"""What is done sooner needs no progress."""


class Progress:
    """One line on the terminal, renewed in place; silent where nobody watches."""

    def __init__(self, word: str, requests: int = 0, stream: TextIO | None = None) -> None:
        """`word` says what is done; with `requests` the rate is told, too."""
        self.word, self.requests = word, requests
        self.stream = stream or sys.stderr
        self.began_s = self.told_s = time.monotonic()
        self.shown = False

    def __call__(self, share: float) -> None:
        """This share is done."""
        now_s = time.monotonic()
        if not self.stream.isatty() or now_s - self.told_s < EVERY_S:
            return
        self.told_s = now_s
        if now_s - self.began_s > PATIENCE_S and share > 0:
            self.shown = True
            self.stream.write(f"\r\033[K{self.line(share, now_s - self.began_s)}")
            self.stream.flush()

    def line(self, share: float, spent_s: float) -> str:
        """What is told of a share that took so long."""
        rate = f", {share * self.requests / spent_s:,.0f} requests/s" if self.requests else ""
        left_s = spent_s * (1 - share) / share
        return f"{share:.0%} {self.word}{rate}, about {left_s:.0f} s left"

    def end(self) -> None:
        """Wipe the line."""
        if self.shown:
            self.stream.write("\r\033[K")
            self.stream.flush()
