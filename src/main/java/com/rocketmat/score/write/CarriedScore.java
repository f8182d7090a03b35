package com.rocketmat.score.write;

import com.rocketmat.harvest.row.Application;
import com.rocketmat.score.OwnScore;

/** A score of ours with its reasons, and the row of its application that was just read. */
public record CarriedScore(Application row, OwnScore own) {

    public long applicationId() {
        return row.id();
    }

    /** Our reasons stay even if a person replaced or emptied the score. */
    public boolean isIn(WriteTarget target) {
        return showsScore(target.fields()) || showsReasons(target.fields());
    }

    boolean showsScore(TargetFields fields) {
        return own.isIn(row, fields.score());
    }

    boolean showsReasons(TargetFields fields) {
        return fields.reasonsAre(row.customFields(), ReasonsText.replacing(own.reasons()));
    }
}
