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

        static final Place BEFORE_ALL = new Place(0, new byte[ChainedRow.DIGEST_BYTES]);

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

    boolean follow(Link link) {
        ChainedRow row = link.row();
        long expected = number + 1;
        if (row.number() < expected) {
            return broken(
                    row.number(), "row %d was added: the log begins with row %d".formatted(row.number(), expected));
        }
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
    Verification end(Place head) {
        if (broken != null) {
            return broken;
        }
        if (head.is(number, digest)) {
            return new Verification(
                    true,
                    rows,
                    null,
                    rows == 1 ? "1 row is as it was written" : "%d rows are as they were written".formatted(rows));
        }
        if (head.number() == number) {
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
                        "rows after row %d do not belong to the log".formatted(head.number()));
    }
}
