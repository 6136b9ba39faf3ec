"""Numbers as a person says them: with their unit, and no more digits than count."""

THOUSAND = 1000
MINUTE_S = 60
NO_LIMIT = "no limit"
"""What an empty number is called."""
TIME_UNITS = ((86_400, "d"), (3600, "h"), (60, "min"), (1, "s"), (1e-3, "ms"), (1e-6, "µs"))


def readable(value: float | None, unit: str = "") -> str:
    """A value with its unit, as a person says it: 300 s is 5 min."""
    if value is None:
        return NO_LIMIT
    if unit == "s":
        return readable_time(value)
    if unit == "1/s":
        return f"{number(value)} /s"
    return f"{value * 100:.3g} %" if unit == "1" else f"{number(value)} {unit}".rstrip()


def readable_time(seconds: float) -> str:
    """A time span in the largest unit that it fills."""
    for size, unit in TIME_UNITS:
        if seconds >= size:
            return f"{float(f'{seconds / size:.4g}'):g} {unit}"
    return "0 s" if seconds == 0 else f"{seconds:.3g} s"


def number(value: float) -> str:
    """A number with thousands set apart and no more than four digits that count."""
    if value == int(value) or abs(value) >= THOUSAND:
        return f"{value:,.0f}"
    return f"{float(f'{value:.4g}'):g}"


def brief(value: float, unit: str = "") -> str:
    """A measured value with two digits that count, for use in a sentence."""
    rounded = float(f"{value:.2g}") if abs(value) < THOUSAND else value
    return f"{value:,.0f} s" if unit == "s" and value >= MINUTE_S else readable(rounded, unit)


def instant(at_s: float) -> str:
    """A moment of a run, to a tenth of a second."""
    return f"{at_s:,.1f} s"


def times(value: float, base: float) -> str:
    """How many times the base a value is, in brackets; nothing where there is no base."""
    return f" ({number(float(f'{value / base:.2g}'))} times)" if base > 0 else ""


def many(count: float, noun: str) -> str:
    """A whole number with what it counts, which ends in s unless there is one."""
    return f"{count:,.0f} {noun.removesuffix('s') if count == 1 else noun}"
