"""The shelf of lessons, found by looking into this folder: each module that has a LESSON."""

import lessons
from lessons.lesson import Lesson
from strategies.shelf import modules


def found() -> dict[str, Lesson]:
    """Every lesson by the name of its file, in teaching order."""
    shelf = {
        module.__name__.rpartition(".")[2].replace("_", "-"): module.LESSON
        for module in modules(lessons, leaving_out="shelf")
        if hasattr(module, "LESSON")
    }
    return dict(sorted(shelf.items(), key=lambda item: item[1].place))


LESSONS: dict[str, Lesson] = found()
"""Every lesson by name, in teaching order."""
