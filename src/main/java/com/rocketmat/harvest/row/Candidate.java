package com.rocketmat.harvest.row;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A candidate as returned by {@code GET /v3/candidates} for the requested fields.
 *
 * @param updatedAt null in v1, and where it is not asked for
 * @param firstName read only to recognise anonymised candidates
 * @param message present if Greenhouse returns a stub instead of the row (private, or still being processed)
 * @param history nested in the row in v1; null if listed separately
 */
@JsonIgnoreProperties("history")
public record Candidate(
        long id,
        @JsonProperty("updated_at") Instant updatedAt,
        @JsonProperty("first_name") String firstName,
        String company,
        String title,
        List<String> tags,
        List<Address> addresses,
        @JsonProperty("custom_fields") Map<String, CustomFieldEntry> customFields,
        String message,
        History history) {

    /** The least to ask for: the name tells who was anonymised. */
    public static final Set<String> NAMED = Set.of("id", "first_name");

    /** What to ask for where it matters when the candidate was anonymised. */
    public static final Set<String> WITH_TIME = Set.of("id", "first_name", "updated_at");

    /** What to ask for where a candidate's opt-out is looked at; with the name, as wherever candidates are read. */
    public static final Set<String> WITH_CUSTOM_FIELDS = Set.of("id", "first_name", "custom_fields");

    /** In place of the id that a stub may lack. */
    public static final long WITHOUT_ID = 0;

    private static final String NOT_SHOWN = "not shown";

    /** Stubs without an id are one. */
    public static Map<Long, Candidate> byId(Collection<Candidate> candidates) {
        return candidates.stream().collect(Collectors.toMap(Candidate::id, Function.identity(), (first, _) -> first));
    }

    /** In place of the stub without an id of this candidate. */
    public static Candidate notShown(long id) {
        return new Candidate(id, null, null, null, null, null, null, null, NOT_SHOWN, null);
    }

    public Candidate {
        tags = Lists.withoutNulls(tags);
        addresses = Lists.withoutNulls(addresses);
        customFields = Lists.withoutNulls(customFields);
    }

    /**
     * From v3's answer. The first name is always asked for, and null where there is none: without it the row is a stub, whose message
     * may be left out as an attribute that was not asked for.
     */
    @JsonCreator
    static Candidate read(
            @JsonProperty("id") long id,
            @JsonProperty("updated_at") Instant updatedAt,
            @JsonProperty("first_name") JsonNode firstName,
            @JsonProperty("company") String company,
            @JsonProperty("title") String title,
            @JsonProperty("tags") List<String> tags,
            @JsonProperty("addresses") List<Address> addresses,
            @JsonProperty("custom_fields") Map<String, CustomFieldEntry> customFields,
            @JsonProperty("message") String message) {
        String stub = firstName == null ? NOT_SHOWN : message;
        String name = firstName == null ? null : firstName.textValue();
        return new Candidate(id, updatedAt, name, company, title, tags, addresses, customFields, stub, null);
    }

    public boolean stub() {
        return message != null;
    }

    /** Greenhouse's anonymisation sets this first name, and may make an old application look new and unscored. */
    public boolean anonymised() {
        return "Anonymized".equals(firstName);
    }

    /** Keeps candidate data out of logs. */
    @Override
    public String toString() {
        return "Candidate[" + id + "]";
    }

    public record Address(String value, String type) {}

    public record History(List<Employment> employments, List<Education> educations) {

        /** Keeps candidate data out of logs. */
        @Override
        public String toString() {
            return "History[%d employments, %d educations]".formatted(employments.size(), educations.size());
        }
    }
}
