-- Days choose among orders by the market time at which they were taken or refused, as they do among all other rows. Of
-- orders refused before that time was written, the time of sending is the nearest there is.
UPDATE orders SET created_at = sent_at WHERE created_at = 0;
