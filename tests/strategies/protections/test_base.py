"""What a protection answers when it has nothing to say, and how verdicts combine."""

from strategies.effects import Entry, Key, Load, Spawn, Value
from strategies.protections.base import Lifetime, Protection, Verdict
from strategies.shelf import STRATEGIES, settings_of
from tests.strategies.stepping import Steps, strategy

ENTRY = Entry(Value(0), 0, 10, 10)


class Strict(Protection):
    """Answers with a given verdict."""

    def found(self, key: Key, entry: Entry, now_s: float) -> Verdict:
        """The settings are the verdict."""
        verdict: Verdict = self.settings
        return verdict


def guarded(*verdicts: Verdict) -> Steps:
    """A read that found an entry, under protections with these verdicts."""
    guards = [Strict(verdict) for verdict in verdicts]  # type: ignore[arg-type]
    rules = STRATEGIES["cache-aside"](settings_of(STRATEGIES["cache-aside"])(), guards, {})
    return Steps(rules.read(5)).answer(ENTRY).answer(1.0)


def test_the_default_answers_are_harmless() -> None:
    """The lifetime as it is, use what is found, do the work, quiet for an entry's life."""
    protection = Protection(settings_of(STRATEGIES["no-cache"])())
    work = strategy("cache-aside").load_and_fill
    assert protection.lifetime(Lifetime(1, 2)) == Lifetime(1, 2)
    assert protection.found(0, ENTRY, 5) is Verdict.USE
    assert protection.around(work) == work
    assert protection.quiet_until_s(ENTRY) >= ENTRY.expires_at_s


def test_the_strictest_verdict_counts() -> None:
    """Use and reload is reload; use and refresh is refresh."""
    assert guarded(Verdict.USE, Verdict.USE).returned == Value(0)
    assert guarded(Verdict.USE, Verdict.RELOAD, Verdict.REFRESH).asks(Load(5))
    assert isinstance(guarded(Verdict.REFRESH, Verdict.USE).effect, Spawn)
