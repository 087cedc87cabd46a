-- Orders of every kind, and what the history knows of accounts beside orders and fills: funding, movements of balances,
-- liquidations, what they were worth. Units as in 0001; venue_market is the id of a market within its run.

-- Reasons of refusal were given new numbers when more of them came: 14 to 27 moved up by three, the last one to 57.
UPDATE orders SET reject_code = CASE WHEN reject_code = 28 THEN 57
                                     WHEN reject_code BETWEEN 14 AND 27 THEN reject_code + 3
                                     ELSE reject_code END;

ALTER TABLE orders ADD COLUMN oracle_offset         INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN display               INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN user_margin           INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN follows_position      INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN trigger_kind          INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN trigger_source        INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN trigger_at_once       INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN trigger_price         INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN trigger_distance      INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN trigger_distance_rate INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN twap_duration         INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN twap_interval         INTEGER NOT NULL DEFAULT 30000;
ALTER TABLE orders ADD COLUMN auction_duration      INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN auction_start         INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN auction_end           INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN phase                 INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN triggered             INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN paused                INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN parent                INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN order_group           INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN extreme               INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN stop                  INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN child                 INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN next_child            INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN auction_slot          INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN triggered_at          INTEGER NOT NULL DEFAULT 0;

-- Of one long unit; 0 where only the rate was published.
ALTER TABLE funding ADD COLUMN change      INTEGER NOT NULL DEFAULT 0;
ALTER TABLE funding ADD COLUMN index_after INTEGER NOT NULL DEFAULT 0;

CREATE TABLE payments (
    run          INTEGER NOT NULL REFERENCES runs (id),
    number       INTEGER NOT NULL,
    ts           INTEGER NOT NULL,
    venue_market INTEGER NOT NULL,
    base         INTEGER NOT NULL,
    amount       INTEGER NOT NULL,
    rate         INTEGER NOT NULL,
    PRIMARY KEY (run, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger (
    run          INTEGER NOT NULL REFERENCES runs (id),
    number       INTEGER NOT NULL,
    ts           INTEGER NOT NULL,
    account      INTEGER NOT NULL,
    kind         INTEGER NOT NULL,
    asset        INTEGER NOT NULL,
    venue_market INTEGER NOT NULL,
    isolated     INTEGER NOT NULL,
    amount       INTEGER NOT NULL,
    balance      INTEGER NOT NULL,
    other        INTEGER NOT NULL,
    PRIMARY KEY (run, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE liquidations (
    run            INTEGER NOT NULL REFERENCES runs (id),
    number         INTEGER NOT NULL,
    ts             INTEGER NOT NULL,
    venue          TEXT NOT NULL,
    kind           INTEGER NOT NULL,
    account        INTEGER NOT NULL,
    isolated       INTEGER NOT NULL,
    pool_market    INTEGER NOT NULL,
    venue_market   INTEGER NOT NULL,
    side           INTEGER NOT NULL,
    size           INTEGER NOT NULL,
    price          INTEGER NOT NULL,
    liquidator_fee INTEGER NOT NULL,
    insurance      INTEGER NOT NULL,
    realised       INTEGER NOT NULL,
    other          INTEGER NOT NULL,
    loss           INTEGER NOT NULL,
    from_fees      INTEGER NOT NULL,
    socialised     INTEGER NOT NULL,
    level          INTEGER NOT NULL,
    level_before   INTEGER NOT NULL,
    collateral     INTEGER NOT NULL,
    requirement    INTEGER NOT NULL,
    PRIMARY KEY (run, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE equity (
    run          INTEGER NOT NULL REFERENCES runs (id),
    ts           INTEGER NOT NULL,
    equity       INTEGER NOT NULL,
    unrealised   INTEGER NOT NULL,
    net_deposits INTEGER NOT NULL,
    PRIMARY KEY (run, ts)
) STRICT, WITHOUT ROWID;
