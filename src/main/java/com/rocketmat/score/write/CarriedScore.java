package com.rocketmat.score.write;

import com.rocketmat.harvest.row.Application;
import com.rocketmat.score.OwnScore;

/** A score of ours, and the row of its application that was just read. */
public record CarriedScore(Application row, OwnScore own) {

    public long applicationId() {
        return row.id();
    }

    public boolean isIn(WriteTarget target) {
        return own.isIn(row, target.fields().score());
    }
}
