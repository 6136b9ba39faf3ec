"""FusionCache for .NET: the default options of an entry."""

from collections.abc import Iterator
from typing import ClassVar

from advice.products.product import Product, Wish, plain

DAYS_S = 86_400.0


class FusionCache(Product):
    """FusionCacheEntryOptions: Duration, JitterMaxDuration, EagerRefreshThreshold, fail-safe."""

    name, title, language = "fusioncache", "FusionCache", "csharp"
    source = (
        "ZiggyCreatures/FusionCache, docs/Options.md, FailSafe.md, EagerRefresh.md, Timeouts.md"
    )
    carries: ClassVar = {
        "cache-aside": "GetOrSet loads; the writer calls Remove or Set after its commit.",
        "read-ahead": "EagerRefreshThreshold counts the elapsed share of the duration.",
        "ttl": "",
        "null-ttl": "a factory that finds nothing sets its own, shorter Duration.",
        "ttl-jitter": "JitterMaxDuration only lengthens; the Duration is cut to keep the mean.",
        "single-flight": "always on, within each process.",
        "stale-while-revalidate": "by fail-safe with a soft timeout of 1 ms: after that the "
        "reader of an expired entry gets the old value, and the load goes on.",
        "stale-if-error": "by fail-safe.",
        "capacity": "the SizeLimit of the memory level, of which every entry has a Size of 1; the "
        "distributed level has its own.",
        "on-write-delete-after": "call Remove after the commit; with a backplane all nodes hear.",
        "on-write-update-after": "call Set after the commit.",
        "on-write-ttl-only": "",
    }

    def text(self, wish: Wish) -> str:
        """A registration."""
        options = ",\n".join(f"        {line}" for line in self.options(wish))
        head = "services.AddFusionCache()\n    .WithDefaultEntryOptions(new FusionCacheEntryOptions"
        return f"{head}\n    {{\n{options}\n    }}){self.limit(wish)};"

    def limit(self, wish: Wish) -> str:
        """The memory level with its limit."""
        if wish.capacity is None:
            return ""
        options = f"new MemoryCacheOptions {{ SizeLimit = {wish.capacity} }}"
        return f"\n    .WithMemoryCache(new MemoryCache({options}))"

    def options(self, wish: Wish) -> Iterator[str]:
        """The options that differ from the defaults."""
        base_s = wish.ttl_s
        if base_s is None:
            yield "Duration = TimeSpan.MaxValue"
        else:
            additive = wish.jitter_s and wish.guards["ttl-jitter"].mode == "additive"
            shorter_s = 0.0 if additive else wish.jitter_s
            yield f"Duration = {span(base_s - shorter_s)}"
            if wish.jitter_s:
                yield f"JitterMaxDuration = {span(wish.jitter_s + shorter_s)}"
        if 0 < wish.refresh_window < 1:
            yield f"EagerRefreshThreshold = {plain(round(1 - wish.refresh_window, 4))}f"
        yield from self.fail_safe(wish, base_s or 0.0)
        if wish.capacity is not None:
            yield "Size = 1"

    def fail_safe(self, wish: Wish, ttl_s: float) -> Iterator[str]:
        """Serving what has expired."""
        fail = wish.guards.get("stale-if-error")
        revalidate = wish.guards.get("stale-while-revalidate")
        if fail or revalidate:
            window_s = max(seconds(fail), seconds(revalidate))
            yield "IsFailSafeEnabled = true"
            yield f"FailSafeMaxDuration = {span(ttl_s + window_s)}"
        if revalidate:
            yield "FactorySoftTimeout = TimeSpan.FromMilliseconds(1)"


def seconds(guard: object) -> float:
    """The window of a protection that serves what has expired."""
    return float(getattr(guard, "window_s", 0.0))


def span(seconds: float) -> str:
    """A TimeSpan."""
    return f"TimeSpan.FromSeconds({plain(seconds)})"


PRODUCT = FusionCache()
