"""What a run leaves in memory, given back as soon as it is over.

The parts of a world refer to each other in circles, so their memory, some seven megabytes for
60,000 requests, waits for Python's search for garbage. That search is seldom and slow: everything
that was imported is looked at too.
"""

import gc
from functools import cache


@cache
def settle() -> None:
    """Whatever is in memory now is there for good and is not searched any more."""
    gc.collect()
    gc.freeze()


def give_back() -> None:
    """Search what has come since the first call; for worker processes, after each run."""
    settle()
    gc.collect()
