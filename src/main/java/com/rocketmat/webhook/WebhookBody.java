package com.rocketmat.webhook;

import java.util.Optional;

/** A body as it comes in: its size, its signature and what it says; never the body itself. */
final class WebhookBody {

    private final Signature signature;
    private final NoticeReader reader;
    private final long most;
    private long size;

    WebhookBody(Signature signature, NoticeReader reader, long most) {
        this.signature = signature;
        this.reader = reader;
        this.most = most;
    }

    /** Whether there may be more of it. */
    boolean add(byte[] part) {
        size += part.length;
        if (size > most) {
            return false;
        }
        signature.add(part);
        reader.add(part);
        return true;
    }

    boolean isSigned(String header) {
        return signature.matches(header);
    }

    /** Empty when it is not to be understood. */
    Optional<Notice> notice() {
        return reader.end();
    }
}
