"""Eviction: who must go when the cache is full. One policy a file; `shelf` names them all."""
