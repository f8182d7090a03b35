package com.rocketmat.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A resume that cannot be fetched is not a missing value, and does not delay other applications. */
@QuarkusTest
class ResumesAwayQuarkusTest extends ByHand {

    private final Map<Long, Long> files = new HashMap<>();
    private Organisation greenhouse;
    private long job;

    @BeforeEach
    void aTenantThatScoresByResumes() {
        rig = new RunByHand(Map.of());
        greenhouse = rig.customer.organisation();
        job = greenhouse.addJob("Analyst");
        rig.activate(rig.upload(Graph.words("one", "two"), Graph.RESUMES));
    }

    @Test
    void aFileThatCannotBeFetchedCostsOnlyItsOwnApplicationTheScore() {
        long first = apply("one");
        long missing = apply("two");
        long last = apply("two");
        failToFetch(missing);

        rig.run();

        assertThat(rig.carried(first)).isEqualTo(1);
        assertThat(rig.carried(last)).isEqualTo(2);
        assertThat(rig.customer.score(missing)).isNull();
        assertThat(rig.row(missing)).satisfies(row -> {
            assertThat(row.state()).isEqualTo("REFUSED");
            assertThat(row.reason()).isEqualTo("the file of the resume cannot be fetched");
        });

        rig.greenhouse.faults().clear();
        aDayLater();
        assertThat(rig.carried(missing)).isEqualTo(2);
    }

    /** Otherwise a pause would be noticed late, and the replica would seem stuck. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void slowFilesAreReadAFewAtATime(boolean rescoring) {
        List<Long> all = IntStream.range(0, 8).mapToObj(_ -> apply("one")).toList();
        if (rescoring) {
            rig.change(Map.of("rescore", "on-new-model"));
            rig.run();
            rig.activate(rig.upload(Graph.words("two", "one"), Graph.RESUMES));
        }
        AtomicReference<Instant> begun = new AtomicReference<>();
        List<Duration> pages = new ArrayList<>();
        rig.on(Match.get("/v3/attachments")).always().happens(() -> begun.set(rig.clock.instant()));
        rig.on(Match.get("/files/")).always().happens(() -> {
            pages.add(Duration.between(begun.get(), rig.clock.instant()));
            rig.clock.pass(Duration.ofSeconds(19));
        });

        rig.run();

        assertThat(all).allMatch(application -> rig.carried(application) == (rescoring ? 2 : 1));
        assertThat(pages).hasSize(8).allMatch(waited -> waited.compareTo(Duration.ofSeconds(40)) < 0);
    }

    /** No application waits for a shadow. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void slowOrMissingFilesForAShadowAloneStopItsReading(boolean missing) {
        rig.activate(rig.upload(1));
        rig.shadow(rig.upload(Graph.words("two", "one"), Graph.RESUMES));
        List<Long> all = IntStream.range(0, 8).mapToObj(_ -> apply("one")).toList();
        all.forEach(application -> greenhouse.setCustomField(application, "points", IntNode.valueOf(5)));
        AtomicInteger files = new AtomicInteger();
        if (missing) {
            failToFetch(all.getLast());
        }
        rig.on(Match.get("/files/")).always().happens(() -> {
            files.incrementAndGet();
            rig.clock.pass(Duration.ofSeconds(missing ? 0 : 19));
        });

        rig.run();

        assertThat(all).allMatch(application -> rig.carried(application) == 6);
        assertThat(files).hasValueLessThan(8);
    }

    @Test
    void theOnlyFileIsTriedInSeveralSlicesBeforeItsApplicationIsRefused() {
        long missing = apply("one");
        failToFetch(missing);
        long without = applyWithout();
        rig.clock.pass(Duration.ofMinutes(6));
        rig.request();

        assertThat(rig.slice()).isInstanceOf(SliceOutcome.Wait.class);
        assertThat(rig.scores()).isEmpty();
        assertThat(rig.status().reason()).contains("files of attachments: status 503");

        rig.untilDone();
        assertThat(rig.row(missing).state()).isEqualTo("REFUSED");
        assertThat(rig.carried(without)).isZero();
        long later = apply("two");
        rig.run();
        assertThat(rig.carried(later)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void duringAnOutageOfTheFileStoreTheTenantWaitsAndMakesFewCalls(int arriving) {
        List<Long> all = IntStream.range(0, 6).mapToObj(_ -> apply("one")).toList();
        rig.on(Match.get("/files/")).after(arriving).always().answer(new Fault.Status(503, "", Map.of()));
        rig.request();

        for (int slices = 0; slices < 4; slices++) {
            int came = slices == 0 ? arriving : 0;
            rig.greenhouse.calls().clear();
            assertThat(rig.slice()).isInstanceOf(SliceOutcome.Wait.class);
            assertThat(rig.greenhouse.calls().count("GET", "/files/"))
                    .as("with one repetition each")
                    .isLessThanOrEqualTo(2 * (3 + came) + came);
        }
        assertThat(rig.scores()).isEmpty();

        rig.greenhouse.faults().clear();
        rig.untilDone();
        assertThat(all).allMatch(application -> rig.carried(application) == 1);
    }

    /** An API or a partner may add attachments after the application. */
    @Test
    void aResumeMayArriveMinutesAfterItsApplicationOrNever() {
        long late = applyWithout();
        long never = applyWithout();
        rig.run();
        assertThat(rig.scores()).isEmpty();

        greenhouse.addResume(late, "cv.txt", "two".getBytes(StandardCharsets.UTF_8));
        rig.clock.pass(Duration.ofMinutes(6));
        rig.run();

        assertThat(rig.carried(late)).isEqualTo(2);
        assertThat(rig.carried(never)).isZero();
    }

