package com.rocketmat.harvest;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;

/** What an exception may tell. */
public final class Causes {

    private Causes() {}

    /** The kind of the innermost failure; messages, but our own, may carry addresses with cursors. */
    public static String kind(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return switch (root) {
            case AnswerCutOff ours -> ours.getMessage();
            case StreamConstraintsException _ -> "the answer has more rows, or deeper ones, than are read";
            default -> root.getClass().getSimpleName();
        };
    }

    /** The failure without its messages, which may quote a row or an address: kinds and places. */
    public static Throwable told(Throwable e) {
        Throwable cause = e.getCause() == null ? null : told(e.getCause());
        Throwable told = new Throwable(e.getClass().getName(), cause);
        told.setStackTrace(e.getStackTrace());
        return told;
    }
}
