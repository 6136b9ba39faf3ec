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
    BEFORE,  # neighbours in the line from the oldest entry on,
    AFTER,
    USED,  # what eviction knows of its use: a time, a counter, a bit
    EXPIRES,  # when the entry expires, ABSENT if there is none
    SOFT,  # when it is past its soft TTL
    STORED,  # when it was stored
    COST,  # what its load cost
    PREFETCHED,  # 1 until the first use of a prefetched entry
    ROW_VERSION,  # the version that the database holds
    FLIGHTS,  # loads in flight
    HIGH_AT,  # when the newest version was acknowledged
    PREVIOUS,  # the newest acknowledged version before that
    STAMP,  # when its count of uses was reached
    TIMED_PLACE,  # its place among the entries that expire, NOBODY if it does not
    TIMED_KEY,  # (of the row's number) who stands in that place
    SIZE,  # its bytes
) = range(21)
STATES = 24
PLACE = BEFORE  # or, where no line is kept, its place in a list of candidates
LISTED_KEY = AFTER  # and (of the row's number) who stands in that place

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
    TOUCH,  # what a use changes: NOTHING, or see below
    KEPT,  # how entries are kept for eviction
    CHOICE,  # how the one that must go is found
    SCORE,  # what candidates are compared by
    TIMED,  # 1 if entries that expire are listed
    TIMED_COUNT,  # how many they are
    LISTED_COUNT,  # how many stand in the other list
    HAND,  # where SIEVE's hand points
    STAMPS,  # how many counts have been reached
    SAMPLES,  # how many candidates are drawn at a time
    LOG_FACTOR,  # of the logarithmic counter
    DECAY,  # its decay time in minutes
    CHANCE,  # the counter of eviction's stream,
    LFU_CHANCE,  # of the logarithmic counters',
    EXPIRY_CHANCE,  # of active expiry's
    EXPIRY_END,  # when active expiry ends
    POOLED,  # how many candidates are remembered
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
    BYTES,  # their bytes
    CAPACITY_BYTES,  # the most there may be
    MISSES,  # look-ups that found nothing
    EXPIRED,  # expired entries that were removed
    EVICTED,  # entries that made room
    REFUSED,  # entries that found none
    WASTED,  # prefetched entries that were removed unused
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
    DOWN,  # 1 while the cache cannot be reached
) = range(66)
CELLS = 66
POOL = CELLS  # the candidates that are remembered: score and key of each, the best last
POOL_SIZE = 16
SAMPLE = POOL + 2 * POOL_SIZE  # those that have just been drawn
WALK = SAMPLE + 64

NOTHING, DELETE, SET = range(3)
"""What a write does to the cache."""

NONE, ORDER, CLOCK, LOGARITHM, BIT, COUNT, INSTANT = range(7)
"""What a use changes: the place in the line, the time of last use in seconds, Redis's logarithmic
counter, a bit, an exact count, or the exact time of last use."""

LINE, HEAP_OF_COUNTS, LIST = range(1, 4)
"""How entries are kept: in the order in which they came or were used, as a heap by their counts, in
no order, or (NONE) not at all."""

OLDEST, SIEVED, RAREST, ANY, POOLED_BEST, BEST_OF_FEW = range(1, 7)
"""How the one that must go is found; NONE: nobody may."""

IDLE, RARE, URGENT = range(3)
"""What candidates are compared by: the time since the last use, the rarity of use, the expiry."""

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

EXPIRY_SLOT = -1
"""In a load's place among the steps to come: active expiry."""

STATEMENT = 10
"""Columns of a statement in the log."""

# A request that finished in an earlier block, or that may be stale.
F_ROW, F_KEY, F_AT, F_NEWEST, F_LATENCY, F_VERSION, F_OUTCOME = range(7)
FINISH = 7

# An acknowledged write: key, version, instant.
ACK = 3
