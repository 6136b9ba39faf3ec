"""Redis commands as accesses: which keys a command reads, writes, sets or deletes."""

from collections.abc import Iterator, Sequence

from simulator.traces.columns import DELETE, READ, SET, WRITE
from simulator.traces.rows import Access

READS = set(
    b"GET GETRANGE SUBSTR STRLEN EXISTS HGET HGETALL HMGET HLEN HEXISTS HKEYS HVALS LRANGE LLEN "
    b"LINDEX SMEMBERS SISMEMBER SCARD ZRANGE ZSCORE ZCARD ZRANK ZRANGEBYSCORE GETEX GETBIT "
    b"BITCOUNT XRANGE XLEN DUMP TYPE TTL PTTL".split()
)
SETS = {b"SET", b"SETEX", b"PSETEX", b"SETNX", b"GETSET"}
WRITES = set(
    b"INCR INCRBY INCRBYFLOAT DECR DECRBY APPEND SETRANGE SETBIT HSET HMSET HSETNX HDEL HINCRBY "
    b"HINCRBYFLOAT LPUSH RPUSH LPOP RPOP LSET LTRIM LREM LINSERT SADD SREM SPOP ZADD ZREM ZINCRBY "
    b"ZREMRANGEBYSCORE XADD XTRIM PFADD RENAME RESTORE COPY".split()
)
DELETES = {b"DEL", b"UNLINK", b"GETDEL"}
MANY = {b"MGET": READ, b"DEL": DELETE, b"UNLINK": DELETE, b"EXISTS": READ}
"""Every argument is a key."""
CODES = (
    dict.fromkeys(READS, READ)
    | dict.fromkeys(SETS, SET)
    | dict.fromkeys(WRITES, WRITE)
    | dict.fromkeys(DELETES, DELETE)
)
SPANS_NS = {b"EX": 10**9, b"PX": 10**6}
INSTANTS_NS = {b"EXAT": 10**9, b"PXAT": 10**6}
FEW_DIGITS = 16
TTL_AT = {b"SETEX": 10**9, b"PSETEX": 10**6}
"""Their second argument is the TTL, in this unit."""


def accesses(words: Sequence[bytes], at_ns: int) -> Iterator[Access]:
    """The accesses of a command; none where it touches no key or is not known."""
    name = words[0].upper() if words else b""
    if name in MANY:
        yield from (Access(key, at_ns, MANY[name]) for key in words[1:])
    elif name in (b"MSET", b"MSETNX"):
        pairs = zip(words[1::2], words[2::2], strict=False)
        yield from (Access(key, at_ns, SET, len(value)) for key, value in pairs)
    elif name in CODES and len(words) > 1:
        ttl_ns = ttl_of(name, words, at_ns) if CODES[name] == SET else 0
        yield Access(words[1], at_ns, CODES[name], size_of(name, words), ttl_ns)


def size_of(name: bytes, words: Sequence[bytes]) -> int:
    """The size of the value that a command sets."""
    value = 3 if name in TTL_AT else 2
    return len(words[value]) if name in SETS and len(words) > value else 0


def ttl_of(name: bytes, words: Sequence[bytes], at_ns: int) -> int:
    """The TTL that a command gives, 0 if none."""
    if name in TTL_AT:
        return number(words, 2) * TTL_AT[name]
    for place, word in enumerate(words[3:], 3):
        option = word.upper()
        if option in SPANS_NS:
            return number(words, place + 1) * SPANS_NS[option]
        if option in INSTANTS_NS:
            return max(0, number(words, place + 1) * INSTANTS_NS[option] - at_ns)
    return 0


def number(words: Sequence[bytes], place: int) -> int:
    """An argument as a whole number, 0 if it is none."""
    word = words[place] if place < len(words) else b""
    return int(word) if word.isdigit() and len(word) < FEW_DIGITS else 0
