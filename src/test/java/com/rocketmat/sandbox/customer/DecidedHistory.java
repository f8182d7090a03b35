package com.rocketmat.sandbox.customer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A customer's past: applications of two years that were decided by a planted truth. Who has more experience, was referred, and is
 * an engineer already is hired more often; the rest is chance.
 */
public final class DecidedHistory {

    /** A part of every candidate's name that must never leave Greenhouse. */
    public static final String SURNAME = "Featherstonehaugh-Quartermayne";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final long SEED = 20_261_127;
    private static final long STEP = 1_000;
    private static final Duration SPAN = Duration.ofDays(730);
    private static final List<String> TITLES = List.of(
            "Engineer",
            "Senior Engineer",
            "Analyst",
            "Accountant",
            "Teacher",
            "Keeper of lights",
            "Sales manager",
            "Nurse");

    private final Organisation organisation;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<Long> applications = new ArrayList<>();
    private final List<Double> chances = new ArrayList<>();
    private final List<Boolean> hired = new ArrayList<>();

    private DecidedHistory(Organisation organisation) {
        this.organisation = organisation;
    }

    /**
     * Gives an organisation its past.
     *
     * @param until the time of the last decision
     */
    public static DecidedHistory plant(Organisation organisation, int applications, Instant until) {
        DecidedHistory history = new DecidedHistory(organisation);
        List<List<Long>> jobs = new ArrayList<>();
        for (String name : List.of("Engineer", "Data Engineer", "Support Engineer", "Analyst")) {
            long job = organisation.addJob(name);
            jobs.add(List.of(job, organisation.addStage(job, "Interview"), organisation.addStage(job, "Offer")));
        }
        Instant first = until.minus(SPAN);
        for (int i = 0; i < applications; i++) {
            Instant created = first.plus(SPAN.multipliedBy(i).dividedBy(applications));
            history.add(i, jobs.get(history.random.nextInt(jobs.size())), created, until);
        }
        return history;
    }

    /** In the order of their creation. */
    public List<Long> applications() {
        return List.copyOf(applications);
    }

    public long positives() {
        return hired.stream().filter(each -> each).count();
    }

    /** How well the truth itself tells the hired ones among the youngest fifth: no model can know more. */
    public double truthAuc() {
        int from = hired.size() * 4 / 5;
        double right = 0;
        long pairs = 0;
        for (int one = from; one < hired.size(); one++) {
            for (int other = from; other < hired.size(); other++) {
                if (hired.get(one) && !hired.get(other)) {
                    pairs++;
                    int order = Double.compare(chances.get(one), chances.get(other));
                    right += order > 0 ? 1 : order == 0 ? 0.5 : 0;
                }
            }
        }
        return right / pairs;
    }

    private void add(int number, List<Long> job, Instant created, Instant until) {
        long candidate = 6_000_000_002L + number * STEP;
        double years = random.nextDouble(15);
        boolean referred = random.nextInt(5) == 0;
        String title = TITLES.get(random.nextInt(TITLES.size()));
        double chance = 1 / (1 + Math.exp(2.4 - 0.28 * years - (referred ? 1.2 : 0) - (title.contains("Eng") ? 1 : 0)));
        boolean hire = random.nextDouble() < chance;
        Instant decided = created.plus(Duration.ofHours(24 + random.nextLong(24 * 30)));
        Instant known = decided.isBefore(until) ? decided : until;
        organisation.add(
                "candidates",
                JSON.objectNode()
                        .put("id", candidate)
                        .put("created_at", created.toString())
                        .put("first_name", "Zdeňka")
                        .put("last_name", SURNAME)
                        .put("title", title)
                        .put("company", "Company " + random.nextInt(30))
                        .put("can_email", true));
        organisation.add(
                "candidate_employments",
                JSON.objectNode()
                        .put("id", 8_000_000_002L + number * STEP)
                        .put("candidate_id", candidate)
                        .put("company_name", "Plum")
                        .put("title", title)
                        .put("start_date", day(created.minus(Duration.ofDays(Math.round(years * 365.25))))));
        long application = 5_000_000_002L + number * STEP;
        ObjectNode row = JSON.objectNode()
                .put("id", application)
                .put("created_at", created.toString())
                .put("candidate_id", candidate)
                .put("job_id", job.getFirst())
                .put("status", hire ? "hired" : "rejected")
                .put("prospect", false)
                .put("source_id", 4_350_000_002L + random.nextInt(4));
        if (referred) {
            row.put("referrer_id", 4_410_002_002L);
        }
        organisation.add("applications", row);
        decide(number, application, job, created, known, hire, chance);
        applications.add(application);
        chances.add(chance);
        hired.add(hire);
    }

    private void decide(
            int number,
            long application,
            List<Long> job,
            Instant created,
            Instant decided,
            boolean hire,
            double chance) {
        boolean interviewed = hire || random.nextDouble() < chance;
        Instant between = created.plus(Duration.between(created, decided).dividedBy(2));
        if (interviewed) {
            stage(9_000_000_002L + number * STEP, application, job.get(1), between, decided);
        } else {
            organisation.add(
                    "rejection_details",
                    JSON.objectNode()
                            .put("id", 7_000_000_002L + number * STEP)
                            .put("application_id", application)
                            .put("rejected_at", decided.toString()));
        }
        if (hire) {
            stage(9_500_000_002L + number * STEP, application, job.get(2), between, decided);
        }
    }

    private void stage(long id, long application, long stage, Instant entered, Instant exited) {
        organisation.add(
                "application_stages",
                JSON.objectNode()
                        .put("id", id)
                        .put("application_id", application)
                        .put("job_interview_stage_id", stage)
                        .put("entered_at", entered.toString())
                        .put("exited_at", exited.toString())
                        .put("current", false));
    }

    private static String day(Instant time) {
        return time.atZone(ZoneOffset.UTC).toLocalDate().toString();
    }
}
