package com.rocketmat.score.write;

import com.rocketmat.harvest.row.Application;
import com.rocketmat.score.OwnScore;

/** A score of ours in the row of an application that was just read. */
public record CarriedScore(Application row, OwnScore own) {

    public long applicationId() {
        return row.id();
    }
}
