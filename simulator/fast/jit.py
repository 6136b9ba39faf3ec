"""Compiles the kernel's functions once and keeps them on disk.

Numba notices a change only in the file of the function itself; ours share constants and call each
other across files, so the folder is named after the content of all of them.
"""

import hashlib
import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

numba: Any
try:
    numba = importlib.import_module("numba")
except ImportError:  # pragma: no cover - exercised in a process of its own
    numba = None

F = TypeVar("F", bound=Callable[..., object])


def cache_folder() -> Path:
    """A folder that belongs to exactly this version of the kernel."""
    here = Path(__file__).parent
    digest = hashlib.sha256()
    shared = (here.parent / "clock.py", *(here.parent / "cache").rglob("*.py"))
    for source in sorted([*here.glob("*.py"), *shared]):
        digest.update(source.read_bytes())
    return here / "__pycache__" / f"kernel-{digest.hexdigest()[:16]}"


FOLDER = str(cache_folder())


def compiled(function: F) -> F:
    """The function, compiled; without numba the function itself, with the same results.

    None of ours allocates, so numba need not count references to arrays (`_nrt`): counting them
    at every call between small functions took a third of the time.
    """
    if numba is None:
        return function
    before, numba.config.CACHE_DIR = numba.config.CACHE_DIR, FOLDER
    try:
        made: F = numba.njit(cache=True, _nrt=False)(function)
    finally:
        numba.config.CACHE_DIR = before
    return made
