package com.rocketmat.sandbox.greenhouse.webhook;

import java.net.URI;
import java.util.Set;

/** A webhook as configured by an administrator: one event, one address. */
public record Webhook(String event, URI url, String secret) {
    /** The events of this Greenhouse. */
    public static final Set<String> EVENTS = Set.of(
            "new_candidate_application",
            "new_prospect_application",
            "application_updated",
            "candidate_stage_change",
            "update_candidate",
            "hire_candidate",
            "unhire_candidate",
            "reject_candidate",
            "unreject_candidate",
            "delete_application",
            "delete_candidate",
            "merge_candidate",
            "candidate_anonymized",
            "job_created",
            "job_updated",
            "job_deleted");

    public Webhook {
        if (!EVENTS.contains(event)) {
            throw new IllegalArgumentException("no event called " + event);
        }
    }

    public static Webhook on(String event, URI url, String secret) {
        return new Webhook(event, url, secret);
    }
}
