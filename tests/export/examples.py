"""Material of a real run, with words in it that try to break out of the file they stand in."""

from dataclasses import replace
from functools import cache

from charts import course
from charts.bars import bars
from charts.ghosts import haunted
from charts.lines import Sheet
from charts.message import Message
from charts.sequence import sequence
from export import Material, Question, Run, Words
from metrics import report
from simulator import Scenario, simulate
from simulator.version import VERSION

EVIL = '</script><script>document.title = "broken out"</script><img src=x onerror="alert(1)">'
LINK = "http://127.0.0.1:8501/?strategy.ttl_s=5&seed=1"


@cache
def material() -> Material:
    """Five seconds of the opening scenario with time lines, bars and a sequence diagram."""
    scenario = Scenario.model_validate({"workload": {"duration_s": 10, "warmup_s": 1}})
    found = report(simulate(scenario))
    draw = (course.hit_ratio, course.database, course.latency)
    figures = [each(found.timeline, 1, "cache-aside") for each in draw]
    figures.append(bars("Stale reads", "1", EVIL, {"cache-aside": 0.25, "write-through": 0.125}))
    figures.append(diagram())
    run = Run(scenario.model_dump(mode="json"), scenario.hash(), found.figures)
    asked = (
        Question(f"How many? {EVIL}", "Exactly **seven**."),
        Question("Which one?", "The *first*.", ("This", "That")),
    )
    told = Words(f"A shop. {EVIL}", "- It is *seen*.", (r"h = \lambda T",), ("A book",))
    runs = {"Cache-aside": run}
    return Material("Playground", EVIL, LINK, VERSION, runs, tuple(figures), asked, True, told)


@cache
def beside_pinned() -> Material:
    """The same beside a pinned run with seed 2, that stands behind the time lines."""
    made = material()
    plan = {**made.runs["Cache-aside"].scenario, "seed": 2}
    scenario = Scenario.model_validate(plan)
    found = report(simulate(scenario))
    pinned = {"pinned: other": Run(plan, scenario.hash(), found.figures)}
    figures = tuple(haunted(each, {"other": found.timeline}) for each in made.figures)
    return replace(made, figures=figures, pinned=pinned)


def diagram():
    """Two messages between two lifelines."""
    sheet = Sheet("A look-up", "One hit", "look-up", alt="A client asks, the cache answers.")
    steps = [Message("client", "cache", "get"), Message("cache", "client", "v1", answer=True)]
    return sequence(["client", "cache"], {"cache": "v1"}, steps, sheet)
