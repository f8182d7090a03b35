package com.rocketmat.doctor;

import static com.rocketmat.sync.Practice.failed;
import static com.rocketmat.sync.Practice.finding;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.rocketmat.doctor.Finding.Status;
import com.rocketmat.sandbox.LogTap;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.greenhouse.fault.Call;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.greenhouse.switches.ReadSwitches.HiddenFields;
import com.rocketmat.sandbox.greenhouse.switches.Switches.CustomFieldWrites;
import com.rocketmat.sandbox.greenhouse.switches.Switches.PatchAnswer;
import com.rocketmat.sandbox.greenhouse.switches.Switches.UnsetFields;
import com.rocketmat.score.NewScore;
import com.rocketmat.score.Scores;
import com.rocketmat.sync.Practice;
import com.rocketmat.tenant.state.TenantState;
import com.rocketmat.tenant.state.TenantStates;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The write to a named application: what is found, and that the application is restored. */
@QuarkusTest
class DoctorWritesQuarkusTest {

    private static final String SCORE = "rocketmat";
    private static final String WRITE_MODE = "write mode";
    private static final Duration SHORT = Duration.ofSeconds(5);

    SandboxDatabase database;

    @Inject
    Scores scores;

    @Inject
    TenantStates states;

    private final Practice practice = new Practice();
    private long application;
    private JsonNode before;

    @BeforeEach
    void anApplicationWithOtherFields() {
        QuarkusTransaction.requiringNew().run(() -> states.appear(practice.tenant));
        field(1, "notice", "short_text");
        field(2, "relocate", "yes_no");
        field(3, "why", "long_text");
        field(4, "pay", "currency");
        application = practice.customer.applyWithoutPoints();
        set("notice", TextNode.valueOf("two months"));
        set("relocate", BooleanNode.TRUE);
        set("pay", JsonNodeFactory.instance.objectNode().put("amount", 52_000).put("unit", "EUR"));
    }

    @AfterEach
    void close() {
        practice.close();
    }

    @ParameterizedTest
    @CsvSource({"MERGE,true,ROW", "MERGE,false,NO_CONTENT", "REPLACE,true,NO_CONTENT", "REPLACE,false,ROW"})
    void whatGreenhouseDoesWithFieldsThatAreNotListedIsFoundOutAndUndone(
            CustomFieldWrites writes, boolean scored, PatchAnswer answer) {
        practice.greenhouse.switches().customFieldWrites = writes;
        practice.greenhouse.switches().patchAnswer = answer;
        if (scored) {
            set(SCORE, IntNode.valueOf(2));
        }
        // a dry run's score waits for nothing
        scored(true);
        database.administer(
                "INSERT INTO write_proof (tenant_id, score_field, first_application_id, first_sent_at, damaged_in) VALUES ('%s', '%s', 77, now(), 'MERGE')"
                        .formatted(practice.tenant, SCORE));
        remember();

        DoctorReport report = practice.examine(application);

        boolean merges = writes == CustomFieldWrites.MERGE;
        assertThat(finding(report, WRITE_MODE).status()).isEqualTo(Status.OK);
        assertThat(finding(report, WRITE_MODE).seen()).startsWith(merges ? "merge:" : "full:");
        assertUnchanged();
        assertThat(practice.patches()).as("one write, one that undoes it").hasSize(2);
        assertThat(merges()).isEqualTo(merges);
        assertThat(database.count(
                        "SELECT count(*) FROM write_proof WHERE tenant_id = '%s' AND first_application_id IS NULL"
                                .formatted(practice.tenant)))
                .as("one more first write, where it cannot empty others")
                .isEqualTo(merges ? 1 : 0);
        assertThat(database.count("SELECT count(*) FROM write_proof WHERE tenant_id = '%s' AND damaged_in = 'MERGE'"
                        .formatted(practice.tenant)))
                .as("by the other mode")
                .isOne();
        assertThat(finding(practice.examine(), WRITE_MODE).seen())
                .as("known from then on")
                .startsWith(merges ? "merge:" : "full:");
        assertThat(practice.patches()).hasSize(2);
    }

