"""What every declared parameter must keep: it feeds slider, link, command line and handbook."""

from typing import Any, NamedTuple

import pytest
from annotated_types import Ge, Le
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from metrics.shelf import DECLARATIONS
from simulator.faults.shelf import FAULTS
from simulator.scenario import Cache, Client, Database, TraceSource, Workload
from simulator.traces import SHIPPED, formats
from simulator.workload.arrivals import ARRIVALS
from simulator.workload.closed import Closed
from simulator.workload.popularity import POPULARITIES
from strategies.shelf import FALLBACKS, PROTECTIONS, STRATEGIES, settings_of

SECTIONS: tuple[type[BaseModel], ...] = (
    *(Workload, Client, Cache, Database, TraceSource),
    Closed,
    *ARRIVALS.values(),
    *POPULARITIES.values(),
    *(settings_of(each) for each in STRATEGIES.values()),
    *(settings_of(each) for each in PROTECTIONS.values()),
    *FAULTS.values(),
    *(settings_of(each) for each in FALLBACKS.values()),
)


class Parameter(NamedTuple):
    """One declared field."""

    section: type[BaseModel]
    name: str
    field: FieldInfo

    def __str__(self) -> str:
        """Section and name, for the test's identifier."""
        return f"{self.section.__name__}.{self.name}"

    @property
    def extra(self) -> dict[str, Any]:
        """Unit, slider and scale."""
        return dict(self.field.json_schema_extra or {})  # type: ignore[arg-type]

    def bound(self, kind: Any, name: str) -> float | None:
        """A bound of what is legal."""
        return next((getattr(b, name) for b in self.field.metadata if isinstance(b, kind)), None)


PARAMETERS = [
    Parameter(section, name, field)
    for section in SECTIONS
    for name, field in section.model_fields.items()
    if name not in {"name", "law"}
]
NUMERIC = [p for p in PARAMETERS if p.bound(Ge, "ge") is not None]
EVERY_PARAMETER = pytest.mark.parametrize("parameter", PARAMETERS, ids=str)
EVERY_NUMBER = pytest.mark.parametrize("parameter", NUMERIC, ids=str)


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_explains_itself(section: type[BaseModel]) -> None:
    """Every settings class has a docstring of its own."""
    assert (section.__doc__ or "").strip()


@EVERY_PARAMETER
def test_a_parameter_has_title_and_description(parameter: Parameter) -> None:
    """Both are there, and the description is a sentence."""
    assert parameter.field.title
    assert (parameter.field.description or "").rstrip().endswith(".")


@EVERY_PARAMETER
def test_a_name_ends_in_its_unit(parameter: Parameter) -> None:
    """Names that end in _s are in seconds and in _rps per second, and no other name is."""
    suffixes = {"_s": "s", "_rps": "1/s"}
    by_name = next((unit for end, unit in suffixes.items() if parameter.name.endswith(end)), None)
    unit = parameter.extra.get("unit")
    assert by_name == (unit if unit in suffixes.values() else None)


@EVERY_NUMBER
def test_a_slider_stays_within_the_bounds(parameter: Parameter) -> None:
    """The slider offers legal values only, from low to high, and none below zero on a log scale."""
    slider = parameter.extra["slider"]
    low, high = parameter.bound(Ge, "ge"), parameter.bound(Le, "le")
    assert low is not None
    assert high is not None
    assert low <= slider[0] < slider[1] <= high
    assert parameter.extra["scale"] == "linear" or slider[0] > 0


@EVERY_NUMBER
def test_a_default_is_legal(parameter: Parameter) -> None:
    """The default lies within the bounds, or is the absence of a limit."""
    default = parameter.field.default
    low, high = parameter.bound(Ge, "ge"), parameter.bound(Le, "le")
    assert default is None or low <= default <= high


@pytest.mark.parametrize("name", DECLARATIONS)
def test_a_metric_has_title_unit_and_description(name: str) -> None:
    """Seconds are called seconds, a rate is per second, and the description is a sentence."""
    declaration = DECLARATIONS[name]
    assert declaration.title
    assert declaration.description.endswith(".")
    assert ("_s_" in f"{name}_") == (declaration.unit == "s")
    assert not name.endswith("_rps") or declaration.unit == "1/s"


@pytest.mark.parametrize("name", formats())
def test_a_trace_format_says_what_it_reads(name: str) -> None:
    """A format has a docstring, a title, a place among the others, and a reader."""
    module = formats()[name]
    assert module.__doc__
    assert module.title
    assert [m.place for m in formats().values()].count(module.place) == 1
    assert callable(module.read)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_trace_names_its_source(name: str) -> None:
    """Whoever ships a trace says what it is and whose it is."""
    assert SHIPPED[name].title
    assert SHIPPED[name].attribution
