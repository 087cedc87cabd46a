-- The history of the terminal. Integers are those of core/domain: prices and money 1e-6, sizes 1e-9, rates 1e-6, times
-- and intervals in nanoseconds, enumerations by their number. Unsigned 64-bit values keep their bit pattern.

CREATE TABLE markets (
    id     INTEGER PRIMARY KEY,
    symbol TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE runs (
    id         INTEGER PRIMARY KEY,
    started_at INTEGER NOT NULL,
    label      TEXT NOT NULL
) STRICT;

CREATE TABLE candles (
    market     INTEGER NOT NULL REFERENCES markets (id),
    interval   INTEGER NOT NULL,
    open_time  INTEGER NOT NULL,
    open       INTEGER NOT NULL,
    high       INTEGER NOT NULL,
    low        INTEGER NOT NULL,
    close      INTEGER NOT NULL,
    volume     INTEGER NOT NULL,
    buy_volume INTEGER NOT NULL,
    trades     INTEGER NOT NULL,
    PRIMARY KEY (market, interval, open_time)
) STRICT, WITHOUT ROWID;

-- seq is the order of writing: the oldest are removed from its front, and last - first + 1 is their number.
CREATE TABLE trades (
    seq       INTEGER PRIMARY KEY,
    run       INTEGER NOT NULL REFERENCES runs (id),
    market    INTEGER NOT NULL REFERENCES markets (id),
    id        INTEGER NOT NULL,
    ts        INTEGER NOT NULL,
    price     INTEGER NOT NULL,
    size      INTEGER NOT NULL,
    aggressor INTEGER NOT NULL,
    UNIQUE (market, run, id)
) STRICT;

-- order_id 0: not acknowledged, then unnumbered holds the client id, else 0. venue_market is the id of the market within
-- its run, market the symbol, which outlives it.
CREATE TABLE orders (
    seq            INTEGER PRIMARY KEY,
    run            INTEGER NOT NULL REFERENCES runs (id),
    order_id       INTEGER NOT NULL,
    unnumbered     INTEGER NOT NULL,
    market         INTEGER NOT NULL REFERENCES markets (id),
    venue_market   INTEGER NOT NULL,
    side           INTEGER NOT NULL,
    type           INTEGER NOT NULL,
    time_in_force  INTEGER NOT NULL,
    post_only      INTEGER NOT NULL,
    reduce_only    INTEGER NOT NULL,
    self_trade     INTEGER NOT NULL,
    price          INTEGER NOT NULL,
    size           INTEGER NOT NULL,
    client_id      INTEGER NOT NULL,
    expiry         INTEGER NOT NULL,
    max_slippage   INTEGER NOT NULL,
    filled         INTEGER NOT NULL,
    filled_quote   INTEGER NOT NULL,
    created_at     INTEGER NOT NULL,
    state          INTEGER NOT NULL,
    close_reason   INTEGER NOT NULL,
    reject_code    INTEGER NOT NULL,
    pending_amend  INTEGER NOT NULL,
    pending_cancel INTEGER NOT NULL,
    queue_ahead    INTEGER NOT NULL,
    sent_at        INTEGER NOT NULL,
    changed_at     INTEGER NOT NULL,
    round_trip     INTEGER,
    UNIQUE (run, order_id, unnumbered)
) STRICT;
CREATE INDEX orders_by_run ON orders (run); -- and by seq within it

CREATE TABLE fills (
    run          INTEGER NOT NULL REFERENCES runs (id),
    sequence     INTEGER NOT NULL,
    market       INTEGER NOT NULL REFERENCES markets (id),
    ts           INTEGER NOT NULL,
    account      INTEGER NOT NULL,
    order_id     INTEGER NOT NULL,
    client_id    INTEGER NOT NULL,
    venue_market INTEGER NOT NULL,
    trade        INTEGER NOT NULL,
    side         INTEGER NOT NULL,
    role         INTEGER NOT NULL,
    price        INTEGER NOT NULL,
    size         INTEGER NOT NULL,
    quote        INTEGER NOT NULL,
    fee          INTEGER NOT NULL,
    realised     INTEGER NOT NULL,
    position     INTEGER NOT NULL,
    remaining    INTEGER NOT NULL,
    PRIMARY KEY (run, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE funding (
    market INTEGER NOT NULL REFERENCES markets (id),
    ts     INTEGER NOT NULL,
    rate   INTEGER NOT NULL,
    PRIMARY KEY (market, ts)
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
    seq  INTEGER PRIMARY KEY,
    ts   INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    text TEXT NOT NULL
) STRICT;
