"""What hands out keys, under whatever law."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.int64]


class KeySource(Protocol):
    """Hands out keys in blocks."""

    def draw(self, n: int) -> Keys:
        """The next n keys."""
        ...
