"""The stage: one live run at a time for the whole server, in a process of its own.

Two would disturb each other's figures. A process of its own has its own clock and its own
interpreter: what a page computes meanwhile does not make requests late.
"""

import multiprocessing
from functools import cache
from threading import Lock

from live import Places
from simulator import Scenario
from ui.measuring import work

DIED = "The process that measured this has died; run it again."
BUSY = "Another visitor's live run is under way, and two would disturb each other; try again soon."


class Show:
    """One run, calibration or cleaning under way, and what it came to."""

    def __init__(self, what: str, scenario: Scenario, places: Places) -> None:
        """It begins at once."""
        context = multiprocessing.get_context("spawn")
        self.what, self.scenario = what, scenario
        self.share, self.answer, self.sentence, self.leftovers = 0.0, None, "", ""
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=work, args=(theirs, what, scenario, places))
        self.process.start()
        theirs.close()

    def look(self, wait_s: float = 0.0) -> bool:
        """Hear what there is to be heard; True once it is over."""
        while not self.over and self.pipe.poll(wait_s):
            wait_s = 0.0
            self.hear()
        return self.over

    def hear(self) -> None:
        """One message, or the end of all."""
        try:
            name, value = self.pipe.recv()
        except (EOFError, OSError):
            name, value = "sentence", DIED
        setattr(self, name, value)

    @property
    def over(self) -> bool:
        """Has it come to something?"""
        return bool(self.sentence) or self.answer is not None

    def stop(self) -> None:
        """End it in an orderly way: it removes what it has made."""
        self.process.terminate()


class Stage:
    """Holds the one show that may be on."""

    def __init__(self) -> None:
        """Nothing is on."""
        self.lock = Lock()
        self.on: Show | None = None

    def begin(self, what: str, scenario: Scenario, places: Places) -> Show | None:
        """A new show; None while another is on."""
        with self.lock:
            if self.on is not None and self.on.process.is_alive() and not self.on.look():
                return None
            self.on = Show(what, scenario, places)
            return self.on

    def close(self) -> None:
        """End what is on; for the end of the server."""
        with self.lock:
            if self.on is not None and self.on.process.is_alive():
                self.on.stop()
                self.on.process.join()


@cache
def stage() -> Stage:
    """The one stage of this server."""
    return Stage()
