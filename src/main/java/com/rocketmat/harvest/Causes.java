package com.rocketmat.harvest;

/** What an exception may tell. */
final class Causes {

    private Causes() {}

    /** The kind of the innermost failure; messages may carry addresses with cursors. */
    static String kind(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName();
    }
}
