package com.rocketmat.sandbox.greenhouse;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A webhook as configured by an administrator: one event, one address. */
public record Webhook(
        String event, URI url, String secret, Optional<String> authorization, Map<String, String> headers) {
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

    private static final Set<String> RESERVED =
            Set.of("content-type", "content-length", "greenhouse-event-id", "authorization", "user-agent", "signature");

    public Webhook {
        if (!EVENTS.contains(event)) {
            throw new IllegalArgumentException("no event called " + event);
        }
        headers.keySet().stream()
                .filter(name -> RESERVED.contains(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException(name + " is Greenhouse's own header");
                });
        headers = Map.copyOf(headers);
    }

    public static Webhook on(String event, URI url, String secret) {
        return new Webhook(event, url, secret, Optional.empty(), Map.of());
    }

    public Webhook withBasicAuthentication(String user, String password) {
        String encoded = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return new Webhook(event, url, secret, Optional.of("Basic " + encoded), headers);
    }

    public Webhook withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Webhook(event, url, secret, authorization, more);
    }
}
