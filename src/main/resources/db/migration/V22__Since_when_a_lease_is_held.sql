-- A slice that hangs is told by the age of its lease from one that is at work.
ALTER TABLE lease ADD COLUMN since timestamptz NOT NULL DEFAULT now();
