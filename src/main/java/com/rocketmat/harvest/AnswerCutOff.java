package com.rocketmat.harvest;

import java.io.IOException;

/** An answer that we did not wait for; the message says why. */
public final class AnswerCutOff extends IOException {

    public AnswerCutOff(String why) {
        super(why);
    }
}
