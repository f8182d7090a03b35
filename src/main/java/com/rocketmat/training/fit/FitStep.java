package com.rocketmat.training.fit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a fit does next, and how much of it is done. */
public record FitStep(String phase, int percent) {

    private static final Pattern TEXT = Pattern.compile("([a-z ]{1,40}): (\\d{1,3}) %");

    /** The text in the messages of the fitting process, which may write anything if its input has taken it over. */
    static FitStep parse(String text) {
        Matcher step = TEXT.matcher(text);
        return step.matches()
                ? new FitStep(step.group(1), Math.min(100, Integer.parseInt(step.group(2))))
                : new FitStep("fitting", 0);
    }

    @Override
    public String toString() {
        return "%s: %d %%".formatted(phase, percent);
    }
}
