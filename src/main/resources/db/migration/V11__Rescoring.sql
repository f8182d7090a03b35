-- A score that takes the place of one of ours says so, since a value that somebody entered is left alone. How far a new model has
-- come with the open applications is part of the position, so that any replica goes on. Pages of a run carry the attributes that
-- its first one was asked for, whichever model needs which by then.
ALTER TABLE score ADD COLUMN replaces text;
ALTER TABLE run
    ADD COLUMN rescoring boolean NOT NULL DEFAULT false,
    ADD COLUMN attributes text;
ALTER TABLE sync_position
    ADD COLUMN rescored_for text,
    ADD COLUMN rescore_below bigint;
