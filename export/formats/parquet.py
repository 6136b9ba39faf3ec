"""All points of all charts as Apache Parquet."""

from io import BytesIO

from export.material import Material
from export.points import table_of
from export.shelf import Format


class Parquet(Format):
    """The same table as the CSV, typed and compressed, for pandas, DuckDB and the like."""

    name, place, title = "parquet", 60, "Data of all charts (Parquet)"
    suffix, mime = "parquet", "application/vnd.apache.parquet"
    hint = "One row a point, for data tools."

    def make(self, material: Material) -> bytes:
        """The table as a file."""
        file = BytesIO()
        table_of(material.figures).to_parquet(file, index=False)
        return file.getvalue()
