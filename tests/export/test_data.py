"""The charts' points as tables."""

from io import BytesIO

import pandas as pd

from export import offered
from export.formats.comma_separated import Csv
from export.formats.parquet import Parquet
from tests.export.examples import beside_pinned, material


def test_both_files_hold_every_point_of_every_chart():
    csv = pd.read_csv(BytesIO(Csv().make(material())), keep_default_na=False, na_values=[""])
    parquet = pd.read_parquet(BytesIO(Parquet().make(material())))
    assert len(csv) == len(parquet)
    line = next(t for t in material().figures[0]["data"] if t["mode"] == "lines")
    kept = parquet[(parquet.chart == "Hit ratio") & (parquet.series == line["name"])]
    assert kept.y.tolist() == [y for y in line["y"] if y is not None]
    bars = parquet[parquet.chart == "Stale reads"]
    assert bars.x.tolist() == [0.25, 0.125]


def test_a_pinned_run_is_a_series_of_its_own():
    csv = pd.read_csv(BytesIO(Csv().make(beside_pinned())))
    ghost = next(t for t in beside_pinned().figures[0]["data"] if t["name"] == "other")
    kept = csv[(csv.chart == "Hit ratio") & (csv.series == "other")]
    assert kept.y.tolist() == [y for y in ghost["y"] if y is not None]


def test_each_format_has_its_own_name_and_suffix():
    kinds = offered().values()
    assert len({kind.suffix for kind in kinds}) == len(kinds) == 5
