"""The server's advice: each a thread that hands runs to the workers of the sweeps."""

import logging
import time
from functools import cache
from threading import Event, Lock, Thread

from advice import Advice, Lab, Task, advise
from advice.search import expected_runs
from simulator import ScenarioError, TraceError
from simulator.sweep import Crew, Store
from simulator.sweep.crew import CrewError
from ui.sweeps import MOST_REQUESTS, UNSEEN_S, Office, office

MOST_AT_ONCE = 2
"""So many searches may be under way for all visitors."""
FAILED = "The search has failed; what is finished is kept. Try again, or with a shorter run."


class Advising:
    """A search under way, or over."""

    def __init__(self, task: Task, office: Office) -> None:
        """It begins at once."""
        self.task, self.office = task, office
        self.advice: Advice | None = None
        self.sentence, self.runs = "", 0
        self.halt, self.over = Event(), Event()
        self.began_s = self.seen_s = time.monotonic()
        self.thread = Thread(target=self.work, daemon=True)
        self.thread.start()

    def work(self) -> None:
        """Search to the end, or until stopped; what goes wrong becomes a sentence."""
        try:
            self.carry_out(self.office.crew())
        except (ScenarioError, TraceError) as error:
            self.sentence = f"{str(error)[:1].upper()}{str(error)[1:]}."
        except Exception:
            logging.getLogger(__name__).exception("advice has failed")
            self.sentence = FAILED
        finally:
            self.over.set()

    def carry_out(self, crew: Crew) -> None:
        """Search with a crew, which is not asked again once it has failed."""
        try:
            with Store() as store:
                lab = Lab(crew, store, hear=self.hear, stopped=self.stopped)
                self.advice = advise(self.task, lab)
        except CrewError:
            self.office.dismiss(crew)
            raise

    def hear(self, runs: int) -> None:
        """So many runs are done."""
        self.runs = runs

    def stopped(self) -> bool:
        """Is nobody waiting any more?"""
        return self.halt.is_set() or time.monotonic() - self.seen_s > UNSEEN_S

    def seen(self) -> None:
        """Somebody looks at it."""
        self.seen_s = time.monotonic()

    def share(self) -> float:
        """About how much is done; a search does not know how long it will be."""
        return min(0.97, self.runs / expected_runs(self.task))


class Bureau:
    """Admits searches."""

    def __init__(self) -> None:
        """Nobody has asked yet."""
        self.lock = Lock()
        self.searches: list[Advising] = []

    def begin(self, task: Task) -> Advising:
        """A new search; raises ScenarioError where it is too much."""
        requests = expected_runs(task) * task.requests
        if requests > MOST_REQUESTS:
            raise ScenarioError(
                f"runs x requests must be at most {MOST_REQUESTS:,} on a page, got about "
                f"{requests:,.0f}; take a shorter run, fewer strategies or `python -m advice`"
            )
        with self.lock:
            self.searches = [each for each in self.searches if not each.over.is_set()]
            if len(self.searches) >= MOST_AT_ONCE:
                raise ScenarioError(
                    f"{MOST_AT_ONCE} searches of others are under way; try again in a minute"
                )
            self.searches.append(Advising(task, office()))
            return self.searches[-1]

    def close(self) -> None:
        """Stop everything."""
        for each in self.searches:
            each.halt.set()


@cache
def bureau() -> Bureau:
    """The one bureau of this server."""
    return Bureau()
