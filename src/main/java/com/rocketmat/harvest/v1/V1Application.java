package com.rocketmat.harvest.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.Attachment;
import com.rocketmat.harvest.row.CustomFieldEntry;
import com.rocketmat.harvest.row.Lists;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An application in v1, which has no time of its last update.
 *
 * @param jobs exactly one, or any number for a prospect
 * @param creditedTo the person who referred the candidate
 * @param customFields by name key, unlike {@code custom_fields}, whose keys follow the fields' current names; null for an unset
 * one, absent on plans without custom fields of applications
 */
public record V1Application(
        long id,
        @JsonProperty("candidate_id") long candidateId,
        boolean prospect,
        @JsonProperty("applied_at") Instant appliedAt,
        String status,
        List<V1Reference> jobs,
        V1Reference source,
        @JsonProperty("credited_to") V1Reference creditedTo,
        @JsonProperty("current_stage") V1Reference currentStage,
        Location location,
        List<Application.Answer> answers,
        @JsonProperty("keyed_custom_fields") Map<String, CustomFieldEntry> customFields,
        List<Attachment> attachments) {

    static final String ACTIVE = "active";

    public V1Application {
        customFields = V1Fields.withUnset(customFields);
    }

    public Application application() {
        return new Application(
                id,
                appliedAt,
                null,
                candidateId,
                V1Reference.idsOf(jobs).stream().findFirst().orElse(null),
                ACTIVE.equals(status) ? Application.IN_PROCESS : status,
                prospect,
                V1Reference.idOf(source),
                V1Reference.idOf(creditedTo),
                currentStage == null ? null : currentStage.name(),
                location == null ? null : location.address(),
                answers,
                customFields,
                Lists.withoutNulls(attachments).stream()
                        .map(file -> new Attachment(0, id, file.type(), file.url(), file.createdAt()))
                        .toList());
    }

    /** Keeps candidate data out of logs. */
    @Override
    public String toString() {
        return "V1Application[" + id + "]";
    }

    record Location(String address) {}
}
