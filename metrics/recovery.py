"""Recovery: whether a run came back after its faults, and how long that took."""

from typing import ClassVar

from metrics.family import Declaration, Family, Number
from metrics.seen import Seen
from simulator.log import Log


class Recovery(Family):
    """Judged over time, against the run before the first fault; see `metrics.incidents`."""

    place = 6
    declarations: ClassVar = {
        "recovered": Declaration(
            "Recovered",
            "",
            "higher",
            "1 if p99 read latency, failures and queue came back to within 10 % of before the "
            "faults and stayed there, 0 if they did not by the end of the run.",
        ),
        "recovery_s": Declaration(
            "Time to recover",
            "s",
            "lower",
            "From the end of the faults until p99 read latency, failures and queue are back "
            "within 10 % of before and stay there; of several incidents the longest.",
        ),
    }

    def figures(self, log: Log) -> dict[str, Number]:
        """Nothing that a chunk could tell."""
        return {}

    def over_time(self, seen: Seen) -> dict[str, Number]:
        """The worst of the incidents; None without any."""
        if not seen.incidents:
            return {"recovered": None, "recovery_s": None}
        times_s = [incident.recovery_s for incident in seen.incidents]
        known_s = [each for each in times_s if each is not None]
        back = len(known_s) == len(times_s)
        return {"recovered": int(back), "recovery_s": max(known_s) if back else None}
