"""Small random scenarios, drawn from the declarations: a new parameter is drawn without being told.

Numbers are round ones from short lists, so that events often fall on the same instant.
"""

from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

import numpy as np
from annotated_types import Ge, Le
from hypothesis import assume
from hypothesis import strategies as st
from numpy.typing import NDArray
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from simulator import Scenario, ScenarioError, parse
from simulator.clock import NANOSECONDS
from simulator.scenario import Workload
from simulator.workload.requests import Block, KeySpace

SPANS_S = (0, 0.001, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1, 2, 5)
SHARES = (0, 0.1, 0.25, 0.5, 0.8, 1)
FACTORS = (0.5, 0.99, 1, 1.5, 2, 5)
COUNTS = (0, 1, 2, 3, 5, 10)

CHOICES: dict[str, tuple[Any, ...]] = {
    "name": ("scenario",),
    "seed": (0, 1, 2, 3),
    "rate_rps": (50, 100, 200, 300, 20, 10, 5, 2, 1),
    "duration_s": (5, 10, 30, 2, 1, 0.5),
    "read_share": (0.8, 0.95, 0.5, 1, 0),
    "missing_share": (0.2, 0, 0, 0.5),
    "list_share": (0, 0, 0.5, 0.25, 0, 1),
    "categories": (1, 2, 3),
    "key_formats": (1, 1, 2, 1, 3),
    "keys": (3, 1, 2, 5, 10, 30),
    "missing_keys": (1, 2, 3),
    "trace": (*(None,) * 19, {"path": "cache2k_web12"}),
    "nodes": (1, 2, 3),
    "clients": (2, 1, 100),
    "timeout_s": (None, None, 0.01, 0.02, 0.05, 0.1, 0.25, 1),
    "retries": (0, 1, 2, 3),
    "retry_budget": (None, None, 0, 0.25, 0.5, 1),
    "hedge_after_s": (None, None, None, 0.01, 0.02, 0.05, 0.1),
    "users": (2, 1, 5, 10),
    "think_s": (0.1, 0.05, 0.25, 1),
    "threshold": (1, 2, 3),
    "open_s": (0.1, 0.05, 0.25, 1),
    "probes": (1, 2, 3),
    "ttl_s": (1, 0.05, 0.1, 0.25, 0.5, 2, 5, 0, None),
    "null_ttl_s": (0.1, 0, 1, 5),
    "flush_writes": (2, 1, 3, 10),
    "queue_capacity": (100, 1, 2, 3),
    "at_s": (None, 0.1, 0.25, 0.5, 1),
    "node": (0, 0, 1),
    "for_s": (0.5, 0.1, 0.25, 1, 2, 0.02),
    "factor": (2, 1.5, 1, 3),
    "key": (0, 0, 1),
    "share": (1, 0.5, 0),
    "added_s": (0.01, 0.1, 0.05, 0.5),
    "cache_timeout_s": (0.05, 0.02, 0.1, 0.25),
    "flush_interval_s": (0.05, 0.1, 0.5, 1, 5),
    "poll_s": (0.05, 0.01, 0.02, 0.1, 0.25),
    "retry_s": (0.02, 0.01, 0.05, 0.1),
    "wait_timeout_s": (0.5, 0.1, 0, 0.05, 2),
    "beta": (1, 0.5, 2, 4),
    "max_loads": (1, 2, 3),
    "connections": (1, 2, 3, None),
    "queue_limit": (None, None, 0, 1, 2, 3),
    "capacity_entries": (2, None, 1, 3, 5, 10),
    "capacity_bytes": (None, None, 150, 400, 1000, 3000),
    "value_bytes": (100, 50, 200),
    "value_cv": (0, 1),
    "overhead_bytes": (0, 100),
    "maxmemory_samples": (1, 2, 5),
    "lfu_log_factor": (1, 0, 10),
    "lfu_decay_min": (1, 0),
    "read_s": (0.02, 0.1, 0.01, 0.05, 0, 0.001, 0.25, 1),
    "write_s": (0.02, 0, 0.01, 0.05, 0.1, 0.001, 0.25, 1),
    "round_trip_s": (0.001, 0, 0.0005, 0.01, 0.02, 0.1),
    "service_s": (0, 0.00001, 0.001, 0.005, 0.01),
    "local_ttl_s": (0, 0, 0, 0.1, 1),
    "local_entries": (2, 1, 10),
    "breaker_failures": (0, 1, 3),
    "breaker_open_s": (0.25, 0.01, 0.05, 1),
    "warm_rps": (0, 20, 100),
    "warm_keys": (2, 1, 10),
}
"""Values for parameters whose declared bounds are wider than a small world; eventful ones first,
since hypothesis likes the first best."""

MOSTLY: dict[str, Any] = {"on_cache_error": {"name": "fail-open"}}
"""Sections that leave the usual path as soon as anything in them differs from this."""

