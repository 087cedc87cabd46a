-- A row that says 0 may have been written before positions were told: what it left is unknown.
ALTER TABLE liquidations ADD COLUMN told INTEGER; -- NULL: unknown
UPDATE liquidations SET told = position WHERE position <> 0;
ALTER TABLE liquidations DROP COLUMN position;
ALTER TABLE liquidations RENAME COLUMN told TO position;
