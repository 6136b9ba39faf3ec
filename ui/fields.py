"""How a declared parameter is offered to a person: its choices, its stops, its wording."""

from collections.abc import Callable, Iterator
from math import floor, log10
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from charts.theme import heading
from metrics.words import NO_LIMIT, readable
from strategies.flusher import DELAYS
from strategies.parameters import Settings

MANTISSAS = (1, 1.5, 2, 3, 5, 7)
CLOCK_S = (10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, 900, 1200, 1800, 2700)
HOURS = (1, 2, 3, 6, 12, 24, 48, 72, 168, 336, 720)

PUTS = ("update-after", "versioned-set")
DELETES = ("delete-after", "delete-before", "lease")
"""Ways of cache-aside that put the new value in, and that wait between delete and commit."""

ONLY_WHEN: dict[str, Callable[[Any], bool]] = {
    "Workload.rate_rps": lambda workload: not workload.is_closed,
    "Workload.keys": lambda workload: workload.trace is None,
    "Workload.popularity": lambda workload: workload.trace is None,
    "Workload.missing_keys": lambda workload: workload.missing_share > 0,
    "Workload.categories": lambda workload: workload.list_share > 0,
    "Workload.invalidate_lists": lambda workload: workload.list_share > 0,
    "Client.key_formats": lambda client: client.nodes > 1,
    "Client.local_entries": lambda client: client.local_ttl_s > 0,
    "Client.backoff": lambda client: client.retries > 0,
    "Client.backoff_s": lambda client: client.retries > 0,
    "Client.backoff_max_s": lambda client: client.retries > 0 and client.backoff != "fixed",
    "Client.retry_budget": lambda client: client.retries > 0,
    "Client.late_results": lambda client: bool(client.timeout_s or client.hedge_after_s),
    "Database.service_cv": lambda database: database.service == "lognormal",
    "CacheAsideSettings.second_delete_s": lambda own: own.invalidation == "double-delete",
    "CacheAsideSettings.cdc_lag_s": lambda own: own.invalidation == "cdc",
    "CacheAsideSettings.update_absent": lambda own: own.invalidation in PUTS,
    "CacheAsideSettings.keep_ttl": lambda own: own.invalidation in PUTS,
    "CacheAsideSettings.refill_lease_s": lambda own: own.invalidation == "lease",
    "CacheAsideSettings.gap_s": lambda own: own.invalidation in {*PUTS, *DELETES},
    "FallbackSettings.breaker_open_s": lambda own: own.breaker_failures > 0,
    "FallbackSettings.warm_keys": lambda own: own.warm_rps > 0,
    "WriteThroughSettings.keep_ttl": lambda own: own.allocate != "never",
    "WriteBehindSettings.flush_interval_s": lambda own: own.flush != "size",
    "WriteBehindSettings.flush_writes": lambda own: own.flush.startswith("size"),
    "WriteBehindSettings.batch_factor": lambda own: own.flush in DELAYS,
    "WriteBehindSettings.queue_replica_lag_s": lambda own: own.durability == "replica",
    "WriteBehindSettings.fsync_s": lambda own: own.durability == "append-log",
}
"""Parameters that decide nothing as their neighbours stand are not shown."""


def shown(settings: Settings) -> Iterator[tuple[str, FieldInfo]]:
    """The parameters of some settings that decide something."""
    for name, field in type(settings).model_fields.items():
        own = (f"{kind.__name__}.{name}" for kind in type(settings).__mro__)
        if not is_tag(field) and all(ONLY_WHEN[n](settings) for n in own if n in ONLY_WHEN):
            yield name, field


def is_tag(field: FieldInfo) -> bool:
    """Does the field only say which variant this is?"""
    return get_origin(field.annotation) is Literal and len(get_args(field.annotation)) == 1


def words(field: FieldInfo) -> tuple[str, ...]:
    """The words to choose from, empty where the parameter is a number."""
    return get_args(field.annotation) if get_origin(field.annotation) is Literal else ()


def variants(field: FieldInfo) -> dict[str, type[Settings]]:
    """The variants to choose from by name, empty where the parameter is a plain value."""
    return {tag(each): each for each in settings_in(field.annotation)}


def settings_in(annotation: Any) -> Iterator[type[Settings]]:
    """Every settings class with a tag that an annotation mentions."""
    if isinstance(annotation, type) and issubclass(annotation, Settings):
        if any(is_tag(field) for field in annotation.model_fields.values()):
            yield annotation
        return
    for part in get_args(annotation):
        yield from settings_in(part)


def option_of(field: FieldInfo) -> type[Settings] | None:
    """The class of a section that may be absent."""
    parts = get_args(field.annotation) if type(None) in get_args(field.annotation) else ()
    return next((p for p in parts if isinstance(p, type) and issubclass(p, Settings)), None)


def tag(kind: type[Settings]) -> str:
    """The name of a variant, which it carries as the only value that one of its fields has."""
    return str(next(field for field in kind.model_fields.values() if is_tag(field)).default)


def tag_field(kind: type[Settings]) -> str:
    """The field in which a class keeps what its objects are known by: the first."""
    return next(iter(kind.model_fields))


def tag_value(value: Any) -> Any:
    """A variant's name; anything else as it is."""
    if isinstance(value, Settings):
        fields = type(value).model_fields.items()
        return next((getattr(value, name) for name, field in fields if is_tag(field)), value)
    return value


def title(name: str) -> str:
    """A name as a heading: cache-aside as Cache-aside, ttl-jitter as TTL-jitter."""
    return heading(name)


def extra(field: FieldInfo) -> dict[str, Any]:
    """Unit, slider, scale and step of a declared number."""
    declared = field.json_schema_extra
    return declared if isinstance(declared, dict) else {}


def is_whole(field: FieldInfo) -> bool:
    """Is the number a whole one?"""
    return field.annotation is int or int in get_args(field.annotation)


def is_optional(field: FieldInfo) -> bool:
    """May the number be left empty?"""
    return type(None) in get_args(field.annotation)


def has_stops(field: FieldInfo) -> bool:
    """Is the number chosen among labelled stops, rather than on an even scale?"""
    return extra(field).get("scale") == "log" or is_optional(field)


def stops(field: FieldInfo, value: float | None) -> dict[str, float | None]:
    """The stops of a number by their labels, the present value among them, no limit last."""
    unit, (low, high) = extra(field)["unit"], extra(field)["slider"]
    numbers: list[float] = [low, high, *candidates(low, high, unit)]
    numbers += [] if value is None else [value]
    found = sorted({round(n) if is_whole(field) else n for n in numbers})
    labelled: dict[str, float | None] = {readable(number, unit): number for number in found}
    labelled[readable(value, unit)] = value
    return labelled | ({NO_LIMIT: None} if is_optional(field) else {})


def candidates(low: float, high: float, unit: str) -> Iterator[float]:
    """Round numbers between two bounds: clock times above ten seconds, else 1, 1.5, 2, 3, 5, 7."""
    top = min(high, 7) if unit == "s" else high
    for power in range(floor(log10(low or high / 1e4)), floor(log10(high)) + 1):
        numbers = (float(f"{mantissa}e{power}") for mantissa in MANTISSAS)
        yield from (number for number in numbers if low < number <= top)
    if unit == "s":
        clock = (*CLOCK_S, *(hours * 3600 for hours in HOURS))
        yield from (float(number) for number in clock if low < number < high)