MOST_REQUESTS = 600


def value_of(name: str, field: FieldInfo) -> st.SearchStrategy[Any]:
    """Values of one declared parameter."""
    if name in CHOICES and get_origin(field.annotation) is not Literal:
        return st.sampled_from(CHOICES[name])
    values = value_as(field.annotation, list(field.metadata), field.json_schema_extra or {})
    return st.one_of(st.just(MOSTLY[name]), values) if name in MOSTLY else values


def value_as(annotation: Any, bounds: list[Any], extra: Any) -> st.SearchStrategy[Any]:
    """Values of a type, within bounds."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return value_as(inner[0], [*inner[1:], *bounds], extra)
    if origin in {Union, UnionType}:
        return st.one_of([value_as(each, bounds, extra) for each in reversed(inner)])
    if origin is Literal:
        return st.sampled_from(inner)
    if origin is tuple:
        return st.lists(value_as(inner[0], [], {}), max_size=3)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return fields_of(annotation)
    return plain_value(annotation, bounds, extra)


def plain_value(annotation: Any, bounds: list[Any], extra: Any) -> st.SearchStrategy[Any]:
    """Values of a plain type."""
    if annotation is NoneType:
        return st.none()
    if annotation is bool:
        return st.booleans()
    if annotation in {int, float}:
        return st.sampled_from(within(numbers(annotation, bounds, extra), bounds))
    raise AssertionError(f"random_scenarios must learn to draw a {annotation}")


def numbers(annotation: Any, bounds: list[Any], extra: Any) -> tuple[float, ...]:
    """Round numbers that suit the parameter's kind."""
    if annotation is int:
        return COUNTS
    if extra.get("unit") == "s":
        return SPANS_S
    return SHARES if any(isinstance(b, Le) and b.le == 1 for b in bounds) else FACTORS


def within(candidates: tuple[float, ...], bounds: list[Any]) -> list[float]:
    """The candidates that are legal, and the lowest legal value."""
    low: Any = next((b.ge for b in bounds if isinstance(b, Ge)), candidates[0])
    high: Any = next((b.le for b in bounds if isinstance(b, Le)), candidates[-1])
    return sorted({low, *(c for c in candidates if low <= c <= high)})


def fields_of(model: type[BaseModel]) -> st.SearchStrategy[dict[str, Any]]:
    """A settings object as plain values, every field drawn."""
    return st.fixed_dictionaries(
        {name: value_of(name, field) for name, field in model.model_fields.items()}
    )


PLAIN = fields_of(Scenario)


@st.composite
def scenarios(draw: st.DrawFn, /, **fixed: Any) -> Scenario:
    """A valid scenario of at most a few hundred requests; `fixed` replaces whole sections."""
    plain = draw(PLAIN) | fixed
    workload = plain["workload"]
    law = workload["arrivals"]
    pace_rps = workload["rate_rps"] if "users" not in law else law["users"] / law["think_s"]
    workload["duration_s"] = min(workload["duration_s"], MOST_REQUESTS / pace_rps)
    workload["warmup_s"] = workload["duration_s"] * draw(st.sampled_from((0, 0.25)))
    try:
        return parse(plain)
    except ScenarioError:
        assume(False)
        raise


class Scripted(NamedTuple):
    """A scenario and the requests that are let loose on it."""

    scenario: Scenario
    requests: list[Block]


TICK_NS = NANOSECONDS // 20
KINDS = (np.uint8, np.uint8, np.int32)
"""The types of a block's last columns: write, node, client."""


@st.composite
def scripted(draw: st.DrawFn) -> Scripted:
    """A written-out schedule on a grid of 0.05 s, where requests meet completions and expiries."""
    scenario = draw(scenarios())
    keys = min(3, scenario.workload.keys) + 3
    one = st.tuples(
        st.integers(0, 60),
        st.integers(0, keys),
        st.integers(0, 1),
        st.integers(0, scenario.client.nodes - 1),
        st.integers(0, 2),
    )
    crowd = st.lists(one, min_size=draw(st.sampled_from((1, 25))), max_size=40)
    rows = sorted(draw(crowd), key=lambda row: row[0])
    at, key, *rest = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    rest[0][is_list(scenario.workload, key)] = 0
    small = [column.astype(kind) for column, kind in zip(rest, KINDS, strict=True)]
    block = Block(at * TICK_NS, key, *small)
    half = draw(st.integers(0, len(rows)))
    return Scripted(scenario, [part(block, 0, half), part(block, half, len(rows))])


def is_list(workload: Workload, key: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which keys are those of lists: nobody writes these."""
    space = KeySpace(workload, seed=1)
    return (key >= space.first_list) & (key < space.first_list + space.categories)


def part(block: Block, start: int, end: int) -> Block:
    """A run of requests."""
    columns: Any = (column[start:end] for column in block)
    return Block(*columns)
