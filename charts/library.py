"""The plotting script that browsers need, as the installed plotly package has it."""

from importlib.resources import files

from plotly.offline import get_plotlyjs_version

SCRIPT_ADDRESS = f"lab/plotly-{get_plotlyjs_version()}.min.js"
"""Where the app serves it; the version is in the name."""


def script() -> bytes:
    """The script's text, about five megabytes."""
    return files("plotly").joinpath("package_data", "plotly.min.js").read_bytes()
