"""The layer rules that one table can state; import-linter checks the arrows between packages."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

MAY_IMPORT = {  # beside the standard library and itself
    "app.py": {"streamlit", "ui"},
    "pages": {"streamlit", "ui"},
    "ui": {"numpy", "segno", "streamlit", "starlette", "pandas", "pydantic"}
    | {
        "advice",
        "charts",
        "export",
        "lessons",
        "live",
        "metrics",
        "simulator",
        "strategies",
        "theory",
    },
    "advice": {"numpy", "scipy", "metrics", "simulator", "strategies"},
    "catalog": {"fastapi", "pydantic", "redis", "sqlalchemy", "uvicorn"}
    | {"live", "simulator", "strategies"},
    "live": {"asyncpg", "fakeredis", "numpy", "pydantic", "redis", "sqlalchemy"}
    | {"simulator", "strategies"},
    "lessons": {"pydantic", "charts", "metrics", "simulator", "strategies", "theory"},
    "live/__main__.py": {"metrics"},
    "export": {"markdown_it", "nbformat", "pandas", "pptx", "segno"}
    | {"charts", "metrics", "strategies"},
    "charts": {"numpy", "pandas", "plotly"},
    "metrics": {"numpy", "pandas", "scipy", "simulator"},
    "theory": {"numpy", "scipy"},
    "simulator": {"backports", "numba", "numpy", "pandas", "pydantic", "simpy", "strategies"},
    "simulator/__main__.py": {"metrics"},
    "simulator/sweep/crew.py": {"distributed"},
    "simulator/sweep/estimates.py": {"metrics"},
    "simulator/sweep/figures.py": {"metrics"},
    "strategies": {"pydantic"},
}
REAL_TIME = {"asyncio"}
IN_REAL_TIME = {"catalog", "live"}
CLOCK_SOCKET_THREAD = {
    "asyncio",
    "datetime",
    "logging",
    "socket",
    "subprocess",
    "threading",
    "time",
}


def sources() -> list[Path]:
    """The source files of the house: neither tests nor benchmarks nor documents."""
    files = [*ROOT.glob("*.py"), *ROOT.glob("[a-z]*/**/*.py")]
    names = [file.relative_to(ROOT) for file in files]
    return sorted(name for name in names if name.parts[0] not in {"benchmarks", "docs", "tests"})


def imported(text: str) -> set[str]:
    """The top-level names that a source text imports."""
    names = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return {name.split(".")[0] for name in names}


def allowed(source: Path) -> set[str]:
    """What a source file may import, the standard library included."""
    package = source.parts[0]
    library = set(sys.stdlib_module_names)
    if package not in IN_REAL_TIME:
        library -= CLOCK_SOCKET_THREAD if package == "strategies" else REAL_TIME
    return library | {package} | MAY_IMPORT[package] | MAY_IMPORT.get(source.as_posix(), set())


def test_the_imports_of_a_text_are_its_top_level_names() -> None:
    text = "import os.path, numpy as np\nfrom simulator.log import Log\nfrom . import near"
    assert imported(text) == {"os", "numpy", "simulator"}


def test_every_package_says_what_it_may_import() -> None:
    assert {source.parts[0] for source in sources()} <= MAY_IMPORT.keys()


@pytest.mark.parametrize("source", sources(), ids=str)
def test_a_file_imports_only_what_its_layer_may(source: Path) -> None:
    text = (ROOT / source).read_text(encoding="utf-8")
    assert imported(text) - allowed(source) == set()
