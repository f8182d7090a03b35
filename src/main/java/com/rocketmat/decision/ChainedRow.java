package com.rocketmat.decision;

import com.rocketmat.problem.Sha256;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** @param featuresDigest SHA-256 of the sealed feature values, so that a verification need not load them; null without any */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ChainedRow(
        String tenant,
        long number,
        Instant at,
        UUID alias,
        Long jobId,
        String kind,
        String version,
        BigDecimal value,
        Double raw,
        String reasons,
        String mode,
        String detail,
        byte[] featuresDigest) {

    static final int DIGEST_BYTES = 32;

    private static final byte[] ABSENT = {-1, -1, -1, -1};

    /** SHA-256 over the previous row's digest and each column, prefixed with its length so that columns cannot run together. */
    byte[] digest(byte[] previous) {
        MessageDigest sha = Sha256.digest();
        sha.update(previous);
        add(sha, tenant);
        add(sha, Long.toString(number));
        // PostgreSQL keeps microseconds
        add(sha, Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, at)));
        add(sha, alias.toString());
        add(sha, jobId == null ? null : jobId.toString());
        add(sha, kind);
        add(sha, version);
        add(sha, value == null ? null : value.toPlainString());
        add(sha, raw == null ? null : Long.toHexString(Double.doubleToLongBits(raw)));
        add(sha, reasons);
        add(sha, mode);
        add(sha, detail);
        add(sha, featuresDigest);
        return sha.digest();
    }

    private static void add(MessageDigest sha, String column) {
        add(sha, column == null ? null : column.getBytes(StandardCharsets.UTF_8));
    }

    private static void add(MessageDigest sha, byte[] column) {
        if (column == null) {
            sha.update(ABSENT);
        } else {
            sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(column.length).array());
            sha.update(column);
        }
    }
}
