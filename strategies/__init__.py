"""The rules of caching, one file each: what a strategy asks of cache and database, and when."""
