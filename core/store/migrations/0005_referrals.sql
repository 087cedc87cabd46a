-- What being referred took off a fill's fee, and what of the fee went to the referrer.
ALTER TABLE fills ADD COLUMN discount INTEGER NOT NULL DEFAULT 0;
ALTER TABLE fills ADD COLUMN reward   INTEGER NOT NULL DEFAULT 0;
