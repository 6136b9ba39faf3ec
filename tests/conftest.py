"""What all tests share: how hard hypothesis tries.

By default every run draws the same examples. LAB_EXAMPLES=2000 draws so many new ones a test.
"""

import os
import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

EXAMPLES = os.environ.get("LAB_EXAMPLES")

settings.register_profile(
    "lab",
    max_examples=int(EXAMPLES or 100),
    derandomize=EXAMPLES is None,
    database=None,
    deadline=None,
    print_blob=EXAMPLES is not None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("lab")


@pytest.fixture(autouse=True)
def own_main() -> Iterator[None]:
    """A page under test takes the place of the main module; processes started later import that."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main
