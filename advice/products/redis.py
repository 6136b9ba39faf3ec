"""Redis: the server's memory settings, and how the application sets and deletes a key."""

from collections.abc import Iterator
from typing import ClassVar

from advice.products.product import Product, Wish, milliseconds

SERVER = (
    "allkeys-lru",
    "allkeys-lfu",
    "allkeys-random",
    "volatile-lru",
    "volatile-lfu",
    "volatile-random",
    "volatile-ttl",
    "noeviction",
)
"""Values of `maxmemory-policy`."""
APPLICATION = "a rule of the application, which sends these commands."
ON_WRITE = {
    "delete-after": "the writer sends UNLINK after its commit.",
    "delete-before": "the writer sends UNLINK before its commit.",
    "double-delete": "the writer sends UNLINK before its commit and once more later.",
    "update-after": "the writer sends SET after its commit.",
    "ttl-only": "",
}


class Redis(Product):
    """maxmemory, maxmemory-policy, and SET with PX: milliseconds, since TTLs are drawn."""

    name, title, language = "redis", "Redis", "ini"
    source = "redis.conf; SET and UNLINK in the command reference"
    carries: ClassVar = {
        "cache-aside": APPLICATION,
        "read-ahead": "PTTL tells how much is left; the application starts the refresh.",
        "write-through": APPLICATION,
        "cache-forever": APPLICATION,
        "ttl": "",
        "null-ttl": "the application stores a mark for 'not found'.",
        "ttl-jitter": "the application draws the PX of each SET.",
        "lock": "SET with NX and PX takes it, and a script that compares the token frees it.",
        "capacity": "maxmemory counts buffers and fragments too; leave it some room.",
        **dict.fromkeys(SERVER, ""),
        **{f"on-write-{how}": words for how, words in ON_WRITE.items()},
    }

    def text(self, wish: Wish) -> str:
        """redis.conf, then the commands as comments."""
        return "\n".join([*self.server(wish), *self.commands(wish)])

    def server(self, wish: Wish) -> Iterator[str]:
        """Lines of redis.conf."""
        if wish.bytes is None:
            return
        yield f"maxmemory {wish.bytes}"
        if wish.cache.eviction in SERVER:
            yield f"maxmemory-policy {wish.cache.eviction}"
        yield f"maxmemory-samples {wish.cache.maxmemory_samples}"

    def commands(self, wish: Wish) -> Iterator[str]:
        """What the application sends."""
        ttl_s = wish.ttl_s
        yield "# after a load:"
        if ttl_s is None:
            yield "#   SET key value"
        elif wish.jitter_s:
            low, high = ttl_s - wish.jitter_s, ttl_s + wish.jitter_s
            if wish.guards["ttl-jitter"].mode == "additive":
                low = ttl_s
            yield f"#   SET key value PX <{milliseconds(low)} to {milliseconds(high)}>"
        else:
            yield f"#   SET key value PX {milliseconds(ttl_s)}"
        if "lock" in wish.guards:
            lock_s = wish.guards["lock"].lock_ttl_s
            yield f"#   SET lock:key token NX PX {milliseconds(lock_s)}   (before a load)"


PRODUCT = Redis()
