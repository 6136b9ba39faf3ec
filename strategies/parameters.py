"""Declarations of parameters: one line feeds slider, link, command line, schema and handbook."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

NO_LIMIT_S = 30 * 86_400.0
"""The longest time a parameter in seconds may take: thirty days."""


class Settings(BaseModel):
    """Plain values, checked once when they enter, never changed afterwards."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, use_attribute_docstrings=False
    )


def parameter(
    default: Any,
    title: str,
    description: str,
    *,
    low: float | None = None,
    high: float | None = None,
    unit: str = "",
    slider: tuple[float, float] | None = None,
    scale: str = "linear",
    step: float | None = None,
) -> Any:
    """A field with all that a person may want to know of it.

    `low` and `high` are the bounds of what is legal, `slider` the range offered on a page
    (by default the bounds), `scale` is "linear" or "log", `step` the slider's step.
    """
    shown = slider or ((low, high) if low is not None and high is not None else None)
    extra: Any = {
        "unit": unit,
        "slider": list(shown) if shown else None,
        "scale": scale,
        "step": step,
    }
    return Field(
        default,
        title=title,
        description=description,
        ge=low,
        le=high,
        json_schema_extra=extra,
    )


def ttl_parameter(default: float | None = 30.0) -> Any:
    """The time to live, as most strategies have it."""
    return parameter(
        default,
        "TTL",
        "How long an entry lives, counted from the moment it is stored. "
        "0 stores nothing; empty means no expiry.",
        low=0,
        high=NO_LIMIT_S,
        unit="s",
        slider=(0.1, 3600),
        scale="log",
    )


def null_ttl_parameter() -> Any:
    """How long "there is no such row" is remembered."""
    return parameter(
        0.0,
        "Null TTL",
        "How long 'not found' is remembered, so that absent keys do not reach the database "
        "each time. 0 remembers nothing; a row created meanwhile stays invisible that long.",
        low=0,
        high=NO_LIMIT_S,
        unit="s",
        slider=(0, 60),
        step=1,
    )


def keep_ttl_parameter() -> Any:
    """Whether writing into an entry prolongs its life."""
    return parameter(
        False,
        "Keep the TTL",
        "Whether a write leaves the expiry of an entry as it is, instead of starting its TTL anew.",
    )


def gap_parameter() -> Any:
    """How far apart a write's two steps are."""
    return parameter(
        0.0,
        "Gap between the steps",
        "Mean time between a write's step at the database and its step at the cache: scheduling, "
        "garbage collection, network. Exponentially distributed.",
        low=0,
        high=3600,
        unit="s",
        slider=(0, 1),
        step=0.01,
    )


def span_parameter(
    default: float, title: str, description: str, slider: tuple[float, float]
) -> Any:
    """How long something lasts that takes some time in any case."""
    return parameter(
        default,
        title,
        description,
        low=0.001,
        high=NO_LIMIT_S,
        unit="s",
        slider=slider,
        scale="log",
    )


def factor_parameter(default: float, description: str) -> Any:
    """How many times as much as usual."""
    return parameter(default, "Factor", description, low=1, high=1000, slider=(1, 20), step=0.5)


def token_ttl_parameter(default: float, title: str, description: str) -> Any:
    """How long a token beside a key lives if nobody takes it away."""
    return parameter(
        default,
        title,
        description,
        low=0.001,
        high=3600,
        unit="s",
        slider=(0.1, 60),
        scale="log",
    )


def window_parameter(default: float, title: str, description: str) -> Any:
    """How long something goes on after it would have ended."""
    return parameter(
        default,
        title,
        description,
        low=0,
        high=NO_LIMIT_S,
        unit="s",
        slider=(0, 300),
        step=1,
    )


def pause_parameter(default: float, title: str, description: str) -> Any:
    """How long somebody who waits sleeps between two looks."""
    return parameter(
        default,
        title,
        description,
        low=0.001,
        high=60,
        unit="s",
        slider=(0.005, 1),
        scale="log",
    )


def wait_timeout_parameter(description: str) -> Any:
    """How long others are waited for."""
    return parameter(
        3.0,
        "Wait timeout",
        description,
        low=0,
        high=60,
        unit="s",
        slider=(0, 60),
        step=0.5,
    )


def crash_parameter(what: str) -> Any:
    """How often the process dies that everybody waits for."""
    return parameter(
        0.0,
        f"{what} crashes",
        f"Failure case: how often the {what.lower()} dies before it loads and frees nothing.",
        low=0,
        high=1,
        step=0.01,
    )


def load_timeout_parameter(title: str, description: str) -> Any:
    """How long a load is waited for; empty for ever."""
    return parameter(
        None,
        title,
        description,
        low=0.001,
        high=3600,
        unit="s",
        slider=(0.01, 5),
        scale="log",
    )
