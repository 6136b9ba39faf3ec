"""Closed forms: numbers in, expected number out. The tests hold the simulator to them.

Rates are per second, times in seconds, ratios between 0 and 1. A hit is a read that the cache
answers without waiting; a delayed read waits for a load in progress; a miss starts a load.
Reads and writes of a key are independent Poisson streams. Infinity is a legal TTL where the
formula has a limit.
"""
