-- A kind of entry that was never written is gone, and those after it have moved up.
UPDATE liquidations SET kind = kind - 1 WHERE kind > 6;
