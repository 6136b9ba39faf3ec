"""Keys that do not exist: what remembering their absence saves."""

from math import exp


def loads_rps(absent_keys: int, read_rps: float, null_ttl_s: float) -> float:
    """Loads a second for absent keys whose absence is remembered for `null_ttl_s`.

    Exact without load time; `read_rps` is for each key. With 0 every read is a load.
    """
    return absent_keys * read_rps / (1 + read_rps * null_ttl_s)


def null_entries(absent_keys: int, read_rps: float, null_ttl_s: float) -> float:
    """How many "not found" the cache holds on average. Exact without load time."""
    reads = read_rps * null_ttl_s
    return absent_keys * reads / (1 + reads)


def scan_entries(scan_rps: float, null_ttl_s: float) -> float:
    """Entries that a scan of ever new absent keys leaves in the cache: all useless. Exact."""
    return scan_rps * null_ttl_s


def bloom_false_positives(keys: int, bits: int, hashes: int) -> float:
    """Share of absent keys that a Bloom filter lets through. Approximate, high by about 1e-5."""
    return (1 - exp(-hashes * keys / bits)) ** hashes
