"""JSON lines: an object an access, or one with a list of keys (as Mooncake's `hash_ids`)."""

import json
from collections.abc import Iterator
from typing import Any

from simulator.traces.columns import READ, Columns
from simulator.traces.delimited import NANOSECONDS
from simulator.traces.epoch import time_unit_of
from simulator.traces.errors import TraceError
from simulator.traces.generic_csv import is_text, rows_of
from simulator.traces.mapping import SYNONYMS, parse_mapping
from simulator.traces.operations import code_of
from simulator.traces.rows import Access, Malformed, gather, parsed
from simulator.traces.source import Source

name = "json-lines"
title = "JSON lines (also with lists of keys, as Mooncake)"
place = 15
LISTS = ("hash_ids", "keys", "key_ids", "block_ids")
"""Fields that hold a list of keys. Times beside `hash_ids` are in milliseconds, as Mooncake's."""


def fits(head: bytes) -> bool:
    """Does the first line hold an object?"""
    lines = rows_of(head) if is_text(head) else []
    return bool(lines) and object_in(lines[0].encode()) is not None


def object_in(line: bytes) -> dict[str, Any] | None:
    """The object that a line holds, if it does."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def read(source: Source) -> Iterator[Columns]:
    """The accesses; raises TraceError where no field holds the key."""
    reader = Reader(source)
    return gather(
        parsed(source, reader.accesses),
        timed="time" in reader.fields,
        operated="op" in reader.fields,
    )


def first_fields(source: Source) -> dict[str, Any]:
    """The fields of the first objects, with their first values."""
    objects = [object_in(line.encode()) or {} for line in rows_of(source.head())]
    return {name: value for each in reversed(objects) for name, value in each.items()}


class Reader:
    """Which field is what, found in the first objects or said by a person."""

    def __init__(self, source: Source) -> None:
        """Raises TraceError."""
        first = first_fields(source)
        chosen = parse_mapping(source.columns)
        self.fields = dict(chosen.columns) or found_in(first)
        if self.fields.get("key") is None:
            raise TraceError(
                f"{source.path.name}: which field holds the key is not known; give columns, as in "
                f"key={next(iter(first), 'id')}, from {', '.join(first) or 'its fields'}"
            )
        time = str(first.get(self.fields.get("time", ""), ""))
        usual = "ms" if self.fields["key"] == LISTS[0] else time_unit_of(time)
        self.unit_ns = NANOSECONDS[chosen.unit or usual]

    def accesses(self, line: bytes) -> Iterator[Access]:
        """The accesses of one line; raises Malformed."""
        content = object_in(line)
        if content is None:
            raise Malformed("not a JSON object")
        keys = content.get(self.fields["key"])
        if keys is None:
            raise Malformed(f"no {self.fields['key']}")
        access = self.access(content)
        for key in keys if isinstance(keys, list) else [keys]:
            yield access._replace(key=text_of(key))

    def access(self, content: dict[str, Any]) -> Access:
        """All but the key."""
        at_ns = self.number(content, "time", self.unit_ns) if "time" in self.fields else 0
        size_b = max(0, self.number(content, "size", 1, 0))
        ttl_ns = max(0, self.number(content, "ttl", 10**9, 0))
        return Access(b"", at_ns, self.operation(content), size_b, ttl_ns)

    def number(
        self, content: dict[str, Any], role: str, unit: int, otherwise: int | None = None
    ) -> int:
        """A field as a whole number of units; raises Malformed."""
        value: Any = content.get(self.fields.get(role, ""), otherwise)
        try:
            return int(value) * unit if isinstance(value, int) else round(float(value) * unit)
        except (TypeError, ValueError, OverflowError):
            raise Malformed(f"{self.fields.get(role, role)} is not a number") from None

    def operation(self, content: dict[str, Any]) -> int:
        """The operation's code; raises Malformed."""
        if "op" not in self.fields:
            return READ
        code = code_of(str(content.get(self.fields["op"])).encode())
        if code is None:
            raise Malformed("unknown operation")
        return code


def found_in(first: dict[str, Any]) -> dict[str, str]:
    """The field of each role, by its name."""
    roles = {**SYNONYMS, "key": (*LISTS, *SYNONYMS["key"])}
    fields = {role: next((n for n in found if n in first), None) for role, found in roles.items()}
    return {role: name for role, name in fields.items() if name is not None and role != "count"}


def text_of(key: Any) -> bytes:
    """A key as text; raises Malformed for an object."""
    if isinstance(key, dict | list) or key is None:
        raise Malformed("a key must be a text or a number")
    return str(key).encode("utf-8", "surrogatepass")
