"""Any entry, each as likely as any other."""

from simulator.cache.eviction.choice import Choice
from strategies.effects import Key


class Uniform(Choice):
    """Redis's allkeys-random and volatile-random."""

    def victim(self, now_ns: int) -> Key | None:
        """One drawn evenly."""
        return self.candidates.any(self.chance)
