package com.rocketmat.decision;

import com.rocketmat.decision.ChainPages.Link;
import java.util.Arrays;

/** Verifies a chain from its root, row by row in the order of their numbers. */
final class ChainCheck {

    private long number;
    private byte[] digest;
    private long rows;
    private Verification failure;

    /** The root or head of a chain: a row's number and digest. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Position(long number, byte[] digest) {}

    ChainCheck(Position root) {
        startAt(root);
    }

    private void startAt(Position root) {
        number = root.number();
        digest = root.digest();
    }

    /** The number of the last row that was verified. */
    long number() {
        return number;
    }

    /** Skips the rows up to a later root, which retention has removed meanwhile. */
    void skipTo(Position root) {
        if (root.number() > number) {
            startAt(root);
        }
    }

    /** Whether the lowest row is not before the chain's start. */
    boolean checkStart(long lowest, Position root) {
        return lowest > root.number()
                || fail(lowest, "row %d was added: the log starts with row %d".formatted(lowest, root.number() + 1));
    }

    boolean follow(Link link) {
        ChainedRow row = link.row();
        long expected = number + 1;
        if (row.number() > expected) {
            return fail(expected, "row %d is missing".formatted(expected));
        }
        if (!Arrays.equals(row.digest(digest), link.digest())) {
            return fail(expected, "row %d was changed: its digest does not match".formatted(expected));
        }
        if (link.wrongAlias()) {
            return fail(
                    expected,
                    "row %d is attributed to another application: candidate_key was changed".formatted(expected));
        }
        number = expected;
        digest = link.digest();
        rows++;
        return true;
    }

    private boolean fail(long at, String detail) {
        failure = new Verification(false, rows, at, detail);
        return false;
    }

    /** The result, after the last row or the first failure. */
    Verification result(Position head, long highest) {
        if (failure != null) {
            return failure;
        }
        if (head.number() > number) {
            fail(number + 1, "row %d is missing: the log should end with row %d".formatted(number + 1, head.number()));
        } else if (Math.max(number, highest) > head.number()) {
            fail(head.number() + 1, "the log should end with row %d, but more rows follow".formatted(head.number()));
        } else if (!Arrays.equals(digest, head.digest())) {
            fail(number, "row %d was changed: the log should end with another digest".formatted(number));
        } else {
            return new Verification(
                    true, rows, null, rows == 1 ? "1 row is unchanged" : "%d rows are unchanged".formatted(rows));
        }
        return failure;
    }
}
