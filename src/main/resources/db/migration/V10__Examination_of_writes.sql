-- A doctor that dies between its write and putting the application back must leave word of which one it was.
ALTER TABLE write_proof
    ADD COLUMN examined_application_id bigint,
    ADD COLUMN examined_since timestamptz;
