"""dogpile.cache for Python: a region on Redis."""

from collections.abc import Iterator
from typing import ClassVar

from advice.products.product import Product, Wish, plain, whole_s

SERVE_OLD = (
    "while one process creates the new value, others get the old one for as long as Redis keeps it."
)


class Dogpile(Product):
    """expiration_time is the soft limit of the region, redis_expiration_time Redis's own."""

    name, title, language = "dogpile", "dogpile.cache", "python"
    source = "sqlalchemy/dogpile.cache, docs: Region, Redis backends"
    carries: ClassVar = {
        "cache-aside": "get_or_create loads; the writer calls delete or set after its commit.",
        "cache-forever": "",
        "ttl": "redis_expiration_time is in whole seconds, and above expiration_time.",
        "single-flight": "always on, between the threads of a process.",
        "lock": "distributed_lock; losers wait in the lock.",
        "stale-while-revalidate": SERVE_OLD,
        "on-write-delete-after": "call region.delete after the commit.",
        "on-write-update-after": "call region.set after the commit.",
        "on-write-ttl-only": "",
    }

    def text(self, wish: Wish) -> str:
        """A configured region."""
        arguments = "".join(f"\n        {line}," for line in self.arguments(wish))
        limit = "" if wish.ttl_s is None else f"\n    expiration_time={plain(wish.ttl_s)},"
        return f"""from dogpile.cache import make_region

region = make_region().configure(
    "dogpile.cache.redis",{limit}
    arguments={{
        "url": "redis://localhost:6379/0",{arguments}
    }},
)"""

    def arguments(self, wish: Wish) -> Iterator[str]:
        """The backend's arguments."""
        if wish.ttl_s is not None:
            revalidate = wish.guards.get("stale-while-revalidate")
            window_s = revalidate.window_s if revalidate else 1.0
            yield f'"redis_expiration_time": {whole_s(wish.ttl_s) + whole_s(window_s)}'
        lock = wish.guards.get("lock")
        if lock is not None:
            yield '"distributed_lock": True'
            yield '"thread_local_lock": False'
            yield f'"lock_timeout": {whole_s(lock.lock_ttl_s)}'
            yield f'"lock_sleep": {plain(lock.poll_s)}'


PRODUCT = Dogpile()
