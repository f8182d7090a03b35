package com.rocketmat.harvest;

import java.io.IOException;

/** An answer that we did not wait for; the message says why. */
final class AnswerCutOff extends IOException {

    AnswerCutOff(String why) {
        super(why);
    }
}
