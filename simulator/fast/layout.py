"""Where things stand in the tables that the kernel and the engine share. All are whole numbers."""

# A request: whole numbers, one row of the table each,
AT, KEY, EFFECT, NEWEST, MARK, VERSION, BEHIND = range(7)
INTS = 7
# floating point numbers,
LATENCY, AGE = range(2)
FLOATS = 2
# and small numbers.
WRITE, NODE, OUTCOME, DONE = range(4)
BYTES = 4

# The state of a key. What quiet reads look at comes first: one line of the processor's cache.
(
    QUIET,  # until when reads are quiet
    HELD,  # the cached version
    STALE,  # since when it is stale
    WORD,  # the outcome of a hit
    ACKED,  # the newest acknowledged version
    BEFORE,  # neighbours in the list from the least recently used on,
    AFTER,
    EXPIRES,  # when the entry expires, ABSENT if there is none
    SOFT,  # when it is past its soft TTL
    STORED,  # when it was stored
    COST,  # what its load cost
    PREFETCHED,  # 1 until the first use of a prefetched entry
    ROW_VERSION,  # the version that the database holds
    FLIGHTS,  # loads in flight
    HIGH_AT,  # when the newest version was acknowledged
    PREVIOUS,  # the newest acknowledged version before that
) = range(16)
STATES = 16
USED = BEFORE  # or, where no list is kept, the time of last use

NOBODY = -1
ABSENT = -1

# Where the walk is, and its rules.
(
    NEXT,  # when the walk could go on: until then only events of the queue happen
    JUDGED,  # requests before this one have been judged, or are somebody else's
    JOINED,  # requests before this one have arrived
    FREE,  # when the cache's thread is free
    ANSWERED,  # when the last read was answered
    LAST,  # 1 in the last block
    HALF,  # half a round trip
    SERVICE,  # the cache's service time
    OPENS,  # 1 if reads begin with a look-up
    RECENCY,  # which recency is kept: NONE, ORDER or CLOCK
    PATIENCE,  # the client's timeout
    STOPPED,  # the request, or the key, at which it stopped
    FIRST,  # the number of the block's first request in the run
    NOW,  # the moment up to which everything has been processed: instant,
    NOW_RANK,  # rank
    NOW_NUMBER,  # and number
    SCHEDULED,  # how many events have been scheduled
    TICKETS,  # how many tickets have been drawn
    ENTRIES,  # entries in the cache
    PEAK,  # the most there were
    CAPACITY,  # the most there may be
    MISSES,  # look-ups that found nothing
    EXPIRED,  # expired entries that were removed
    EVICTED,  # entries that made room
    PLAIN,  # 1 if the kernel does loads by itself
    FILL,  # the TTL of what a load found, NOBODY if it is not kept
    FILL_NULL,  # the same for "there is no such row"
    EXISTING,  # keys below this exist from the start
    SERVERS,  # database connections, 0 for no limit
    BUSY,  # of which busy, now or in future
    HEAD,  # the first that waits for one
    TAIL,  # the place after the last that does
    WAITED,  # how many waited when the last one joined
    HEAP,  # steps of loads and writes to come
    UNUSED,  # slots that are free
    DRAWN,  # service times used up
    LOGGED,  # statements in the buffer
    FINISHED,  # finished requests of earlier blocks in the buffer
    PLAIN_WRITES,  # 1 if the kernel does writes by itself
    FIRST_ACT,  # what a write does to the cache before it stores: NOTHING or DELETE
    LAST_ACT,  # and after it: NOTHING, DELETE or SET
    PUT,  # the TTL of what a write sets
    WRITES_DRAWN,  # service times of writes used up
    ACKS,  # acknowledgements that the ledger has not been told of
    WRITTEN_KEYS,  # keys that writes of the kernel's have reached
) = range(45)
WALK = 45

NOTHING, DELETE, SET = range(3)
"""What a write does to the cache."""

NONE, ORDER, CLOCK = range(3)
"""Kinds of recency: none, a list from the least recently used on, or the time of last use."""

END, EVENT, ARRIVED, FOUND, FULL, UNSEEN = range(6)
"""Why the walk stopped: nothing left; the queue's next event comes first; a request has arrived
that is not the kernel's business; a read takes effect at the cache and is not quiet; a buffer
needs to be emptied or to grow; a key's entry was set of which only the ledger knows since when it
is stale."""

# A load or write that the kernel does: what it knows of it.
(
    STEP,  # what happens next
    L_ROW,  # the request's number in the run
    L_KEY,
    L_AT,
    L_NEWEST,
    L_JOINED,
    L_STARTED,
    L_SERVICE,
    L_TICKET,
    L_FLIGHT,
    L_WAITED,
    L_VERSION,
) = range(12)
LOAD = 12

# Steps of a load: the look-up's answer has come; the database is done; the cache takes the value;
# the answer is there.
ASK, LOADED, FILLED, ANSWER_HAS_COME = range(4)
# Steps of a write: it arrives; the cache deletes the key; the store sets out; the database is done;
# the cache hears of it; the answer is there.
ARRIVED_WRITE, CLEARED, STORE_ROW, STORED_ROW, TOLD, WRITTEN = range(4, 10)

STATEMENT = 10
"""Columns of a statement in the log."""

# A request that finished in an earlier block, or that may be stale.
F_ROW, F_KEY, F_AT, F_NEWEST, F_LATENCY, F_VERSION, F_OUTCOME = range(7)
FINISH = 7

# An acknowledged write: key, version, instant.
ACK = 3
