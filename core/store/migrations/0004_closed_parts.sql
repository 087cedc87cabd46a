-- What an account's position was after a part of it was taken over, went to the backstop or was deleveraged.
ALTER TABLE liquidations ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
