-- Why a score is what it is: names of features with signed weights, never a candidate's value; and what they are measured against.
ALTER TABLE model_version ADD COLUMN reference_row text;
ALTER TABLE score ADD COLUMN reasons text;
