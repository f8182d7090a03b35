package com.rocketmat.decision;

import com.rocketmat.decision.ChainPages.Link;
import java.util.Arrays;

/** Follows a chain from its root, row by row in the order of their numbers. */
final class ChainCheck {

    private long number;
    private byte[] digest;
    private long rows;
    private Verification broken;

    /** Where a chain begins or ends: a row's number and digest. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Place(long number, byte[] digest) {

        private boolean is(long otherNumber, byte[] otherDigest) {
            return number == otherNumber && Arrays.equals(digest, otherDigest);
        }
    }

    ChainCheck(Place root) {
        begin(root);
    }

    private void begin(Place root) {
        number = root.number();
        digest = root.digest();
    }

    /** The number of the last row that was followed. */
    long number() {
        return number;
    }

    /** Retention went on meanwhile: rows up to a later root were removed. */
    void removedUpTo(Place root) {
        if (root.number() > number) {
            begin(root);
        }
    }

    /** Whether the first row that there is may be there. */
    boolean begins(long lowest, Place root) {
        return lowest > root.number()
                || broken(lowest, "row %d was added: the log begins with row %d".formatted(lowest, root.number() + 1));
    }

    boolean follow(Link link) {
        ChainedRow row = link.row();
        long expected = number + 1;
        if (row.number() > expected) {
            return broken(expected, "row %d is missing".formatted(expected));
        }
        if (!Arrays.equals(row.digest(digest), link.digest())) {
            return broken(expected, "row %d was changed: its digest does not fit".formatted(expected));
        }
        if (link.ofAnother()) {
            return broken(
                    expected,
                    "row %d is shown as another application's: candidate_key was changed".formatted(expected));
        }
        number = expected;
        digest = link.digest();
        rows++;
        return true;
    }

    private boolean broken(long at, String detail) {
        broken = new Verification(false, rows, at, detail);
        return false;
    }

    /** After the last row, or the first one that did not fit. */
    Verification end(Place head, long highest) {
        if (broken != null) {
            return broken;
        }
        if (head.is(number, digest) && highest <= number) {
            return new Verification(
                    true,
                    rows,
                    null,
                    rows == 1 ? "1 row is as it was written" : "%d rows are as they were written".formatted(rows));
        }
        if (head.number() == number && highest <= number) {
            return new Verification(
                    false, rows, number, "row %d was changed: the log ended with another digest".formatted(number));
        }
        return head.number() > number
                ? new Verification(
                        false,
                        rows,
                        number + 1,
                        "row %d is missing: the log ended with row %d".formatted(number + 1, head.number()))
                : new Verification(
                        false,
                        rows,
                        Math.max(1, Math.min(number, head.number() + 1)),
                        "the log ended with row %d, and goes on otherwise".formatted(head.number()));
    }
}
