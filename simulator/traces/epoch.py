"""Units of recorded instants, guessed from how large the first one is."""

EPOCHS = ((1e17, "ns"), (1e14, "us"), (1e11, "ms"))
"""Since 1970 a clock of that unit has counted further than this."""


def time_unit_of(text: str) -> str:
    """The unit in which a recorded instant counts: seconds unless it is too large for them."""
    try:
        value = abs(float(text))
    except ValueError:
        return "s"
    return next((unit for least, unit in EPOCHS if value >= least), "s")
