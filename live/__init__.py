"""Real time: the same scenarios on a real cache and a real database; the same log comes out.

`measure(scenario)` runs one. By default both parts are embedded; `Places.from_environment()` takes
the servers that REDIS_URL and DATABASE_URL name.
"""

from live.errors import Ended, LiveError
from live.places import Places
from live.run import Measured, measure

__all__ = ["Ended", "LiveError", "Measured", "Places", "measure"]
