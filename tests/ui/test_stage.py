"""The stage, with processes of its own."""

from time import monotonic

from live import Places
from simulator import Scenario
from ui.stage import Show, Stage

PATIENCE_S = 60.0


def over(show: Show) -> bool:
    """Wait until it has come to something."""
    until_s = monotonic() + PATIENCE_S
    while not show.look(0.1) and monotonic() < until_s:
        pass
    return show.over


def test_what_is_done_comes_back() -> None:
    """Nothing has been left in the embedded parts."""
    stage = Stage()
    show = stage.begin("clean", Scenario(), Places())
    assert show is not None
    assert over(show)
    assert str(show.answer).startswith("0 in Redis, 0 tables")
    stage.close()


def test_one_at_a_time_and_the_end_of_the_server_ends_it() -> None:
    """The second is refused while the first is on; nothing is left running."""
    stage = Stage()
    first = stage.begin("run", Scenario(), Places())
    assert first is not None
    assert stage.begin("run", Scenario(), Places()) is None
    stage.close()
    assert not first.process.is_alive()


def test_a_process_that_dies_is_told_in_a_sentence() -> None:
    show = Show("run", Scenario(), Places())
    show.process.kill()
    assert over(show)
    assert show.sentence == "The process that measured this has died; run it again."
    show.process.join()
