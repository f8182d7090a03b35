package com.rocketmat.sync;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * What a customer's staff do during a day. They do the same in a twin of their Greenhouse that the service cannot reach, so the service caused
 * every difference.
 */
final class CustomersDay {

    static final String SCORE = "rocketmat";
    static final String POINTS = "points";

    private static final String NOTICE = "notice";
    private static final String PAY = "pay";
    private static final String OWNER = "owner";
    /** People mostly work on new applications. */
    private static final int RECENT = 80;

    private final Random random;
    private final Organisation greenhouse;
    private final Organisation twin;
    private final List<Long> applications = new ArrayList<>();
    private final Set<Long> anonymised = new HashSet<>();
    private final Set<Long> erased = new HashSet<>();

    CustomersDay(String name, Instant start, long seed) {
        this.random = new Random(seed);
        this.greenhouse = Organisation.empty(name, start);
        this.twin = Organisation.empty(name + "-twin", start);
    }

    Organisation greenhouse() {
        return greenhouse;
    }

    Organisation twin() {
        return twin;
    }

    /** Applications of candidates who have exercised the right to erasure: none of our scores may appear there any more. */
    Set<Long> anonymised() {
        return anonymised;
    }

    /** Applications that already have a value, so that a sweep has several pages, and some that have none. */
    synchronized void begin(int scored, int unscored) {
        field(4_420_001_002L, POINTS, "number");
        field(4_420_002_002L, NOTICE, "short_text");
        field(4_420_003_002L, PAY, "currency");
        field(4_420_004_002L, OWNER, "user");
        for (String title : List.of("Cooper", "Fletcher", "Chandler", "Wainwright")) {
            same(each -> each.addStage(each.addJob(title), "Interview"));
        }
        for (int i = 0; i < scored; i++) {
            fill(apply());
        }
        for (int i = 0; i < unscored; i++) {
            apply();
        }
    }