    @Test
    void whereNothingCouldBearWitnessNothingIsWritten() {
        List.of("notice", "relocate", "pay").forEach(key -> set(key, NullNode.instance));
        practice.secret.put("reasons_field", "why");
        skippedWithoutAWrite("no value in a custom field besides the score", "name another application");
    }

    @Test
    void aFieldThatCouldNotBePutBackForbidsTheWrite() {
        field(5, "badge", "attachment");
        set("badge", TextNode.valueOf("a file"));
        skippedWithoutAWrite("'badge'", "name another application");
    }

    @ParameterizedTest
    @EnumSource
    void aPrivateFieldThatIsNotShownForbidsTheWrite(HiddenFields hidden) {
        practice.organisation().addField(4_440_000_006L, "salary", "number").put("private", true);
        practice.organisation().change("custom_fields", 4_440_000_006L, row -> row.put("private", true));
        set("salary", IntNode.valueOf(1));
        practice.greenhouse.switches().privateFields = false;
        practice.greenhouse.switches().reads.hiddenFields = hidden;
        skippedWithoutAWrite("'salary'", "name another application");
    }

    @ParameterizedTest
    @ValueSource(strings = {"API", "erasure", "application", "candidate"})
    void whoIsNotToBeScoredIsNotEvenForAMoment(String how) {
        NotToBeScored.make(practice, database, application, how);
        skippedWithoutAWrite("objects to being scored, or was erased", "name another application");
    }

    /** They would be lost with the write, and the report could not say what they were. */
    @Test
    void reasonsThatAreNotShownForbidTheWrite() {
        practice.secret.put("reasons_field", "why");
        practice.organisation().change("custom_fields", 4_440_000_003L, row -> row.put("private", true));
        practice.greenhouse.switches().privateFields = false;
        practice.greenhouse.switches().unsetFields = UnsetFields.ABSENT;
        skippedWithoutAWrite("'why'", "name another application");
    }

    @Test
    void aPrivateFieldThatIsShownElsewhereMayBeUnsetHere() {
        practice.secret.put("reasons_field", "why");
        practice.organisation().change("custom_fields", 4_440_000_003L, row -> row.put("private", true));
        practice.greenhouse.switches().unsetFields = UnsetFields.ABSENT;
        practice.organisation()
                .setCustomField(practice.customer.applyWithoutPoints(), "why", TextNode.valueOf("they speak Dutch"));
        remember();

        assertThat(finding(practice.examine(application), WRITE_MODE).status()).isEqualTo(Status.OK);
        assertUnchanged();
    }

    @Test
    void anApplicationThatIsNotThereOrNotInProcessIsLeftAlone() {
        practice.organisation().reject(application);
        skippedWithoutAWrite("not an active application of a candidate", "name another application");
        application = practice.customer.applyWithoutPoints();
        practice.organisation().change("applications", application, row -> row.put("prospect", true));
        skippedWithoutAWrite("not an active application of a candidate", "name another application");
        application = 99;
        assertThat(finding(practice.examine(99), WRITE_MODE).seen()).contains("does not exist");
        assertThat(practice.patches()).isEmpty();
    }

