"""Oracle Coherence: a backing map before a database, as XML of the cache configuration."""

from collections.abc import Iterator
from typing import ClassVar

from advice.products.product import Product, Wish, milliseconds, plain

POLICIES = {"allkeys-lru": "LRU", "lru": "LRU", "sampled-lru": "LRU"}
POLICIES |= {"allkeys-lfu": "LFU", "lfu": "LFU"}
"""Our policies by Coherence's names; it has HYBRID besides, its default."""
QUEUE = (
    "the write queue waits from a key's first write, like our first-write; its size limit, "
    "overflow and durability are those of the cluster."
)


class Coherence(Product):
    """read-write-backing-map-scheme: expiry, size, refresh-ahead, write-behind."""

    name, title, language = "coherence", "Oracle Coherence", "xml"
    source = "oracle/coherence, ReadWriteBackingMapScheme.java; Developing Applications, appendix B"
    carries: ClassVar = {
        "read-ahead": "refresh-ahead-factor counts the share that remains, as here.",
        "write-through": "a store that fails reaches the caller and leaves the cache unchanged.",
        "write-behind": QUEUE,
        "ttl": "",
        "single-flight": "the map loads a key once; it lies on one member of the cluster.",
        "capacity": "high-units is per member: divide by the number of members.",
        **{ours: f"the eviction-policy is {theirs}." for ours, theirs in POLICIES.items()},
    }

    def text(self, wish: Wish) -> str:
        """A distributed scheme."""
        outer = "".join(f"\n      {line}" for line in self.outer(wish))
        inner = "".join(f"\n          {line}" for line in self.inner(wish))
        return f"""<distributed-scheme>
  <scheme-name>advised</scheme-name>
  <backing-map-scheme>
    <read-write-backing-map-scheme>
      <internal-cache-scheme>
        <local-scheme>{inner}
        </local-scheme>
      </internal-cache-scheme>
      <cachestore-scheme>
        <class-scheme><class-name>com.example.YourCacheStore</class-name></class-scheme>
      </cachestore-scheme>{outer}
    </read-write-backing-map-scheme>
  </backing-map-scheme>
</distributed-scheme>"""

    def inner(self, wish: Wish) -> Iterator[str]:
        """The local scheme: policy, size, expiry, in the order of the schema."""
        if wish.cache.eviction in POLICIES and wish.bytes is not None:
            yield f"<eviction-policy>{POLICIES[wish.cache.eviction]}</eviction-policy>"
        if wish.cache.capacity_bytes is not None:
            yield f"<high-units>{wish.bytes}</high-units>"
            yield "<unit-calculator>BINARY</unit-calculator>"
        elif wish.capacity is not None:
            yield f"<high-units>{wish.capacity}</high-units>"
        if wish.ttl_s is not None:
            yield f"<expiry-delay>{milliseconds(wish.ttl_s)}ms</expiry-delay>"

    def outer(self, wish: Wish) -> Iterator[str]:
        """The backing map: write-behind and refresh-ahead."""
        if wish.strategy.name == "write-behind":
            yield f"<write-delay>{milliseconds(wish.strategy.flush_interval_s)}ms</write-delay>"
            yield f"<write-batch-factor>{plain(wish.strategy.batch_factor)}</write-batch-factor>"
            yield f"<write-max-batch-size>{wish.strategy.batch_size}</write-max-batch-size>"
        if wish.refresh_window:
            yield f"<refresh-ahead-factor>{plain(wish.refresh_window)}</refresh-ahead-factor>"


PRODUCT = Coherence()
