package com.rocketmat.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.problem.HttpProblem;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.score.NewScore;
import com.rocketmat.score.Scores;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantUnit;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Random sequences of scores, objections, erasures, deletions and merges, delivered in any order, more than once, or recorded by a slice
 * that read its page before. In the end no table has the id of an erased candidate, and no score waits for one who objects.
 */
@QuarkusTest
class RightsSequencesQuarkusTest {

    /** More in the nightly build. */
    private static final int SEQUENCES = Integer.getInteger("rocketmat.rights.sequences", 10);

    /** The nightly build draws one. */
    private static final long SEED =
            Long.getLong("rights.seed", SEQUENCES > 15 ? new Random().nextLong() : 24_112_026L);

    private static final int STEPS = 40;

    private static final int PEOPLE = 5;
    private static final long FIRST_ID = 6_120_000_000L;
    private static final String VERSION = "e".repeat(64);

    SandboxDatabase database;

    @Inject
    Erasures erasures;

    @Inject
    Objections objections;

    @Inject
    Merges merges;

    @Inject
    Withheld withheld;

    @Inject
    Scores scores;

    @Inject
    TenantUnit unit;

    @Test
    void noErasedCandidateRemainsAndNoScoreWaitsForOneWhoObjects() {
        System.out.printf("rights.seed=%d%n", SEED);
        long eligible = 0;
        Random seeds = new Random(SEED);
        for (int sequence = 0; sequence < SEQUENCES; sequence++) {
            long seed = seeds.nextLong();
            Greenhouse greenhouse = new Greenhouse(new TenantId("rights-" + UUID.randomUUID()), new Random(seed));
            for (int step = 0; step < STEPS; step++) {
                greenhouse.step();
            }
            greenhouse.settle();
            eligible += greenhouse.check("seed " + seed);
        }
        assertThat(eligible).as("applications that may be scored, and are").isGreaterThan(SEQUENCES / 2);
    }

    /** The candidates of one tenant, and the events sent about them. */
    private final class Greenhouse {

        private final TenantId tenant;
        private final PrivateRows rows;
        private final Random random;
        private final Map<Long, Long> applications = new LinkedHashMap<>();
        private final Set<Long> gone = new HashSet<>();
        private final Set<Long> erased = new HashSet<>();
        private final Set<Long> objecting = new HashSet<>();
        private final Map<Long, Long> merged = new LinkedHashMap<>();
        private final List<Runnable> events = new ArrayList<>();
        /** A page that a slice read a while ago. */
        private Map<Long, Long> page = Map.of();

        private long next = FIRST_ID + 1_000;

        private Greenhouse(TenantId tenant, Random random) {
            this.tenant = tenant;
            this.rows = new PrivateRows(database, tenant);
            rows.known();
            this.random = random;
        }

        private void step() {
            long candidate = anyCandidate();
            switch (random.nextInt(11)) {
                case 0, 1 -> apply(candidate);
                case 2 -> page = new HashMap<>(applications);
                case 3, 4 -> record(page);
                case 5 -> {
                    objections.object(tenant, candidate);
                    objecting.add(candidate);
                }
                case 6 -> withdraw(candidate);
                case 7 -> {
                    erasures.eraseForOperator(tenant, candidate);
                    erased.add(candidate);
                    objecting.remove(candidate);
                }
                case 8 -> anonymise(candidate);
                case 9 -> merge(candidate, anyCandidate());
                default -> repeatEvent();
            }
        }

        private long anyCandidate() {
            return FIRST_ID + random.nextInt(PEOPLE);
        }

        private boolean isThere(long candidate) {
            return !gone.contains(candidate) && !merged.containsKey(candidate);
        }

        private void apply(long candidate) {
            if (isThere(candidate)) {
                applications.put(next++, candidate);
            }
        }

        /** Like a slice, which asks who is withheld in the transaction that records. */
        private void record(Map<Long, Long> read) {
            unit.run(tenant, () -> {
                Set<Long> left = withheld.among(tenant, new HashSet<>(read.values()));
                scores.record(
                        tenant,
                        VERSION,
                        read.entrySet().stream()
                                .filter(application -> !left.contains(application.getValue()))
                                .map(application -> NewScore.of(
                                        application.getKey(), application.getValue(), BigDecimal.ONE, List.of()))
                                .toList(),
                        false);
            });
        }

