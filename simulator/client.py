"""The application's side of a scenario: its nodes, and how patient its clients are."""

from typing import Literal

from strategies.fallbacks.base import local_entries_parameter
from strategies.parameters import NO_LIMIT_S, Settings, parameter


class Client(Settings):
    """The application's side."""

    nodes: int = parameter(
        4,
        "App nodes",
        "Processes that serve requests; what is said to have process scope exists once in each.",
        low=1,
        high=255,
        slider=(1, 64),
        step=1,
    )
    clients: int = parameter(
        100,
        "Users",
        "How many people the requests come from, each request from any of them; what one of them "
        "wrote or saw before is what the guarantees of a session are about.",
        low=1,
        high=2**31 - 1,
        slider=(1, 10_000),
        scale="log",
    )
    key_formats: int = parameter(
        1,
        "Key formats",
        "In how many ways the nodes spell a key (user:123, user-123, User:123), in turn. Each "
        "spelling is an entry of its own, and a writer deletes or updates only its own.",
        low=1,
        high=3,
        step=1,
    )
    local_ttl_s: float = parameter(
        0.0,
        "Near cache TTL",
        "How long a node uses a value from its own memory before it asks the cache again; other "
        "nodes' writes are not seen that long. 0: it always asks.",
        low=0,
        high=NO_LIMIT_S,
        unit="s",
        slider=(0, 60),
        step=0.5,
    )
    local_entries: int = local_entries_parameter()
    timeout_s: float | None = parameter(
        None,
        "Timeout",
        "How long a client waits for one attempt; the abandoned work goes on. Empty: for ever.",
        low=0.000001,
        high=NO_LIMIT_S,
        unit="s",
        slider=(0.01, 60),
        scale="log",
    )
    cache_timeout_s: float = parameter(
        0.05,
        "Cache timeout",
        "How long an operation waits for a cache that does not answer at all (a cache outage of "
        "the hanging kind). Answers that come late are waited for.",
        low=0.001,
        high=3600,
        unit="s",
        slider=(0.001, 2),
        scale="log",
    )
    retries: int = parameter(
        0,
        "Retries",
        "How often a failed or timed-out attempt is repeated.",
        low=0,
        high=100,
        slider=(0, 5),
        step=1,
    )
    backoff: Literal["fixed", "exponential", "jittered"] = parameter(
        "fixed",
        "Back-off law",
        "How the wait before a retry grows: always the same, doubling, or anything between "
        "nothing and the doubled wait, by chance (full jitter), so that clients who failed "
        "together do not come back together.",
    )
    backoff_s: float = parameter(
        0.1,
        "Back-off",
        "How long a client waits before it tries again, at first.",
        low=0,
        high=3600,
        unit="s",
        slider=(0, 5),
        step=0.05,
    )
    backoff_max_s: float = parameter(
        10.0,
        "Longest back-off",
        "Where the doubling ends.",
        low=0,
        high=3600,
        unit="s",
        slider=(0, 60),
        step=0.5,
    )
    retry_budget: float | None = parameter(
        None,
        "Retry budget",
        "Retries that a node makes at most, as a share of the requests that have arrived there; "
        "it saves up to ten of them. Empty: no limit.",
        low=0,
        high=10,
        slider=(0, 1),
        step=0.05,
    )
    hedge_after_s: float | None = parameter(
        None,
        "Hedge after",
        "A read that has no answer by then is sent once more, and the first answer counts; the "
        "other one's work goes on. Empty: never.",
        low=0.000001,
        high=NO_LIMIT_S,
        unit="s",
        slider=(0.001, 10),
        scale="log",
    )
    late_results: Literal["kept", "dropped"] = parameter(
        "kept",
        "Late results",
        "What becomes of work whose client has gone: it runs to its end and still fills the "
        "cache, or it stops; a statement at the database goes on all the same.",
    )
