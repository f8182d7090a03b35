package com.rocketmat.training.fit;

/** What a fit does next, and how much of it is done. */
public record FitStep(String phase, int percent) {

    private static final String SEPARATOR = ": ";
    private static final String UNIT = " %";

    /** The text in the messages of the fitting process. */
    static FitStep parse(String text) {
        int end = text.lastIndexOf(SEPARATOR);
        String share = text.substring(end + SEPARATOR.length(), text.length() - UNIT.length());
        return new FitStep(text.substring(0, end), Integer.parseInt(share));
    }

    @Override
    public String toString() {
        return phase + SEPARATOR + percent + UNIT;
    }
}
