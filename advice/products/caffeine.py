"""Caffeine for Java: a loading cache in the process."""

from collections.abc import Iterator
from typing import ClassVar

from advice.products.product import Product, Wish, milliseconds

POLICY = "the policy is always W-TinyLFU, which mostly hits more often."


class Caffeine(Product):
    """expireAfterWrite, refreshAfterWrite, maximumSize; loads of a key are single-flight."""

    name, title, language = "caffeine", "Caffeine", "java"
    source = "ben-manes/caffeine, wiki: Eviction, Refresh, Population"
    carries: ClassVar = {
        "cache-aside": "each process has a cache of its own; all must hear of a write.",
        "read-ahead": "refreshAfterWrite counts from the write; the first read after it refreshes.",
        "cache-forever": "",
        "ttl": "",
        "single-flight": "always on, within each process.",
        "capacity": "of one process; every process has as much.",
        "on-write-ttl-only": "",
        "on-write-delete-after": "call invalidate after the commit, in every process.",
        "on-write-update-after": "call put after the commit, in every process.",
        **dict.fromkeys(("allkeys-lru", "allkeys-lfu", "allkeys-random", "lru", "lfu"), POLICY),
    }

    def text(self, wish: Wish) -> str:
        """A builder."""
        lines = "".join(f"\n    {line}" for line in self.builder(wish))
        kind = "LoadingCache<Key, Row> rows = Caffeine.newBuilder()"
        return f"{kind}{lines}\n    .build(key -> repository.load(key));"

    def builder(self, wish: Wish) -> Iterator[str]:
        """The builder's calls."""
        if wish.cache.capacity_bytes is not None:
            yield f".maximumWeight({wish.bytes}L)"
            yield ".weigher((Key key, Row row) -> row.sizeInBytes())"
        elif wish.capacity is not None:
            yield f".maximumSize({wish.capacity})"
        if wish.ttl_s is not None:
            yield f".expireAfterWrite(Duration.ofMillis({milliseconds(wish.ttl_s)}))"
            if 0 < wish.refresh_window < 1:
                refresh_s = wish.ttl_s * (1 - wish.refresh_window)
                yield f".refreshAfterWrite(Duration.ofMillis({milliseconds(refresh_s)}))"


PRODUCT = Caffeine()
