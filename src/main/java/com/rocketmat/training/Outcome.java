package com.rocketmat.training;

import java.time.Instant;

/**
 * The outcome of an application.
 *
 * @param decision {@value #HIRED} or {@value #REJECTED}
 * @param reasonType Greenhouse's name for the type of the reason; null if hired, or without a reason
 * @param stage the furthest stage of the job that the application was in; null if unknown
 * @param decidedAt when it was rejected, or left its last stage; null if unknown
 */
record Outcome(String decision, String reasonType, String stage, Instant decidedAt) {

    static final String HIRED = "hired";
    static final String REJECTED = "rejected";
}
