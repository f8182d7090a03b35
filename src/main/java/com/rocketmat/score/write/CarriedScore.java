package com.rocketmat.score.write;

import com.rocketmat.harvest.row.Application;
import com.rocketmat.score.OwnScore;

/** A score of ours, and the row of its application that was just read. */
public record CarriedScore(Application row, OwnScore own) {

    public long applicationId() {
        return row.id();
    }

    /** Our reasons stay even if a person replaced or emptied the score, and may then be those of an earlier one. */
    public boolean isIn(WriteTarget target) {
        return showsScore(target.fields()) || showsReasons(target.fields());
    }

    boolean showsScore(TargetFields fields) {
        return own.isIn(row, fields.score());
    }

    boolean showsReasons(TargetFields fields) {
        return fields.reasonsAreOurs(row.customFields());
    }
}