    @Test
    void anApplicationWhoseScoreWaitsIsLeftAlone() {
        scored(false);
        skippedWithoutAWrite("a score waits", "name another application");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dry-run", "paused"})
    void aTenantThatDoesNotWriteIsNotWrittenFor(String mode) {
        practice.secret.put("mode", mode);
        skippedWithoutAWrite("all tenants are paused", "POST /api/resume");
    }

    /** To have another token takes time. */
    @Test
    void aTenantThatIsPausedWhileTheWriteWaitsForATokenIsNotWrittenFor() {
        Match patch = Match.patch("/v3");
        practice.greenhouse
                .faults()
                .before(patch, () -> practice.greenhouse.faults().before(Match.token(), practice::pause));
        practice.greenhouse.faults().on(patch).answer(new Fault.RevokeToken());
        remember();

        Finding found = finding(practice.examine(application), WRITE_MODE);

        assertThat(found.status()).isEqualTo(Status.SKIPPED);
        assertThat(found.seen()).contains("stopped or changed meanwhile");
        assertUnchanged();
        assertThat(practice.patches()).extracting(Call::status).containsExactly(401);
    }

    @Test
    void tooLittleThatIsLeftOfTheRateWindowForbidsTheWrite() {
        practice.greenhouse.switches().rates.v3Window = Duration.ofHours(1);
        practice.organisation().rateLimit(14);
        skippedWithoutAWrite("rate window", "again");
    }

    @Test
    void aBlockedTenantMayBeWrittenFor() {
        practice.block();
        assertThat(finding(practice.examine(application), WRITE_MODE).status()).isEqualTo(Status.OK);
        assertThat(practice.state()).as("it has no model").isEqualTo(TenantState.BLOCKED);
    }

    /** Nor does the value that it had. */
    @ParameterizedTest
    @CsvSource({"MERGE,1", "REPLACE,2"})
    void aListThatShowsTheWriteLateProvesNothingAndTheApplicationIsPutBack(CustomFieldWrites writes, int score) {
        set(SCORE, IntNode.valueOf(score));
        practice.greenhouse.switches().customFieldWrites = writes;
        practice.greenhouse.switches().readAfterWriteLag = Duration.ofMinutes(1);
        remember();

        DoctorReport report = practice.examine(application);

        assertThat(finding(report, WRITE_MODE).status()).isEqualTo(Status.WARNING);
        assertThat(practice.patches()).hasSize(2);
        assertThat(merges()).isNull();
        assertUnchanged();
    }

    @Test
    void aModeThatWouldWipeOtherFieldsFails() {
        practice.secret.put("write_mode", "merge");
        practice.greenhouse.switches().customFieldWrites = CustomFieldWrites.REPLACE;
        remember();

        DoctorReport report = practice.examine(application);

        assertThat(finding(report, WRITE_MODE).status()).isEqualTo(Status.FAILED);
        assertThat(finding(report, WRITE_MODE).remedy()).contains("write_mode to full");
        assertUnchanged();
    }

    /** In the mode that did it before: another one is not tried, and would not help where Greenhouse replaces. */
    @ParameterizedTest
    @CsvSource({"full,REPLACE,OK", "full,MERGE,FAILED", "merge,MERGE,OK", "merge,REPLACE,FAILED"})
    void aTrialThatKeepsEverythingEndsWhatDamageStopped(String mode, CustomFieldWrites writes, Status status) {
        practice.secret.put("write_mode", mode);
        practice.greenhouse.switches().customFieldWrites = writes;
        damaged(mode);
        assertThat(finding(practice.examine(), WRITE_MODE).seen()).isEqualTo("it was lost");
        remember();

        Finding found = finding(practice.examine(application), WRITE_MODE);

        assertThat(found.status()).isEqualTo(status);
        assertThat(finding(practice.examine(), WRITE_MODE).status()).isEqualTo(status);
        assertUnchanged();
    }

    private void damaged(String mode) {
        database.administer(
                "INSERT INTO write_proof (tenant_id, score_field, damaged_in, damage) VALUES ('%s', '%s', '%s', 'it was lost')"
                        .formatted(practice.tenant, SCORE, mode.toUpperCase(Locale.ROOT)));
    }

    @ParameterizedTest
    @CsvSource({"0,MERGE", "0,REPLACE", "1,MERGE", "1,REPLACE"})
    void aWriteOfUnknownOutcomeIsPutBackAllTheSame(int after, CustomFieldWrites writes) {
        practice.greenhouse.switches().customFieldWrites = writes;
        practice.greenhouse.faults().on(Match.patch("/v3")).after(after).answer(new Fault.ApplyThenStatus(502));
        remember();

        DoctorReport report = practice.examine(application);

        assertThat(finding(report, WRITE_MODE).status()).isEqualTo(Status.OK);
        assertUnchanged();
    }

    @ParameterizedTest
    @EnumSource(CustomFieldWrites.class)
    void aLookThatFailsIsNoReasonNotToPutBack(CustomFieldWrites writes) {
        practice.greenhouse.switches().customFieldWrites = writes;
        practice.greenhouse
                .faults()
                .before(
                        Match.patch("/v3"),
                        () -> practice.greenhouse
                                .faults()
                                .on(Match.get("/v3/applications"))
                                .always()
                                .answer(new Fault.Html(502)));
        remember();

        DoctorReport report = practice.examine(application);

        assertThat(finding(report, WRITE_MODE).status()).isEqualTo(Status.WARNING);
        assertThat(practice.patches()).hasSize(2);
        assertUnchanged();
    }

    static List<Fault> passing() {
        return List.of(new Fault.RateLimited(30), Fault.serverError(), new Fault.Drop());
    }

    @ParameterizedTest
    @MethodSource("passing")
    @Tag("failure-429-retry-after")
    void aRefusalThatPassesIsWaitedForAndThenItIsPutBack(Fault fault) {
        set(SCORE, IntNode.valueOf(71));
        practice.greenhouse.switches().customFieldWrites = CustomFieldWrites.REPLACE;
        practice.greenhouse.faults().on(Match.patch("/v3")).after(1).times(2).answer(fault);
        remember();

        DoctorReport report = practice.examine(application);

        assertThat(finding(report, WRITE_MODE).status()).isEqualTo(Status.OK);
        assertUnchanged();
    }

    @Test
    void anEditThatIsMadeDuringTheWaitIsKept() {
        refusedOnce();
        practice.meanwhile = () -> set("notice", TextNode.valueOf("at once"));

        practice.examine(application);

        assertThat(practice.organisation().score(application, "notice")).isEqualTo("at once");
        assertThat(practice.organisation().score(application, "relocate")).isEqualTo(true);
        assertThat(practice.organisation().score(application, SCORE)).isNull();
    }

    @Test
    void nothingIsPutBackOnceTheCandidateIsAnonymised() {
        refusedOnce();
        long candidate = candidate();
        practice.meanwhile =
                () -> practice.organisation().anonymise(candidate, Set.of("full_name", "custom_application_fields"));

        Finding found = finding(practice.examine(application), WRITE_MODE);

        assertThat(found.status()).isEqualTo(Status.FAILED);
        assertThat(found.seen()).contains("anonymised meanwhile");
        assertThat(found.remedy()).contains(SCORE).doesNotContain("notice");
        assertThat(practice.patches()).hasSize(2);
    }

    @Test
    void nothingIsPutBackOnceTheApplicationIsGone() {
        refusedOnce();
        practice.customer.applyWithoutPoints();
        practice.meanwhile = () -> practice.organisation().deleteApplication(application);

        Finding found = finding(practice.examine(application), WRITE_MODE);

        assertThat(found.status()).isEqualTo(Status.FAILED);
        assertThat(found.seen()).contains("does not show it any more");
        assertThat(practice.patches()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"API", "erasure"})
    void ofOneWhoIsNoLongerToBeScoredEverythingButTheScoreIsPutBack(String how) {
        set(SCORE, IntNode.valueOf(71));
        refusedOnce();
        practice.meanwhile = () -> NotToBeScored.make(practice, database, application, how);

        practice.examine(application);

        assertThat(practice.organisation().score(application, SCORE)).isNull();
        assertThat(practice.organisation().score(application, "notice")).isEqualTo("two months");
    }

    @Test
    void aDoctorThatIsInterruptedDuringTheWaitNamesTheFieldsInTheLog() {
        refusedOnce();
        practice.meanwhile = Thread.currentThread()::interrupt;
        try (LogTap log = new LogTap()) {
            practice.examine(application);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(log.lines())
                    .filteredOn(line -> line.text().contains("was not undone"))
                    .singleElement()
                    .satisfies(line -> assertThat(line.text()).contains("notice", "pay", "relocate", SCORE));
        }
    }

    /** The put-back, where the write has emptied the other fields. */
    private void refusedOnce() {
        practice.greenhouse.switches().customFieldWrites = CustomFieldWrites.REPLACE;
        practice.greenhouse.faults().on(Match.patch("/v3")).after(1).answer(new Fault.RateLimited(1));
    }

    private long candidate() {
        return practice.organisation()
                .application(application)
                .path("candidate_id")
                .longValue();
    }

    @Test
    void aRateWindowThatOthersUseUpMeanwhileIsWaitedForAndThenItIsPutBack() {
        practice.greenhouse.switches().customFieldWrites = CustomFieldWrites.REPLACE;
        practice.greenhouse.switches().rates.v3Window = SHORT;
        practice.greenhouse
                .faults()
                .before(
                        Match.patch("/v3"),
                        () -> practice.greenhouse
                                .faults()
                                .before(
                                        Match.get("/v3/applications"),
                                        () -> practice.organisation().rateLimit(1)));
        practice.meanwhile = () -> practice.organisation().rateLimit(50);
        remember();
        // a window that begins between the write and the look would admit the look
        await().until(() -> System.currentTimeMillis() % SHORT.toMillis() < SHORT.toMillis() - 1_000);

        DoctorReport report = practice.examine(application);

        assertThat(finding(report, WRITE_MODE).status()).isEqualTo(Status.WARNING);
        assertUnchanged();
    }

    static List<Fault> staying() {
        return List.of(new Fault.RateLimited(600), Fault.forbidden(), Fault.serverError());
    }

    @ParameterizedTest
    @MethodSource("staying")
    void whatCouldNotBePutBackIsNamedFieldByField(Fault fault) {
        practice.greenhouse.switches().customFieldWrites = CustomFieldWrites.REPLACE;
        practice.greenhouse.faults().on(Match.patch("/v3")).after(1).always().answer(fault);

        DoctorReport report = practice.examine(application);

        Finding found = finding(report, WRITE_MODE);
        assertThat(found.status()).isEqualTo(Status.FAILED);
        assertThat(found.remedy()).contains(String.valueOf(application), "notice", "pay", "relocate", SCORE);
        assertThat(found.seen()).contains("(Greenhouse").doesNotContain("[", "=");
    }

    @Test
    void aCredentialThatMayNotWriteIsFoundByTheWriteAndNothingIsChanged() {
        practice.greenhouse.faults().on(Match.patch("/v3")).always().answer(Fault.forbidden());
        remember();

        DoctorReport report = practice.examine(application);

        assertThat(failed(report)).contains(WRITE_MODE);
        assertThat(finding(report, WRITE_MODE).remedy()).contains("Manage scopes: tick harvest:applications:update");
        assertUnchanged();
    }

    @Test
    void anEditThatIsMadeMeanwhileIsKeptAndLeavesInDoubtWhetherAllWasKept() {
        practice.secret.put("write_mode", "merge");
        damaged("merge");
        practice.greenhouse.switches().customFieldWrites = CustomFieldWrites.MERGE;
        practice.greenhouse
                .faults()
                .on(Match.patch("/v3"))
                .after(1)
                .happens(() -> set("notice", TextNode.valueOf("at once")));

        practice.examine(application);

        assertThat(practice.organisation().score(application, "notice")).isEqualTo("at once");
        assertThat(practice.organisation().score(application, SCORE)).isNull();
        assertThat(finding(practice.examine(), WRITE_MODE).seen()).isEqualTo("it was lost");
    }

    @Test
    void aFieldThatIsEmptyOnceTheApplicationIsPutBackIsNamed() {
        practice.greenhouse.faults().on(Match.patch("/v3")).after(1).happens(() -> set("notice", NullNode.instance));

        Finding found = finding(practice.examine(application), WRITE_MODE);

        assertThat(found.status()).isEqualTo(Status.FAILED);
        assertThat(found.remedy()).contains("notice").doesNotContain("relocate", SCORE);
    }

    @Test
    void aListThatShowsLateThatTheApplicationIsPutBackIsTold() {
        practice.greenhouse
                .faults()
                .on(Match.patch("/v3"))
                .after(1)
                .happens(() -> practice.greenhouse.switches().readAfterWriteLag = Duration.ofMinutes(1));
        remember();

        Finding found = finding(practice.examine(application), WRITE_MODE);

        assertThat(found.status()).isEqualTo(Status.WARNING);
        assertThat(found.seen()).contains("does not show them yet");
        assertUnchanged();
    }

    /** A write empties fields, and what its row's time tells to be later was not the write. */
    @ParameterizedTest
    @CsvSource({"0,at once", "3,"})
    void anEditBeforeTheLookProvesNothing(int seconds, String value) {
        practice.greenhouse.switches().customFieldWrites = CustomFieldWrites.MERGE;
        beforeTheLook(() -> {
            practice.clock.pass(Duration.ofSeconds(seconds));
            set("notice", value == null ? NullNode.instance : TextNode.valueOf(value));
        });

        assertThat(finding(practice.examine(application), WRITE_MODE).status()).isEqualTo(Status.WARNING);
        assertThat(merges()).isNull();
    }

    @Test
    void anApplicationThatIsGoneByTheLookIsTold() {
        practice.customer.applyWithoutPoints();
        beforeTheLook(() -> practice.organisation().deleteApplication(application));

        assertThat(finding(practice.examine(application), WRITE_MODE).seen()).contains("could not be restored");
    }

    private void beforeTheLook(Runnable happening) {
        practice.greenhouse
                .faults()
                .before(
                        Match.patch("/v3"),
                        () -> practice.greenhouse.faults().before(Match.get("/v3/applications"), happening));
    }

    @Test
    void oneDoctorWritesAtATimeAndOneThatDiedIsTold() {
        practice.examine(application);
        practice.greenhouse.calls().clear();
        examinedSince(Duration.ofSeconds(20));
        skippedWithoutAWrite("another doctor", "again");
        assertThat(finding(practice.examine(), WRITE_MODE).status()).isEqualTo(Status.OK);

        examinedSince(Duration.ofMinutes(6));
        Finding unnamed = finding(practice.examine(), WRITE_MODE);
        assertThat(unnamed.status()).isEqualTo(Status.WARNING);
        assertThat(unnamed.seen()).contains("an earlier run of the doctor", "77");
        assertThat(practice.patches()).isEmpty();

        Finding found = finding(practice.examine(application), WRITE_MODE);
        assertThat(found.status()).isEqualTo(Status.WARNING);
        assertThat(found.seen()).contains("an earlier run of the doctor", "77");
        assertThat(finding(practice.examine(application), WRITE_MODE).status()).isEqualTo(Status.OK);
    }

    private void skippedWithoutAWrite(String seen, String remedy) {
        Finding found = finding(practice.examine(application), WRITE_MODE);
        assertThat(found.status()).isEqualTo(Status.SKIPPED);
        assertThat(found.seen()).contains(seen);
        assertThat(found.remedy()).contains(remedy);
        assertThat(practice.patches()).isEmpty();
    }

    private void remember() {
        before = present();
    }

    private void assertUnchanged() {
        assertThat(present()).isEqualTo(before);
    }

    /** Without the time of the last update. */
    private JsonNode present() {
        ObjectNode row = practice.organisation().application(application);
        row.remove("updated_at");
        return row;
    }

    private void set(String key, JsonNode value) {
        practice.organisation().setCustomField(application, key, value);
    }

    private void scored(boolean dryRun) {
        NewScore score = NewScore.of(application, 1, new BigDecimal("71"), List.of());
        QuarkusTransaction.requiringNew()
                .run(() -> scores.record(practice.tenant, "c".repeat(64), List.of(score), dryRun));
    }

    private void field(long id, String key, String type) {
        practice.organisation().addField(4_440_000_000L + id, key, type);
    }

    private Boolean merges() {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement query =
                        connection.prepareStatement("SELECT merges FROM write_proof WHERE tenant_id = ?")) {
            query.setString(1, practice.tenant.value());
            var row = query.executeQuery();
            row.next();
            return (Boolean) row.getObject(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void examinedSince(Duration ago) {
        assertThat(database.execute(
                        "UPDATE write_proof SET examined_application_id = 77, examined_since = '%s' WHERE tenant_id = '%s'"
                                .formatted(Instant.now().minus(ago), practice.tenant)))
                .isEqualTo(1);
    }
}
