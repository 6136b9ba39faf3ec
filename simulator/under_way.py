"""What is under way in a run, the same for both engines, and what of it dies with a node."""

from typing import Any

from strategies.effects import ClientGone


class UnderWay:
    """Counts activities, and knows them by the node whose process they die with."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.busy = self.standing = 0
        self.under_way: dict[Any, None] = {}
        self.closing = False

    def count(self, activity: Any, change: int) -> None:
        """Note how much is under way, apart from standing work that sleeps."""
        if activity.standing:
            self.standing += change * (not activity.idle)
        else:
            self.busy += change

    def start(self, activity: Any, news: ClientGone | None = None) -> None:
        """Begin background work, or go on with rules that are thrown some news."""
        raise NotImplementedError

    def leave(self, activity: Any) -> None:
        """It is over; if its process has died, it was before."""
        raise NotImplementedError

    def forsake(self, activity: Any) -> None:
        """Its client has gone, and late results are dropped: its rules are told, and end.

        What it has asked of a server goes on there, and the run with it; the answer is not heard.
        """
        activity.deaf = True
        if activity.waits:
            self.leave(activity)
            activity.dead = True
        self.start(type(activity)(activity.rules, activity.node), ClientGone())

    def kill(self, node: int) -> list[Any]:
        """All that is under way on a node ends; answers what that was, oldest first."""
        killed = [activity for activity in self.under_way if activity.node == node]
        for activity in killed:
            activity.dead = activity.deaf = True
            activity.rules.close()
            self.count(activity, -1)
            del self.under_way[activity]
        return killed
