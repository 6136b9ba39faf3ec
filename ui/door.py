"""The door through which links, files and forms come in: strict, or with a hammer.

The strict one refuses what does not fit with one sentence. The mender takes the nearest legal value
instead and notes what it has changed.
"""

from typing import Any

from simulator import Scenario, ScenarioError
from simulator.repair import Complaint, repaired

MOST_NAMED = 3
"""So many repairs are named; of more the number is told."""


class Door:
    """Lets in what is legal and raises ScenarioError for the rest."""

    def scenario(self, data: dict[str, Any], part: str = "", name: str = "") -> Scenario:
        """The scenario in plain data; complaints speak of a part of it by another name."""
        found, complaints = repaired(data)
        for each in complaints:
            words = (text.replace(part, name, 1) if part else text for text in each)
            self.complain(Complaint(*words))
        return found

    def refuse(self, rule: str, way_out: str, repair: str) -> None:
        """Something does not fit; the caller goes on with the repair."""
        self.complain(Complaint(rule, way_out, repair))

    def complain(self, complaint: Complaint) -> None:
        """Raise ScenarioError."""
        raise ScenarioError(complaint.refusal)


class Mender(Door):
    """Lets in what is nearest and remembers what was changed."""

    def __init__(self) -> None:
        """Nothing was changed yet."""
        self.notes: list[str] = []

    def complain(self, complaint: Complaint) -> None:
        """Remember it."""
        self.notes.append(complaint.note)

    def told(self) -> str:
        """All that was changed, in one line; empty if nothing was."""
        named, more = self.notes[:MOST_NAMED], len(self.notes) - MOST_NAMED
        return ". ".join([*named, *([f"{more} more were mended"] if more > 0 else [])])


STRICT = Door()
