package com.rocketmat.sandbox.greenhouse.organisation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.webhook.Delivery;
import com.rocketmat.sandbox.greenhouse.webhook.Webhook;
import com.rocketmat.sandbox.greenhouse.webhook.Webhooks;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The webhooks of an organisation, and their events. */
public final class Hooks {
    private final Organisation organisation;
    private final List<Hook> hooks = new CopyOnWriteArrayList<>();
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger events = new AtomicInteger();
    private volatile Webhooks sender;

    Hooks(Organisation organisation) {
        this.organisation = organisation;
    }

    void sender(Webhooks simulators) {
        sender = simulators;
    }

    Hook add(Webhook webhook) {
        if (sender == null) {
            throw new IllegalStateException(organisation.name() + " is in no simulator, so nothing can be sent");
        }
        Hook hook = new Hook(this, made.incrementAndGet(), webhook);
        hooks.add(hook);
        hook.enable();
        return hook;
    }

    boolean ping(Hook hook) {
        ObjectNode settings = Json.object()
                .put("id", hook.number())
                .put("name", hook.webhook().event())
                .put("url", hook.webhook().url().toString())
                .put("active", hook.enabled());
        return sender.ping(delivery(hook, "ping", Json.object().set("web_hook", settings)));
    }

    public void application(String action, long id) {
        organisation
                .find("applications", id)
                .ifPresent(row -> fire(action, () -> new ApplicationPayload(organisation).of(row)));
    }

    void candidate(String action, long id) {
        organisation
                .find("candidates", id)
                .ifPresent(row ->
                        fire(action, () -> Json.object().set("candidate", new CandidatePayload(organisation).of(row))));
    }

    void job(String action, long id) {
        organisation
                .find("jobs", id)
                .ifPresent(row -> fire(action, () -> Json.object().set("job", new JobPayload(organisation).of(row))));
    }

    void deletedApplication(ObjectNode row) {
        fire("delete_application", () -> ApplicationPayload.deleted(row));
    }

    void deletedCandidate(ObjectNode row, List<Long> applications) {
        fire("delete_candidate", () -> {
            ObjectNode person = CandidatePayload.person(row);
            ArrayNode ids = person.putArray("deleted_application_ids");
            applications.forEach(ids::add);
            return Json.object().set("person", person);
        });
    }

    /** A webhook for merges replaces one for deletions; without one, a merge counts as a deletion. */
    void merged(ObjectNode loser, long winner) {
        if (hasWebhook("merge_candidate")) {
            fire(
                    "merge_candidate",
                    () -> Json.object()
                            .set("person", CandidatePayload.person(loser).put("new_candidate_id", winner)));
        } else {
            deletedCandidate(loser, List.of());
        }
    }

    void anonymised(long candidate, Set<String> fields) {
        fire("candidate_anonymized", () -> {
            ObjectNode payload = Json.object().put("candidate_id", candidate);
            ArrayNode names = payload.putArray("anonymized_fields");
            new TreeSet<>(fields).forEach(names::add);
            return payload;
        });
    }

    private boolean hasWebhook(String action) {
        return hooks.stream()
                .anyMatch(hook -> hook.enabled() && hook.webhook().event().equals(action));
    }

    private void fire(String action, Supplier<ObjectNode> payload) {
        if (!hasWebhook(action)) {
            return;
        }
        ObjectNode body = payload.get();
        hooks.stream()
                .filter(hook -> hook.enabled() && hook.webhook().event().equals(action))
                .forEach(hook -> sender.add(delivery(hook, action, body)));
    }

    /** Ids are the same in every run with the same actions. */
    private Delivery delivery(Hook hook, String action, ObjectNode payload) {
        int number = events.incrementAndGet();
        String name = organisation.name() + "/" + hook.number() + "/" + number;
        ObjectNode body = Json.object().put("action", action).set("payload", payload);
        return Delivery.first(
                organisation.name(),
                number,
                hook.webhook(),
                action,
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)),
                Json.escaped(body),
                organisation.now());
    }
}
