"""Which column is what: `key=url,time=2,unit=ms`, in a person's words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from simulator.traces.delimited import NANOSECONDS, ROLES
from simulator.traces.errors import TraceError

LIBCACHESIM = {
    "obj-id-col": "key",
    "time-col": "time",
    "op-col": "op",
    "obj-size-col": "size",
    "ttl-col": "ttl",
    "cnt-col": "count",
    "has-header": "header",
}
"""libCacheSim's words for the same."""
DELIMITERS = {"comma": ",", "tab": "\t", "semicolon": ";", "pipe": "|", "space": " "}
YES = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "key": (
        *("key", "obj_id", "object_id", "object", "block_id", "lbn", "url", "uri", "path", "id"),
        *("item", "item_id", "page", "cache_key", "anonymized_key", "hash", "address"),
    ),
    "time": ("time", "timestamp", "ts", "op_time", "clock_time", "epoch", "arrival_time", "at"),
    "op": ("op", "op_name", "operation", "method", "command", "cmd", "verb"),
    "size": ("size", "obj_size", "object_size", "value_size", "io_size", "bytes", "length"),
    "ttl": ("ttl", "ttl_s", "expiry", "expires_in"),
    "count": ("op_count", "count", "repeat"),
}
"""Names under which columns are found where nobody says which is which; the first found counts."""


@dataclass(frozen=True)
class ColumnChoice:
    """What a person said: a name or a number for each role, and how to read the file."""

    columns: Mapping[str, str] = field(default_factory=dict)
    unit: str | None = None
    delimiter: str | None = None
    header: bool | None = None


def parse_mapping(text: str | None) -> ColumnChoice:
    """The mapping in a text; raises TraceError with one sentence."""
    given: dict[str, str] = {}
    for part in re.findall(r"(?:[^,=]+=,)|[^,]+", text or ""):
        name, equals, value = (each.strip() for each in part.partition("="))
        name = LIBCACHESIM.get(name, name)
        if not equals or not value or name not in (*ROLES, "unit", "delimiter", "header"):
            raise TraceError(
                f"columns must read ROLE=COLUMN,..., with roles {', '.join(ROLES)} (and unit, "
                f"delimiter, header), got {part.strip()!r}; mend it, as in key=url,time=1"
            )
        given[name] = value
    return checked(given)


def checked(given: dict[str, str]) -> ColumnChoice:
    """The mapping, if its settings are known words."""
    unit, delimiter = given.pop("unit", None), given.pop("delimiter", None)
    header = given.pop("header", None)
    if unit is not None and unit not in NANOSECONDS:
        raise unknown("unit", unit, NANOSECONDS)
    if delimiter is not None:
        delimiter = DELIMITERS.get(delimiter, delimiter)
        if delimiter not in DELIMITERS.values():
            raise unknown("delimiter", delimiter, DELIMITERS)
    if header is not None and header.lower() not in YES:
        raise unknown("header", header, ("yes", "no"))
    return ColumnChoice(given, unit, delimiter, None if header is None else YES[header.lower()])


def unknown(name: str, value: str, known: Mapping[str, object] | Sequence[str]) -> TraceError:
    """The sentence for a word that is not known."""
    words = ", ".join(known)
    return TraceError(f"columns: {name} must be one of {words}, got {value!r}; choose one of them")


def resolve(mapping: ColumnChoice, names: Sequence[str], width: int) -> dict[str, int]:
    """The place of each role's column, from 0; `names` are the header's, empty without one."""
    places = {role: place(role, column, names, width) for role, column in mapping.columns.items()}
    lower = [plain(name) for name in names]
    for role, synonyms in SYNONYMS.items():
        found = [lower.index(each) for each in synonyms if each in lower]
        free = [each for each in found if each not in places.values()]
        if role not in places and free and "key" not in mapping.columns:
            places[role] = free[0]
    return places


def place(role: str, column: str, names: Sequence[str], width: int) -> int:
    """Where a column is: found by its name in the header, or counted from 1."""
    if column in names:
        return list(names).index(column)
    if column.isascii() and column.isdigit() and 1 <= int(column) <= width:
        return int(column) - 1
    there = f"{', '.join(names)}" if names else f"1 to {width}"
    raise TraceError(f"columns: {role} must be one of {there}, got {column!r}; choose one of them")


def plain(name: str) -> str:
    """A column's name as the list of synonyms has it."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
