package com.rocketmat.harvest;

import java.io.IOException;

/** An answer that was aborted; the message says why. */
public final class AnswerCutOff extends IOException {

    public AnswerCutOff(String why) {
        super(why);
    }
}