    @Test
    void aNamedApplicationIsReadAgainOnceItsResumeHasArrived() {
        rig.run();
        long late = applyWithout();
        rig.want(late);
        rig.slice();
        assertThat(rig.scores()).isEmpty();

        greenhouse.addResume(late, "cv.txt", "two".getBytes(StandardCharsets.UTF_8));
        execute(
                "UPDATE wanted_application SET wanted_at = now() WHERE tries = 1 AND tenant_id = '%s' AND application_id = %d",
                late);
        rig.slice();

        assertThat(rig.carried(late)).isEqualTo(2);
        assertThat(rig.wanted()).isEmpty();
    }

    @Test
    void rescoringDoesNotWaitForAMissingFileWhoseApplicationKeepsItsScore() {
        rig.change(Map.of("rescore", "on-new-model"));
        List<Long> others = new ArrayList<>(
                IntStream.range(0, 24).mapToObj(_ -> apply("one")).toList());
        long missing = apply("two");
        IntStream.range(0, 25).forEach(_ -> others.add(apply("one")));
        rig.run();

        failToFetch(missing);
        String version = rig.upload(Graph.words("two", "one"), Graph.RESUMES);
        rig.activate(version);
        rig.request();
        rig.untilDoneBy(() -> {
            SliceOutcome outcome = rig.slice();
            assertThat(rig.status().reason()).isNull();
            return outcome;
        });

        assertThat(others).allMatch(application -> rig.carried(application) == 2);
        assertThat(rig.row(missing, version).state()).isEqualTo("REFUSED");
        assertThat(rig.carried(missing)).isEqualTo(2);

        rig.greenhouse.faults().clear();
        aDayLater();
        assertThat(rig.carried(missing)).isEqualTo(1);
    }

    private long applyWithout() {
        return greenhouse.addApplication(greenhouse.addCandidate("Ida", "Bell"), job);
    }

    private long apply(String resume) {
        long application = applyWithout();
        files.put(application, greenhouse.addResume(application, "cv.txt", resume.getBytes(StandardCharsets.UTF_8)));
        return application;
    }

    private void failToFetch(long application) {
        rig.on(Match.get("/files/%s/%d/".formatted(greenhouse.name(), files.get(application))))
                .always()
                .answer(new Fault.Status(503, "", Map.of()));
    }

    private void aDayLater() {
        execute("UPDATE score SET scored_at = scored_at - interval '1 day' WHERE tenant_id = '%s'");
        sweep();
    }
}
