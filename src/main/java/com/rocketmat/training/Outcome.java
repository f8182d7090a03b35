package com.rocketmat.training;

import java.time.Instant;

/**
 * What became of an application.
 *
 * @param decision {@value #HIRED} or {@value #REJECTED}
 * @param reasonType Greenhouse's name of the type of the reason; null for who was hired, and where no reason was given
 * @param stage the job's furthest stage that the application was in; null where Greenhouse tells none
 * @param decidedAt when it was rejected, or left its last stage; null where Greenhouse does not tell
 */
record Outcome(String decision, String reasonType, String stage, Instant decidedAt) {

    static final String HIRED = "hired";
    static final String REJECTED = "rejected";
}
