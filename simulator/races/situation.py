"""Who takes part in a race, and what may go wrong meanwhile."""

from strategies.parameters import Settings, parameter


class Situation(Settings):
    """A few readers and writers of one key, and the accidents that may befall them."""

    readers: int = parameter(
        2,
        "Readers",
        "How many reads of the key there may be, one after or beside the other.",
        low=1,
        high=3,
    )
    writers: int = parameter(
        1, "Writers", "How many writes of the key there may be.", low=1, high=2
    )
    cached: bool = parameter(
        True, "Cached at the start", "The cache holds the key's first version at the start."
    )
    expires: bool = parameter(
        False, "Entry may vanish", "Once, at any moment, the entry may expire or be evicted."
    )
    replica_lag: bool = parameter(
        False,
        "Replica lag",
        "Loads read from a replica, which applies each commit at some later moment.",
    )
    lost_delete: bool = parameter(
        False, "Lost delete", "Once, a delete may get lost on its way to the cache."
    )
