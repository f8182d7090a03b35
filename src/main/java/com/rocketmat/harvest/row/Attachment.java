package com.rocketmat.harvest.row;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * A row of {@code GET /v3/attachments}; v1 nests it in the application, without an id.
 *
 * @param type {@code resume}, {@code cover_letter} …
 * @param url signed: whoever has it reads the file, for seven days
 */
@RegisterForReflection
public record Attachment(
        long id,
        @JsonProperty("application_id") long applicationId,
        String type,
        String filename,
        String url,
        @JsonProperty("created_at") Instant createdAt) {

    public static final String RESUME = "resume";

    /** Neither a name of a file, which mostly is a person's, nor an address that opens it must reach a log by accident. */
    @Override
    public String toString() {
        return "Attachment[" + id + "]";
    }
}
