"""The sweep itself: hands runs to a crew, keeps each as it ends, until no cell wants more."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait

from simulator.scenario import Scenario
from simulator.sentences import ScenarioError
from simulator.sweep.crew import Crew, CrewError
from simulator.sweep.estimates import Figures
from simulator.sweep.plan import Plan, requests_of
from simulator.sweep.results import Results
from simulator.sweep.store import Store, stamp

AHEAD = 2
"""Tasks handed over for each worker: none waits for work, and little waits in memory."""
TASK_REQUESTS = 250_000
"""Short runs travel together until they come to so many requests."""
LOOK_S = 0.2
"""Between two looks whether to stop."""

Measure = Callable[[Scenario], Figures]
"""What is computed of a scenario. Worker processes must be able to import it."""
Batch = Mapping[str, Scenario]
Found = tuple[str, dict[str, Figures]]
"""The worker's version, and what each run came to."""


def nobody(_: Results) -> None:
    """Hears of the progress when nobody asks for it."""


def never() -> bool:
    """When a sweep is stopped that nobody can stop."""
    return False


def sweep(
    plan: Plan,
    measure: Measure,
    crew: Crew,
    store: Store,
    *,
    hear: Callable[[Results], None] = nobody,
    stopped: Callable[[], bool] = never,
    results: Results | None = None,
) -> Results:
    """Compute what the store does not know yet; the same plan gives the same results, always.

    `hear` is told whenever something has come. Once `stopped`, runs that have not begun are left
    out and all others are kept. Raises ScenarioError.
    """
    results = results or Results(plan)
    while True:
        results.figures |= dict(store.find(results.missing()))
        hear(results)
        for found in computed(results.missing(), measure, crew, stopped):
            store.keep(found)
            results.figures |= found
            hear(results)
        if stopped() or not results.want_more():
            return results


def computed(
    runs: Batch, measure: Measure, crew: Crew, stopped: Callable[[], bool]
) -> Iterator[dict[str, Figures]]:
    """What runs come to, in the order in which they end."""
    tasks, under_way = batches(runs), set[Future[Found]]()
    try:
        while True:
            under_way |= handed_over(tasks, measure, crew, len(under_way), stopped)
            if not under_way:
                return
            done, under_way = wait(under_way, LOOK_S, FIRST_COMPLETED)
            yield from map(taken, done)
            if stopped():
                under_way = {each for each in under_way if not each.cancel()}
    except (BrokenExecutor, OSError):
        raise CrewError(
            "a worker process has died or cannot be reached; what is done is kept, "
            "start the sweep again to go on"
        ) from None
    finally:
        for each in under_way:
            each.cancel()


def handed_over(
    tasks: Iterator[Batch],
    measure: Measure,
    crew: Crew,
    under_way: int,
    stopped: Callable[[], bool],
) -> set[Future[Found]]:
    """As many tasks as there is room for, handed to the crew."""
    room = 0 if stopped() else AHEAD * crew.workers - under_way
    some = (task for _, task in zip(range(room), tasks, strict=False))
    return {crew.executor.submit(work, measure, task) for task in some}


def batches(runs: Batch) -> Iterator[Batch]:
    """Runs in tasks of about equal work."""
    batch: dict[str, Scenario] = {}
    for name, scenario in runs.items():
        batch[name] = scenario
        if sum(map(requests_of, batch.values())) >= TASK_REQUESTS:
            yield batch
            batch = {}
    if batch:
        yield batch


def work(measure: Measure, task: Batch) -> Found:
    """The worker's side."""
    return stamp(), {name: measure(scenario) for name, scenario in task.items()}


def taken(future: Future[Found]) -> dict[str, Figures]:
    """What a task came to; raises ScenarioError where a worker runs other code than we do."""
    try:
        version, found = future.result()
    except CancelledError:
        return {}
    if version != stamp():
        raise ScenarioError(
            f"the workers run version {version}, this sweep {stamp()}; bring them to the same"
        )
    return found
