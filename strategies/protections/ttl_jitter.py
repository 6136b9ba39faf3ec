"""TTL jitter: entries stored together no longer expire together."""

from typing import Literal

from strategies.parameters import Settings, parameter
from strategies.protections.base import Lifetime, Protection


class TtlJitterSettings(Settings):
    """Parameters of the TTL jitter."""

    name: Literal["ttl-jitter"] = "ttl-jitter"
    spread: float = parameter(
        0.1,
        "Jitter",
        "Width of the random part as a share of the TTL.",
        low=0,
        high=1,
        slider=(0, 0.5),
        step=0.01,
    )
    mode: Literal["symmetric", "additive"] = parameter(
        "symmetric",
        "Jitter mode",
        "Symmetric draws from TTL x (1 - spread) to TTL x (1 + spread) and keeps the mean; "
        "additive only lengthens, which raises the mean and with it the hit ratio.",
    )


class TtlJitter(Protection):
    """Draws each entry's lifetime anew, so that a mass fill does not become a mass expiry.

    It spreads many keys; for one hot key it does nothing, since a single expiry is still a
    single instant. Under Poisson reads the hit ratio depends on the mean lifetime only.

    When: Many entries are stored at once, as after a deployment, and would expire at once.

    Cost: Nothing but a TTL that is only known on average.

    Sources: Amazon Builders' Library, Caching challenges and strategies.
    """

    name = "ttl-jitter"
    settings: TtlJitterSettings

    def lifetime(self, lifetime: Lifetime) -> Lifetime:
        """Stretch or shrink both limits by one random factor."""
        draw = self.random.random()
        if self.settings.mode == "symmetric":
            draw = 2 * draw - 1
        factor = 1 + self.settings.spread * draw
        return Lifetime(lifetime.soft_s * factor, lifetime.hard_s * factor)
