"""Heat maps, on numbers made by hand."""

from charts.heat import Grid, Scale, Side, heat
from charts.lines import Sheet

SHEET = Sheet("Cache-aside", "note", "file", "alt")
ACROSS, UP = Side("TTL (s)", ["1 s", "10 s"]), Side("Nodes", ["1", "2", "3"])
GRID = Grid([[1, 2], [3, None], [5, 6]], [["1", "2"], ["3", "-"], ["5", "6"]])


def test_cells_are_equally_large_and_named() -> None:
    figure = heat(GRID, ACROSS, UP, Scale("Loads", 1, 6), SHEET)
    assert figure["layout"]["xaxis"]["range"] == [-0.5, 1.5]
    assert figure["layout"]["yaxis"]["ticktext"] == ["1", "2", "3"]
    assert (figure["data"][0]["zmin"], figure["data"][0]["zmax"]) == (1, 6)


def test_the_table_has_the_top_row_first() -> None:
    figure = heat(GRID, ACROSS, UP, Scale("Loads", 1, 6), SHEET)
    assert figure["layout"]["meta"]["table"] == [
        ["Nodes \\ TTL (s)", "1 s", "10 s"],
        ["3", "5", "6"],
        ["2", "3", "-"],
        ["1", "1", "2"],
    ]


def test_differences_have_colours_both_ways() -> None:
    plain, apart = (
        heat(GRID, ACROSS, UP, Scale("Loads", -6, 6, differences=each), SHEET)["data"][0]
        for each in (False, True)
    )
    assert len(plain["colorscale"]) == 2
    assert [place for place, _ in apart["colorscale"]] == [0, 0.5, 1]


def test_a_level_map_has_a_scale_all_the_same() -> None:
    figure = heat(GRID, ACROSS, UP, Scale("Loads", 4, 4), SHEET)
    assert figure["data"][0]["zmin"] < figure["data"][0]["zmax"]


def test_of_many_ticks_a_dozen_is_in_words() -> None:
    many = Side("TTL (s)", [str(n) for n in range(40)])
    ticks = heat(GRID, many, UP, Scale("Loads", 1, 6), SHEET)["layout"]["xaxis"]["tickvals"]
    assert ticks == list(range(0, 40, 4))
