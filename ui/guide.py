"""What a variant's docstring says: what it is, when to use it, what it costs, where it is from."""

import inspect
from typing import NamedTuple


class Guide(NamedTuple):
    """The parts of a docstring; those that it does not have are empty."""

    about: str
    when: str = ""
    cost: str = ""
    sources: str = ""


HEADS = {"When: ": "when", "Cost: ": "cost", "Sources: ": "sources"}
"""How a paragraph begins that is a part of its own."""


def guide(variant: type) -> Guide:
    """The parts of a variant's docstring."""
    about, parts = [], {}
    for paragraph in inspect.cleandoc(variant.__doc__ or "").split("\n\n"):
        head = next((head for head in HEADS if paragraph.startswith(head)), None)
        if head:
            parts[HEADS[head]] = paragraph.removeprefix(head)
        else:
            about.append(paragraph)
    return Guide("\n\n".join(about), **parts)
