package com.rocketmat.harvest.row;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;

/**
 * A candidate as {@code GET /v3/candidates} gives it, as far as it is asked for.
 *
 * @param firstName read only to recognise an anonymised person
 * @param message present when Greenhouse gives a stub instead of the row (private, or still being processed)
 * @param history what came nested in the row, as in v1; null where it has lists of its own
 */
@RegisterForReflection
@JsonIgnoreProperties("history")
public record Candidate(
        long id,
        @JsonProperty("first_name") String firstName,
        String company,
        String title,
        List<String> tags,
        List<Address> addresses,
        @JsonProperty("custom_fields") Map<String, CustomFieldEntry> customFields,
        String message,
        History history) {

    public Candidate {
        tags = Lists.in(tags);
        addresses = Lists.in(addresses);
        customFields = Lists.in(customFields);
    }

    /** As v3 gives it. */
    public Candidate(
            long id,
            String firstName,
            String company,
            String title,
            List<String> tags,
            List<Address> addresses,
            Map<String, CustomFieldEntry> customFields,
            String message) {
        this(id, firstName, company, title, tags, addresses, customFields, message, null);
    }

    /** A stub of a private candidate carries a message instead of attributes. */
    public boolean stub() {
        return message != null;
    }

    /** Greenhouse's anonymisation puts this first name, and may make an old application look new and unscored. */
    public boolean anonymised() {
        return "Anonymized".equals(firstName);
    }

    /** Candidate data must not reach a log by accident. */
    @Override
    public String toString() {
        return "Candidate[" + id + "]";
    }

    @RegisterForReflection
    public record Address(String value, String type) {}

    /** Employments and educations of one candidate. */
    public record History(List<Employment> employments, List<Education> educations) {

        /** Candidate data must not reach a log by accident. */
        @Override
        public String toString() {
            return "History[%d employments, %d educations]".formatted(employments.size(), educations.size());
        }
    }
}
