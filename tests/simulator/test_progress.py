"""Progress at a terminal."""

from io import StringIO

from simulator.progress import Progress


class Terminal(StringIO):
    """A stream that somebody watches."""

    def isatty(self) -> bool:
        """It is one."""
        return True


def test_share_rate_and_time_left() -> None:
    """A quarter of a million requests in 5 s: 50,000 a second, 15 s to go."""
    progress = Progress("replayed", 1_000_000, Terminal())
    assert progress.line(0.25, 5) == "25% replayed, 50,000 requests/s, about 15 s left"


def test_what_is_done_at_once_shows_nothing() -> None:
    """Neither on a terminal in the first second, nor where nobody watches."""
    for stream in (Terminal(), StringIO()):
        progress = Progress("read", stream=stream)
        progress(0.5)
        progress.end()
        assert stream.getvalue() == ""


def test_a_long_wait_is_told_and_wiped() -> None:
    """The line goes when all is done."""
    stream = Terminal()
    progress = Progress("read", stream=stream)
    progress.began_s = progress.told_s = progress.began_s - 10
    progress(0.5)
    assert "50% read, about 10 s left" in stream.getvalue()
    progress.end()
    assert stream.getvalue().endswith("\r\033[K")