    /** Anything but edits of custom fields, even between two requests of the service. */
    synchronized void meanwhile() {
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3, 4 -> apply();
            case 5 -> with(open(), this::interview);
            case 6 -> with(open(), id -> both(each -> each.reject(id)));
            case 7 -> with(row -> has(row, "status", "rejected"), id -> both(each -> each.unreject(id)));
            case 8 -> with(open(), this::delete);
            case 9 -> same(each -> each.addProspect(each.addCandidate("Ana", "Prova")));
            case 10 -> with(row -> row.path("prospect").asBoolean() && has(row, "status", "in_process"), this::convert);
            default -> with(open(), this::merge);
        }
    }

    /**
     * Between two slices, when scores may wait. Custom fields are edited only where the service has written nothing yet: a list
     * may show an application as it was before a write, and sending that back would undo the edit.
     */
    synchronized void inBetween(Set<Long> written) {
        Predicate<ObjectNode> untouched = row -> !written.contains(id(row));
        with(open().and(untouched), random.nextInt(3) == 0 ? this::fill : this::note);
        meanwhile();
    }

    /** Some minutes after a run, when no score waits and lists show all writes. */
    synchronized void quietly() {
        switch (random.nextInt(8)) {
            case 0 -> with(open(), this::fill);
            case 1, 2 -> with(open(), this::clear);
            case 3, 4 -> with(open(), this::note);
            case 5 -> with(open(), this::anonymise);
            case 6 -> jobs("open").skip(1).findAny().ifPresent(job -> both(each -> each.closeJob(job)));
            default ->
                jobs("closed")
                        .findAny()
                        .ifPresent(job -> both(each -> each.change("jobs", job, row -> row.put("status", "open"))));
        }
        meanwhile();
    }

    private long apply() {
        List<Long> open = jobs("open").toList();
        long job = open.get(random.nextInt(open.size()));
        return pointed(same(each -> each.addApplication(each.addCandidate("Ana", "Prova"), job)));
    }

    private void convert(long prospect) {
        long job = jobs("open").findAny().orElseThrow();
        pointed(same(each -> each.convertProspect(prospect, job)));
    }

    /** Except a few that the model cannot score. */
    private long pointed(long application) {
        if (random.nextInt(15) > 0) {
            double points = random.nextInt(800) / 4.0;
            both(each -> each.setCustomField(application, POINTS, JsonNodeFactory.instance.numberNode(points)));
        }
        applications.add(application);
        return application;
    }

    private void fill(long application) {
        int value = 300 + random.nextInt(100);
        both(each -> each.setCustomField(application, SCORE, IntNode.valueOf(value)));
    }

    /** Values that read differently from how they are written. */
    private void note(long application) {
        int number = random.nextInt(12);
        JsonNodeFactory json = JsonNodeFactory.instance;
        switch (random.nextInt(3)) {
            case 0 -> both(each -> each.setCustomField(application, NOTICE, json.textNode(number + " weeks")));
            case 1 ->
                both(each -> each.setCustomField(
                        application,
                        PAY,
                        json.objectNode().put("amount", 40_000 + number).put("unit", "EUR")));
            default -> both(each -> each.setCustomField(application, OWNER, owner()));
        }
    }

    /** As Greenhouse keeps it, of the user who is the same in the twin but for the address. */
    private ObjectNode owner() {
        ObjectNode user = greenhouse.rows("users").getFirst();
        return JsonNodeFactory.instance
                .objectNode()
                .put("user_id", id(user))
                .put("name", user.path("name").asText())
                .put("email", user.path("primary_email").asText())
                .put("employee_id", user.path("employee_id").asText(null));
    }

    private void interview(long application) {
        long job = twin.application(application).path("job_id").longValue();
        twin.rows("job_interview_stages").stream()
                .filter(stage -> stage.path("job_id").longValue() == job)
                .findFirst()
                .ifPresent(stage -> both(each -> each.moveToStage(application, id(stage))));
    }

    private void delete(long application) {
        both(each -> each.deleteApplication(application));
        recount();
    }

    /** With a candidate who has applied for another job, or for the same one. */
    private void merge(long application) {
        long winner = candidate(application);
        with(row -> row.path("candidate_id").longValue() != winner, id -> {
            long loser = candidate(id);
            if (!erased.contains(winner) && !erased.contains(loser)) {
                both(each -> each.mergeCandidates(winner, loser));
                recount();
            }
        });
    }

    /** Some keep the application's own fields, and delete the score by hand. */
    private void anonymise(long application) {
        Set<String> fields = new HashSet<>(Set.of("full_name", "candidate_stage_data"));
        if (random.nextBoolean()) {
            fields.add("custom_application_fields");
        } else {
            clear(application);
        }
        long candidate = candidate(application);
        both(each -> each.anonymise(candidate, fields));
        anonymised.add(application);
        erased.add(candidate);
    }

    private void clear(long application) {
        both(each -> each.setCustomField(application, SCORE, NullNode.instance));
    }

    private long candidate(long application) {
        return twin.application(application).path("candidate_id").longValue();
    }

    private void field(long id, String key, String type) {
        both(each -> each.addField(id, key, type));
    }

    private Stream<Long> jobs(String status) {
        return twin.rows("jobs").stream()
                .filter(row -> has(row, "status", status))
                .map(CustomersDay::id);
    }

    private void recount() {
        applications.clear();
        twin.rows("applications").reversed().forEach(row -> applications.add(id(row)));
    }

    private void with(Predicate<ObjectNode> whom, LongConsumer deed) {
        int recent = Math.min(RECENT, applications.size());
        Optional<Long> found = random.ints(20, applications.size() - recent, applications.size())
                .mapToObj(applications::get)
                .filter(id -> whom.test(twin.application(id)))
                .findFirst();
        found.ifPresent(deed::accept);
    }

    private static Predicate<ObjectNode> open() {
        return row -> has(row, "status", "in_process") && !row.path("prospect").asBoolean();
    }

    private static boolean has(ObjectNode row, String property, String value) {
        return row.path(property).asText().equals(value);
    }

    private static long id(ObjectNode row) {
        return row.path("id").longValue();
    }

    private void both(Consumer<Organisation> deed) {
        deed.accept(greenhouse);
        deed.accept(twin);
    }

    private long same(ToLongFunction<Organisation> deed) {
        long id = deed.applyAsLong(greenhouse);
        if (deed.applyAsLong(twin) != id) {
            throw new IllegalStateException("the twin has diverged");
        }
        return id;
    }
}
