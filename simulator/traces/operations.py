"""Words for operations, as traces use them, and what they mean."""

from simulator.traces.columns import DELETE, READ, SET, WRITE

WORDS = {
    READ: b"get gets mget getex get_lease gat gats read r load lookup head options 28 88 hget",
    WRITE: b"put cas replace append prepend incr incrby decr decrby update write w insert modify "
    b"store post patch touch 2a 8a",
    SET: b"set set_lease add setex psetex setnx mset getset",
    DELETE: b"delete del remove unlink purge getdel",
}
"""SCSI's codes are among them: 28 and 88 read blocks, 2a and 8a write them."""
CODES = {word: code for code, words in WORDS.items() for word in words.split()}
PREFIXES = ((b"get", READ), (b"read", READ), (b"put", WRITE), (b"write", WRITE), (b"del", DELETE))


def code_of(word: bytes) -> int | None:
    """What a word means; None if nobody knows."""
    word = word.lower()
    if word in CODES:
        return CODES[word]
    return next((code for start, code in PREFIXES if word.startswith(start)), None)
