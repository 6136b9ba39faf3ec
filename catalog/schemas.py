"""What the service takes and answers, as its OpenAPI document tells it."""

from typing import Annotated, Any

from fastapi import Path
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

LARGEST = 2**31 - 1
Id = Annotated[int, Path(ge=1, le=LARGEST, description="The number of the row.")]
CATEGORY = r"^[a-z0-9-]{1,40}$"
Category = Annotated[str, Path(pattern=CATEGORY, description="The name of the category.")]
NAME = r"^[ -~]*$"
"""Names are printable ASCII, which every database and header takes."""


def whole(value: Any) -> Any:
    """JSON has one kind of number: 500.0 is a whole one."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


class Body(BaseModel):
    """What is sent is checked, and nothing else is taken."""

    model_config = ConfigDict(extra="forbid", strict=True)


class UserIn(Body):
    """A user as it is written."""

    name: str = Field(min_length=1, max_length=100, pattern=NAME)
    email: str = Field(max_length=200, pattern=r"^[a-z0-9.]{1,60}@[a-z0-9]{1,60}\.[a-z]{2,10}$")


class ProductIn(Body):
    """A product as it is written."""

    name: str = Field(min_length=1, max_length=100, pattern=NAME)
    category: str = Field(pattern=CATEGORY)
    price_cents: Annotated[int, BeforeValidator(whole)] = Field(ge=0, le=100_000_000)


class User(UserIn):
    """A user."""

    id: int


class Product(ProductIn):
    """A product."""

    id: int


class Problem(BaseModel):
    """What is wrong, in a sentence."""

    detail: str


class Part(BaseModel):
    """How reads of one kind have ended."""

    hits: int
    misses: int
    hit_rate: float


class Stats(Part):
    """How all reads have ended, and of each kind of thing."""

    strategy: str
    protections: list[str]
    outcomes: dict[str, int]
    parts: dict[str, Part]
