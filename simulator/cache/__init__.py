"""The cache server's memory: entries that expire, and the eviction that makes room."""