        private void withdraw(long candidate) {
            try {
                objections.withdraw(tenant, candidate, "");
            } catch (HttpProblem e) {
                assertThat(gone).contains(candidate);
            }
            objecting.remove(candidate);
            if (!gone.contains(candidate)) {
                erased.remove(candidate);
            }
        }

        private void anonymise(long candidate) {
            gone.add(candidate);
            erased.add(candidate);
            objecting.remove(candidate);
            events.add(() -> erasures.eraseDeleted(tenant, candidate, of(candidate)));
        }

        private Set<Long> of(long candidate) {
            Set<Long> theirs = new HashSet<>();
            applications.forEach((application, whose) -> {
                if (whose == candidate) {
                    theirs.add(application);
                }
            });
            return theirs;
        }

        private void merge(long loser, long winner) {
            if (loser == winner || !isThere(loser) || !isThere(winner)) {
                return;
            }
            merged.put(loser, winner);
            applications.replaceAll((_, whose) -> whose == loser ? winner : whose);
            events.add(() -> merges.merge(tenant, loser, winner));
        }

        /** Delivers any event, perhaps again. */
        private void repeatEvent() {
            if (!events.isEmpty()) {
                events.get(random.nextInt(events.size())).run();
            }
        }

        /** A slice ends, some objections are withdrawn, and all events are delivered in any order and then in the right one. */
        private void settle() {
            record(page);
            for (long candidate = FIRST_ID; candidate < FIRST_ID + PEOPLE; candidate++) {
                if (random.nextBoolean()) {
                    withdraw(candidate);
                }
            }
            List<Runnable> again = new ArrayList<>(events);
            Collections.shuffle(again, random);
            again.forEach(Runnable::run);
            events.forEach(Runnable::run);
            record(applications);
        }

        /** How many applications may be scored, and are. */
        private long check(String as) {
            assertThat(rows.unlogged()).as(as).isEmpty();
            List<String> all = rows.all();
            merged.keySet()
                    .forEach(loser -> assertThat(all)
                            .as("%s: nothing keeps the loser's id", as)
                            .noneMatch(row -> row.contains(String.valueOf(loser))));
            for (long candidate = FIRST_ID; candidate < FIRST_ID + PEOPLE; candidate++) {
                String id = String.valueOf(candidate);
                if (erased.contains(candidate)) {
                    assertThat(all).as("%s: erased", as).noneMatch(row -> row.contains(id));
                }
                if (objecting.contains(candidate)) {
                    assertThat(rows.scores())
                            .as("%s: objecting", as)
                            .noneMatch(row -> row.contains(id) && row.endsWith("PENDING"));
                }
                if (!merged.containsKey(candidate) && !merged.containsValue(candidate)) {
                    assertThat(withheld.among(tenant, Set.of(candidate)))
                            .as("%s: withheld, without a merge", as)
                            .hasSize(erased.contains(candidate) || objecting.contains(candidate) ? 1 : 0);
                }
            }
            return applications.entrySet().stream()
                    .filter(application -> isScored(as, all, application.getKey(), application.getValue()))
                    .count();
        }

        /** @return whether the application may be scored, and is */
        private boolean isScored(String as, List<String> all, long application, long candidate) {
            boolean scored = rows.scores().stream().anyMatch(row -> row.startsWith(application + " "));
            if (erased.contains(candidate)) {
                assertThat(all)
                        .as("%s: decisions of an erased person", as)
                        .filteredOn(row -> row.startsWith("decision") || row.startsWith("candidate_key"))
                        .noneMatch(row -> row.contains(String.valueOf(application)));
                assertThat(scored).as("%s: application of an erased person", as).isFalse();
                return false;
            }
            boolean eligible = withheld.among(tenant, Set.of(candidate)).isEmpty();
            if (eligible) {
                assertThat(scored).as("%s: eligible", as).isTrue();
            }
            return eligible;
        }
    }
}
