"""All points of all charts as comma-separated values."""

from export.material import Material
from export.points import table_of
from export.shelf import Format


class Csv(Format):
    """One row a point, in the units that the axes name; opens in any spreadsheet."""

    name, place, title = "csv", 50, "Data of all charts (CSV)"
    suffix, mime = "csv", "text/csv"
    hint = "One row a point, for a spreadsheet."

    def make(self, material: Material) -> bytes:
        """The table as text."""
        return table_of(material.figures).to_csv(index=False).encode()
