"""nginx: a proxy cache before the service."""

from collections.abc import Iterator
from typing import ClassVar

from advice.products.product import Product, Wish, whole_s

LRU = "the cache manager removes the least recently used."


class Nginx(Product):
    """proxy_cache_valid, proxy_cache_lock, proxy_cache_use_stale; whole answers, not rows."""

    name, title, language = "nginx", "nginx", "nginx"
    source = "nginx.org, ngx_http_proxy_module"
    carries: ClassVar = {
        "cache-aside": "nginx caches answers by their address and hears of no write.",
        "ttl": "in whole seconds; a header of the service goes before it.",
        "null-ttl": "for answers 404.",
        "single-flight": "proxy_cache_lock; those who wait longer than its timeout go on, and "
        "their answers are not cached.",
        "stale-while-revalidate": "without a limit of its own: until `inactive` removes the entry.",
        "stale-if-error": "without a limit of its own: until `inactive` removes the entry.",
        "capacity": "max_size is of files on disk, checked every so often.",
        "on-write-ttl-only": "",
        **dict.fromkeys(("allkeys-lru", "lru", "sampled-lru"), LRU),
    }

    def text(self, wish: Wish) -> str:
        """The cache, then a location."""
        inside = "".join(f"\n    {line}" for line in self.location(wish))
        return f"{self.path(wish)}\n\nlocation / {{{inside}\n}}"

    def path(self, wish: Wish) -> str:
        """Where the cache lies and how large it is."""
        size = "" if wish.bytes is None else f" max_size={max(1, round(wish.bytes / 1024))}k"
        windows = [getattr(each, "window_s", 0.0) for each in wish.guards.values()]
        kept_s = whole_s((wish.ttl_s or 86_400) + max(windows, default=0.0))
        return f"proxy_cache_path /var/cache/nginx keys_zone=advised:10m inactive={kept_s}s{size};"

    def location(self, wish: Wish) -> Iterator[str]:
        """The location's lines."""
        yield "proxy_pass http://service;"
        yield "proxy_cache advised;"
        if wish.ttl_s:
            yield f"proxy_cache_valid 200 {whole_s(wish.ttl_s)}s;"
        if wish.null_ttl_s:
            yield f"proxy_cache_valid 404 {whole_s(wish.null_ttl_s)}s;"
        if "single-flight" in wish.guards:
            yield "proxy_cache_lock on;"
        stale = ["error timeout"] if "stale-if-error" in wish.guards else []
        stale += ["updating"] if "stale-while-revalidate" in wish.guards else []
        if stale:
            yield f"proxy_cache_use_stale {' '.join(stale)};"
        if "stale-while-revalidate" in wish.guards:
            yield "proxy_cache_background_update on;"


PRODUCT = Nginx()
