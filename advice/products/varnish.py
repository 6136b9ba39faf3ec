"""Varnish: a cache of answers before the service, in VCL."""

from collections.abc import Iterator
from typing import ClassVar

from advice.products.product import Product, Wish, milliseconds

LRU = "storage removes the least recently used."


class Varnish(Product):
    """beresp.ttl and beresp.grace; requests for the same object wait for one fetch."""

    name, title, language = "varnish", "Varnish", "c"
    source = "varnish-cache.org, users guide: Grace mode and keep; varnishd(1)"
    carries: ClassVar = {
        "cache-aside": "Varnish caches answers by their address; a write must purge or ban them.",
        "ttl": "",
        "null-ttl": "for answers 404.",
        "single-flight": "always on: requests for one object wait for one fetch.",
        "stale-while-revalidate": "grace: the old answer is delivered while one fetch goes on.",
        "stale-if-error": "grace also bridges a backend whose probe says that it is sick.",
        "bulkhead": "max_connections refuses what is beyond; nothing waits.",
        "capacity": "the storage of varnishd counts bytes, with some overhead for each object.",
        "on-write-delete-after": "the writer sends a PURGE for each address that shows the row.",
        "on-write-ttl-only": "",
        **dict.fromkeys(("allkeys-lru", "lru", "sampled-lru"), LRU),
    }

    def text(self, wish: Wish) -> str:
        """The start of the server as a comment, then VCL."""
        size = "" if wish.bytes is None else f" -s malloc,{max(1, round(wish.bytes / 1024))}k"
        inside = "".join(f"\n    {line}" for line in self.response(wish))
        return f"""# varnishd -f advised.vcl{size}
vcl 4.1;

backend service {{
    .host = "127.0.0.1";
    .port = "8080";{self.connections(wish)}
}}

sub vcl_backend_response {{{inside}
}}"""

    def connections(self, wish: Wish) -> str:
        """The bulkhead."""
        guard = wish.guards.get("bulkhead")
        return "" if guard is None else f"\n    .max_connections = {guard.max_loads};"

    def response(self, wish: Wish) -> Iterator[str]:
        """How long an answer lives, fresh and stale."""
        if wish.ttl_s is not None:
            yield f"set beresp.ttl = {milliseconds(wish.ttl_s)}ms;"
        windows = [getattr(each, "window_s", 0.0) for each in wish.guards.values()]
        yield f"set beresp.grace = {round(max(windows, default=0.0))}s;"
        if wish.null_ttl_s:
            absent = f"set beresp.ttl = {milliseconds(wish.null_ttl_s)}ms;"
            yield f"if (beresp.status == 404) {{ {absent} }}"


PRODUCT = Varnish()
