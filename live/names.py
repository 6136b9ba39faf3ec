"""Names of what a run leaves in other people's servers: they say whose they are and how old.

Every key begins with `cachelab:<start>-<chance>:`, every table and folder is called
`cachelab_<start>_<chance>`; start is in seconds since 1970.
"""

import re
import secrets
import time
from typing import NamedTuple, Self

FAMILY = "cachelab"
OLD_S = 3600
"""No run lasts so long: what is older belongs to a dead one."""

KEY = re.compile(rf"{FAMILY}:(\d+)-([0-9a-f]+):")
TABLE = re.compile(rf"{FAMILY}_(\d+)_([0-9a-f]+)")


class RunName(NamedTuple):
    """One run's name."""

    started_s: int
    chance: str

    @classmethod
    def new(cls) -> Self:
        """A name that nobody else has."""
        return cls(int(time.time()), secrets.token_hex(6))

    @property
    def prefix(self) -> str:
        """What all its keys begin with."""
        return f"{FAMILY}:{self.started_s}-{self.chance}:"

    @property
    def table(self) -> str:
        """Its table, and its folder."""
        return f"{FAMILY}_{self.started_s}_{self.chance}"

    def is_old(self, now_s: float) -> bool:
        """Must its run be dead?"""
        return now_s - self.started_s > OLD_S


def of_key(key: str) -> RunName | None:
    """The run that a key belongs to, if it is one of ours."""
    return _named(KEY.match(key))


def of_table(table: str) -> RunName | None:
    """The run that a table or folder belongs to, if it is one of ours."""
    return _named(TABLE.fullmatch(table))


def _named(found: re.Match[str] | None) -> RunName | None:
    """The name in a match."""
    return RunName(int(found[1]), found[2]) if found else None
