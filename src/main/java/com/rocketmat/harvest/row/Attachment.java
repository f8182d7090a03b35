package com.rocketmat.harvest.row;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/**
 * A row of {@code GET /v3/attachments}; v1 nests it in the application, without an id.
 *
 * @param type {@code resume}, {@code cover_letter} …
 * @param url signed: anyone who has it can read the file for seven days
 */
public record Attachment(
        long id,
        @JsonProperty("application_id") long applicationId,
        String type,
        String url,
        @JsonProperty("created_at") Instant createdAt) {

    public static final String RESUME = "resume";

    /** Keeps the signed address, which usually contains a person's name, out of logs. */
    @Override
    public String toString() {
        return "Attachment[" + id + "]";
    }
}
