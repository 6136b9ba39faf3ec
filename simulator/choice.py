"""Fields that hold one of several settings, as strategies, laws and protections do."""

from functools import reduce
from operator import or_
from typing import Annotated, Any

from pydantic import Field

from strategies.parameters import Settings


def one_of(choices: list[type[Settings]]) -> Any:
    """A field that holds one of several settings, told apart by their `name` or `law`."""
    tag = "name" if "name" in choices[0].model_fields else "law"
    if len(choices) == 1:
        return choices[0]
    return Annotated[reduce(or_, choices), Field(discriminator=tag)]
