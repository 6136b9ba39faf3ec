"""How the catalogue caches: strategy, TTLs, protections; from the environment."""

import os
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from live.errors import LiveError
from strategies.parameters import NO_LIMIT_S, Settings
from strategies.shelf import PROTECTIONS, STRATEGIES, settings_of

PREFIX = "CATALOG_"
LISTS = {"protections"}


class CatalogSettings(BaseModel):
    """Every field may stand in the environment, as CATALOG_STRATEGY and so on."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    strategy: str = Field(default="cache-aside", description="One of the shelf's strategies.")
    ttl_s: float | None = Field(
        default=30.0, ge=0, le=NO_LIMIT_S, description="How long entries live."
    )
    null_ttl_s: float = Field(
        default=5.0, ge=0, le=NO_LIMIT_S, description="How long a 404 is remembered."
    )
    invalidation: Literal["delete", "update"] = Field(
        default="delete",
        description="Whether a write removes what it makes stale, or puts in the new.",
    )
    protections: tuple[str, ...] = Field(
        default=("ttl-jitter", "single-flight"), description="Round each load, the outermost first."
    )
    prefix: str = Field(
        default="catalog", pattern="^[a-z0-9-]+$", description="What all keys begin with."
    )

    def rules(self) -> Settings:
        """The strategy's own settings."""
        kind = settings_of(STRATEGIES[known(self.strategy, STRATEGIES, "strategy")])
        wished: dict[str, Any] = {"ttl_s": self.ttl_s, "null_ttl_s": self.null_ttl_s}
        if self.strategy == "cache-aside":
            wished["invalidation"] = f"{self.invalidation}-after"
        return kind(**{name: value for name, value in wished.items() if name in kind.model_fields})

    def guards(self) -> list[Any]:
        """Fresh protections."""
        kinds = [PROTECTIONS[known(name, PROTECTIONS, "protections")] for name in self.protections]
        return [kind(settings_of(kind)()) for kind in kinds]


def known(name: str, shelf: Mapping[str, Any], field: str) -> str:
    """The name, if it is on the shelf; raises LiveError with a sentence."""
    if name not in shelf:
        rule = f"{PREFIX}{field.upper()} must name one of {', '.join(shelf)}"
        raise LiveError(f"{rule}, got {name!r}; choose one of them")
    return name


def from_environment(environment: Mapping[str, str] | None = None) -> CatalogSettings:
    """What CATALOG_... variables say; raises LiveError with a sentence."""
    given = os.environ if environment is None else environment
    fields = CatalogSettings.model_fields
    words = {
        name: given[PREFIX + name.upper()] for name in fields if PREFIX + name.upper() in given
    }
    values: dict[str, Any] = {name: read(name, text) for name, text in words.items()}
    try:
        settings = CatalogSettings(**values)
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + str(first["loc"][0]).upper()
        raise LiveError(
            f"{name}: {first['msg'].lower()}, got {first['input']!r}; mend it"
        ) from None
    settings.rules()
    settings.guards()
    return settings


def read(name: str, text: str) -> Any:
    """A variable's text as a field takes it: lists by commas, nothing for no limit."""
    if name in LISTS:
        return tuple(word for word in text.split(",") if word)
    return None if text == "none" else text
