"""A small product catalogue over HTTP, on the same strategies; and the pieces it is made of.

`CachedRepository` puts a strategy before some rows, `cached` before a function, and `cache_key`
makes the one kind of key.
"""

from catalog.decorator import cached
from catalog.keys import cache_key
from catalog.repository import CachedRepository
from catalog.tier import CacheTier

__all__ = ["CacheTier", "CachedRepository", "cache_key", "cached"]
