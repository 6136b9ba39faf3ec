"""The shelf of formats, found by looking into their folder."""

from typing import ClassVar

import export.formats
from export.material import Material
from strategies.shelf import variants


class Format:
    """One kind of file. A subclass says how it is called and makes the bytes."""

    name: ClassVar[str]
    place: ClassVar[int] = 100
    """Where it stands in the menu: smaller is earlier."""
    title: ClassVar[str]
    suffix: ClassVar[str]
    mime: ClassVar[str]
    hint: ClassVar[str]

    def make(self, material: Material) -> bytes:
        """The file."""
        raise NotImplementedError


def offered() -> dict[str, type[Format]]:
    """Every format that a module of the folder defines, by name, in the menu's order."""
    return variants(export.formats, Format)
