-- From ts on trades of the market may be missing (1), or are no more (0): what is not there between two marks was missed.
CREATE TABLE gaps (
    market  INTEGER NOT NULL REFERENCES markets (id),
    ts      INTEGER NOT NULL,
    missing INTEGER NOT NULL,
    PRIMARY KEY (market, ts)
) STRICT, WITHOUT ROWID;
