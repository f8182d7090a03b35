package com.rocketmat.doctor;

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
import com.rocketmat.score.write.WriteModeProbe;
import com.rocketmat.sync.Practice;
import com.rocketmat.tenant.KnownTenant;
import com.rocketmat.tenant.state.TenantState;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
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

/** The trial write to a named application: its findings, and that the application is restored. */
@QuarkusTest
class DoctorWritesQuarkusTest {

    private static final String SCORE = "rocketmat";
    private static final String WRITE_MODE = "write mode";
    private static final Duration SHORT = Duration.ofSeconds(5);

    SandboxDatabase database;

    @Inject
    Scores scores;

    private final Practice practice = new Practice();
    private long application;

    @BeforeEach
    void anApplicationWithOtherFields() {
        KnownTenant.add(practice.tenant);
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
    void theTrialWriteFindsOutWhetherGreenhouseMergesAndIsUndone(
            CustomFieldWrites writes, boolean scored, PatchAnswer answer) {
        practice.greenhouse.switches().customFieldWrites = writes;
        practice.greenhouse.switches().patchAnswer = answer;
        if (scored) {
            set(SCORE, IntNode.valueOf(2));
        }
        // a score of a dry run does not wait to be written
        scored(true);
        database.administer(
                "INSERT INTO write_proof (tenant_id, score_field, first_application_id, first_sent_at, damaged_in) VALUES ('%s', '%s', 77, now(), 'MERGE')"
                        .formatted(practice.tenant, SCORE));
        boolean merges = writes == CustomFieldWrites.MERGE;
        assertThat(examineAndRestore(Status.OK).seen()).startsWith(merges ? "merge:" : "full:");
        assertThat(practice.patches()).as("one write, one that undoes it").hasSize(2);
        assertMerges(merges);
        assertThat(database.count(
                        "SELECT count(*) FROM write_proof WHERE tenant_id = '%s' AND first_application_id IS NULL"
                                .formatted(practice.tenant)))
                .as("the next first write is proven again")
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
    void anApplicationWithoutOtherFieldValuesIsNotWritten() {
        List.of("notice", "relocate", "pay").forEach(key -> set(key, NullNode.instance));
        practice.secret.put("reasons_field", "why");
        skippedWithoutAWrite("no value in a custom field besides the score", "name another application");
    }

    @Test
    void aFieldThatCannotBeRestoredPreventsTheWrite() {
        field(5, "badge", "attachment");
        set("badge", TextNode.valueOf("a file"));
        skippedWithoutAWrite("'badge'", "name another application");
    }

    @ParameterizedTest
    @EnumSource
    void aHiddenPrivateFieldPreventsTheWrite(HiddenFields hidden) {
        field(6, "salary", "number");
        makePrivate(6);
        set("salary", IntNode.valueOf(1));
        practice.greenhouse.switches().privateFields = false;
        practice.greenhouse.switches().reads.hiddenFields = hidden;
        skippedWithoutAWrite("'salary'", "name another application");
    }

    @ParameterizedTest
    @ValueSource(strings = {"API", "merged", "erasure", "application", "candidate"})
    void aCandidateWhoIsNotToBeScoredIsNotWritten(String how) {
        NotToBeScored.make(practice, database, application, how);
        skippedWithoutAWrite("objects to being scored, or was erased", "name another application");
    }

    /** The write would lose its value, and the report could not name it. */
    @Test
    void aHiddenReasonsFieldPreventsTheWrite() {
        practice.secret.put("reasons_field", "why");
        makePrivate(3);
        practice.greenhouse.switches().privateFields = false;
        practice.greenhouse.switches().unsetFields = UnsetFields.ABSENT;
        skippedWithoutAWrite("'why'", "name another application");
    }

    @Test
    void aPrivateFieldThatAnotherApplicationShowsMayBeUnset() {
        practice.secret.put("reasons_field", "why");
        makePrivate(3);
        practice.greenhouse.switches().unsetFields = UnsetFields.ABSENT;
        practice.organisation()
                .setCustomField(practice.customer.applyWithoutPoints(), "why", TextNode.valueOf("they speak Dutch"));
        examineAndRestore(Status.OK);
    }

    @Test
    void anApplicationThatIsMissingOrNotActiveIsNotWritten() {
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
    void anApplicationWithAWaitingScoreIsNotWritten() {
        scored(false);
        skippedWithoutAWrite("a score waits", "name another application");
    }

    /** Lists may show an application as it was ten minutes ago. */
    @Test
    void anApplicationWhoseScoreWasJustWrittenAndDoesNotShowYetIsNotWritten() {
        scored(false);
        written("now()");
        skippedWithoutAWrite("does not show yet", "name another application");

        set(SCORE, IntNode.valueOf(50));
        skippedWithoutAWrite("does not show yet", "name another application");

        written("now() - interval '11 minutes'");
        examineAndRestore(Status.OK);

        written("now()");
        database.administer(
                "UPDATE score SET score_field = 'former' WHERE tenant_id = '%s'".formatted(practice.tenant));
        examineAndRestore(Status.OK);

        set(SCORE, IntNode.valueOf(71));
        written("now()");
        examineAndRestore(Status.OK);
    }

    private void written(String at) {
        database.administer(
                "UPDATE score SET state = 'WRITTEN', score_field = '%s', written_at = %s WHERE tenant_id = '%s'"
                        .formatted(SCORE, at, practice.tenant));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dry-run", "paused"})
    void aTenantInDryRunOrPausedIsNotWritten(String mode) {
        practice.secret.put("mode", mode);
        skippedWithoutAWrite("all tenants are paused", "POST /api/resume");
    }

    /** Another token takes time to request. */
    @Test
    void aPauseWhileTheWriteWaitsForATokenCancelsTheWrite() {
        Match patch = Match.patch("/v3");
        practice.greenhouse
                .faults()
                .before(patch, () -> practice.greenhouse.faults().before(Match.token(), practice::pause));
        practice.greenhouse.faults().on(patch).answer(new Fault.RevokeToken());
        assertThat(examineAndRestore(Status.SKIPPED).seen()).contains("stopped or changed meanwhile");
        assertThat(practice.patches()).extracting(Call::status).containsExactly(401);
    }

    @Test
    void aNearlyUsedUpRateWindowPreventsTheWrite() {
        practice.greenhouse.switches().rates.v3Window = Duration.ofHours(1);
        practice.organisation().rateLimit(14);
        skippedWithoutAWrite("rate window", "again");
    }

    @Test
    void aBlockedTenantMayBeWritten() {
        practice.block();
        examine(Status.OK);
        assertThat(practice.state()).as("it has no model").isEqualTo(TenantState.BLOCKED);
    }

    /** The old value may be equal to the one that the doctor writes, or not. */
    @ParameterizedTest
    @CsvSource({"MERGE,1", "REPLACE,2"})
    void aStaleReadAfterTheWriteProvesNothingAndTheWriteIsUndone(CustomFieldWrites writes, int score) {
        set(SCORE, IntNode.valueOf(score));
        practice.greenhouse.switches().customFieldWrites = writes;
        practice.greenhouse.switches().readAfterWriteLag = Duration.ofMinutes(1);
        examineAndRestore(Status.WARNING);

        assertThat(practice.patches()).hasSize(2);
        assertMerges(null);
    }

    @Test
    void aWriteModeThatEmptiesOtherFieldsFails() {
        practice.secret.put("write_mode", "merge");
        practice.greenhouse.switches().customFieldWrites = CustomFieldWrites.REPLACE;
        assertThat(examineAndRestore(Status.FAILED).remedy()).contains("write_mode to full");
        examinedSince(Duration.ofMinutes(6));
        Finding later = finding(practice.examine(), WRITE_MODE);
        assertThat(later.status()).isEqualTo(Status.FAILED);
        assertThat(later.remedy()).contains("write_mode to full", "application 77");
    }

    /** The trial uses the mode that did the damage. */
    @ParameterizedTest
    @CsvSource({"full,REPLACE,OK", "full,MERGE,FAILED", "merge,MERGE,OK", "merge,REPLACE,FAILED"})
    void aTrialWriteWithoutDamageEndsTheStopInItsOwnModeOnly(String mode, CustomFieldWrites writes, Status status) {
        practice.secret.put("write_mode", mode);
        practice.greenhouse.switches().customFieldWrites = writes;
        damaged(mode);
        assertThat(finding(practice.examine(), WRITE_MODE).seen()).isEqualTo("it was lost");
        examineAndRestore(status);
        assertThat(finding(practice.examine(), WRITE_MODE).status()).isEqualTo(status);
    }

    private void damaged(String mode) {
        database.administer(
                "INSERT INTO write_proof (tenant_id, score_field, damaged_in, damage) VALUES ('%s', '%s', '%s', 'it was lost')"
                        .formatted(practice.tenant, SCORE, mode.toUpperCase(Locale.ROOT)));
    }

    @ParameterizedTest
    @CsvSource({"0,MERGE", "0,REPLACE", "1,MERGE", "1,REPLACE"})
    void aWriteOfUnknownOutcomeIsUndone(int after, CustomFieldWrites writes) {
        practice.greenhouse.switches().customFieldWrites = writes;
        practice.greenhouse.faults().on(Match.patch("/v3")).after(after).answer(new Fault.ApplyThenStatus(502));
        examineAndRestore(Status.OK);
    }

    @ParameterizedTest
    @EnumSource(CustomFieldWrites.class)
    void aFailedReadAfterTheWriteDoesNotPreventTheUndo(CustomFieldWrites writes) {
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
        examineAndRestore(Status.WARNING);
        assertThat(practice.patches()).hasSize(2);
    }

    static List<Fault> transientFaults() {
        return List.of(new Fault.RateLimited(30), Fault.serverError(), new Fault.Drop());
    }

    @ParameterizedTest
    @MethodSource("transientFaults")
    @Tag("failure-429-retry-after")
    void aTransientFailureOfTheUndoIsRetried(Fault fault) {
        set(SCORE, IntNode.valueOf(71));
        practice.greenhouse.switches().customFieldWrites = CustomFieldWrites.REPLACE;
        practice.greenhouse.faults().on(Match.patch("/v3")).after(1).times(2).answer(fault);
        examineAndRestore(Status.OK);
    }

    @Test
    void anEditDuringTheRetryIsKept() {
        rateLimitTheUndoOnce();
        practice.meanwhile = () -> set("notice", TextNode.valueOf("at once"));

        practice.examine(application);

        assertThat(practice.organisation().score(application, "notice")).isEqualTo("at once");
        assertThat(practice.organisation().score(application, "relocate")).isEqualTo(true);
        assertThat(practice.organisation().score(application, SCORE)).isNull();
    }

    @ParameterizedTest
    @EnumSource(CustomFieldWrites.class)
    void aScoreThatAPersonEntersDuringTheRetryIsKept(CustomFieldWrites writes) {
        set(SCORE, IntNode.valueOf(71));
        rateLimitTheUndoOnce();
        practice.greenhouse.switches().customFieldWrites = writes;
        practice.meanwhile = () -> set(SCORE, IntNode.valueOf(80));

        examine(Status.OK);

        assertThat(practice.organisation().score(application, SCORE)).isEqualTo(80);
        assertThat(practice.organisation().score(application, "notice")).isEqualTo("two months");
    }

    @Test
    void nothingIsRestoredOnceTheCandidateIsAnonymised() {
        rateLimitTheUndoOnce();
        long candidate = practice.organisation()
                .application(application)
                .path("candidate_id")
                .longValue();
        practice.meanwhile =
                () -> practice.organisation().anonymise(candidate, Set.of("full_name", "custom_application_fields"));

        Finding found = examine(Status.FAILED);
        assertThat(found.seen()).contains("anonymised meanwhile");
        assertThat(found.remedy()).contains(SCORE).doesNotContain("notice");
        assertThat(practice.patches()).hasSize(2);
    }

    @Test
    void nothingIsRestoredOnceTheApplicationIsDeleted() {
        rateLimitTheUndoOnce();
        practice.customer.applyWithoutPoints();
        practice.meanwhile = () -> practice.organisation().deleteApplication(application);

        assertThat(examine(Status.FAILED).seen()).contains("does not show it any more");
        assertThat(practice.patches()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"API", "erasure"})
    void theScoreOfACandidateWhoObjectsMeanwhileIsNotRestored(String how) {
        practice.secret.put("reasons_field", "why");
        set(SCORE, IntNode.valueOf(71));
        set("why", TextNode.valueOf("+12 candidate.experience_years"));
        rateLimitTheUndoOnce();
        practice.meanwhile = () -> NotToBeScored.make(practice, database, application, how);

        examine(Status.OK);

        assertThat(practice.organisation().score(application, SCORE)).isNull();
        assertThat(practice.organisation().score(application, "why")).isNull();
        assertThat(practice.organisation().score(application, "notice")).isEqualTo("two months");
    }

    @Test
    void whatAPersonEnteredAsReasonsIsRestoredThoughTheCandidateObjectsMeanwhile() {
        practice.secret.put("reasons_field", "why");
        set("why", TextNode.valueOf("they speak Dutch"));
        rateLimitTheUndoOnce();
        practice.meanwhile = () -> NotToBeScored.make(practice, database, application, "API");

        examineAndRestore(Status.OK);
    }

    @Test
    void aDoctorInterruptedDuringTheRetryLogsTheFieldsToRestore() {
        rateLimitTheUndoOnce();
        practice.meanwhile = Thread.currentThread()::interrupt;
        try (LogTap log = new LogTap()) {
            practice.examine(application);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(log.lines())
                    .filteredOn(line -> line.text().contains("was not undone"))
                    .singleElement()
                    .satisfies(line -> {
                        assertThat(line.text()).contains("notice", "pay", "relocate", SCORE);
                        assertThat(line.tenant()).isEqualTo(practice.tenant.value());
                    });
        }
    }

    /** As for one whose database is away meanwhile, the rights of its candidates cannot be asked for. */
    @Test
    void aTenantThatIsPurgedDuringTheRetryStillNamesTheFieldsToRestore() {
        rateLimitTheUndoOnce();
        practice.meanwhile = () -> List.of("digest_key", "tenant")
                .forEach(table ->
                        database.administer("DELETE FROM %s WHERE tenant_id = '%s'".formatted(table, practice.tenant)));
        try (LogTap log = new LogTap(WriteModeProbe.class)) {
            assertThat(examine(Status.FAILED).remedy()).contains("notice", "pay", "relocate", SCORE);
            assertThat(log.text()).contains("was not undone", "notice", "pay", "relocate", SCORE);
        }
    }

    /** The write has emptied the other fields. */
    private void rateLimitTheUndoOnce() {
        practice.greenhouse.switches().customFieldWrites = CustomFieldWrites.REPLACE;
        practice.greenhouse.faults().on(Match.patch("/v3")).after(1).answer(new Fault.RateLimited(1));
    }

    @Test
    void theUndoWaitsForARateWindowThatOthersUsedUp() {
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
        // a window that begins between the write and the read would admit the read
        await().until(() -> System.currentTimeMillis() % SHORT.toMillis() < SHORT.toMillis() - 1_000);

        examineAndRestore(Status.WARNING);
    }

    static List<Fault> lastingFaults() {
        return List.of(new Fault.RateLimited(600), Fault.forbidden(), Fault.serverError());
    }

    @ParameterizedTest
    @MethodSource("lastingFaults")
    void fieldsThatCouldNotBeRestoredAreNamed(Fault fault) {
        practice.greenhouse.switches().customFieldWrites = CustomFieldWrites.REPLACE;
        practice.greenhouse.faults().on(Match.patch("/v3")).after(1).always().answer(fault);

        Finding found = examine(Status.FAILED);
        assertThat(found.remedy()).contains(String.valueOf(application), "notice", "pay", "relocate", SCORE);
        assertThat(found.seen()).contains("(Greenhouse").doesNotContain("[", "=");
    }

    @Test
    void aMissingWriteScopeIsFoundByTheWrite() {
        practice.greenhouse.faults().on(Match.patch("/v3")).always().answer(Fault.forbidden());
        assertThat(examineAndRestore(Status.FAILED).remedy())
                .contains("Manage scopes: tick harvest:applications:update");
    }

    @Test
    void anEditDuringTheUndoIsKeptAndProvesNothing() {
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
    void aFieldThatIsEmptyAfterTheUndoIsNamed() {
        practice.greenhouse.faults().on(Match.patch("/v3")).after(1).happens(() -> set("notice", NullNode.instance));

        Finding found = examine(Status.FAILED);
        assertThat(found.remedy()).contains("notice").doesNotContain("relocate", SCORE);
    }

    @Test
    void aStaleReadAfterTheUndoIsAWarning() {
        practice.greenhouse
                .faults()
                .on(Match.patch("/v3"))
                .after(1)
                .happens(() -> practice.greenhouse.switches().readAfterWriteLag = Duration.ofMinutes(1));
        assertThat(examineAndRestore(Status.WARNING).seen()).contains("does not show them yet");
    }

    @Test
    void aStaleReadAfterTheUndoDoesNotHideThatOtherFieldsWereEmptied() {
        practice.secret.put("write_mode", "merge");
        practice.greenhouse.switches().customFieldWrites = CustomFieldWrites.REPLACE;
        practice.greenhouse
                .faults()
                .on(Match.patch("/v3"))
                .after(1)
                .happens(() -> practice.greenhouse.switches().readAfterWriteLag = Duration.ofMinutes(1));
        Finding found = examineAndRestore(Status.FAILED);
        assertThat(found.seen()).contains("does not show them yet");
        assertThat(found.remedy()).contains("write_mode to full");
    }

    /** The write itself may empty fields, but not at a later time. */
    @ParameterizedTest
    @CsvSource({"0,at once", "3,"})
    void anEditBeforeTheReadProvesNothing(int seconds, String value) {
        practice.greenhouse.switches().customFieldWrites = CustomFieldWrites.MERGE;
        beforeTheRead(() -> {
            practice.clock.pass(Duration.ofSeconds(seconds));
            set("notice", value == null ? NullNode.instance : TextNode.valueOf(value));
        });

        examine(Status.WARNING);
        assertMerges(null);
    }

    @Test
    void anApplicationDeletedBeforeTheReadIsReported() {
        practice.customer.applyWithoutPoints();
        beforeTheRead(() -> practice.organisation().deleteApplication(application));

        assertThat(finding(practice.examine(application), WRITE_MODE).seen()).contains("could not be restored");
    }

    private void beforeTheRead(Runnable happening) {
        practice.greenhouse
                .faults()
                .before(
                        Match.patch("/v3"),
                        () -> practice.greenhouse.faults().before(Match.get("/v3/applications"), happening));
    }

    @Test
    void oneDoctorWritesAtATimeAndAnUnfinishedRunIsReported() {
        practice.examine(application);
        practice.greenhouse.calls().clear();
        examinedSince(Duration.ofSeconds(20));
        skippedWithoutAWrite("another doctor", "again");
        assertThat(finding(practice.examine(), WRITE_MODE).status()).isEqualTo(Status.OK);

        examinedSince(Duration.ofMinutes(6));
        Finding unnamed = finding(practice.examine(), WRITE_MODE);
        assertThat(unnamed.status()).isEqualTo(Status.WARNING);
        assertThat(unnamed.seen()).contains("an earlier run of the doctor", "77");
        assertThat(unnamed.remedy())
                .isEqualTo(
                        "check the fields of application 77, and run the doctor on an application, which ends this warning");
        assertThat(practice.patches()).isEmpty();

        Finding named = examine(Status.WARNING);
        assertThat(named.seen()).contains("an earlier run of the doctor", "77");
        assertThat(named.remedy()).as("this run ended the warning").isEqualTo("check the fields of application 77");
        examine(Status.OK);
    }

    @Test
    void anUnfinishedRunStaysInTheLogIfGreenhouseRefusesTheFirstWrite() {
        practice.examine(application);
        examinedSince(Duration.ofMinutes(6));
        practice.greenhouse.faults().on(Match.patch("/v3")).always().answer(Fault.forbidden());

        try (LogTap log = new LogTap(WriteModeProbe.class)) {
            examine(Status.FAILED);
            assertThat(log.text()).contains("write to application 77 was interrupted");
        }
    }

    /** The interrupted run may have emptied the other fields of the application that is named now. */
    @Test
    void anUnfinishedRunIsReportedAlsoIfThisOneCannotWriteOrRestore() {
        practice.greenhouse.switches().customFieldWrites = CustomFieldWrites.REPLACE;
        practice.examine(application);
        practice.greenhouse.calls().clear();
        examinedSince(Duration.ofMinutes(6));
        practice.organisation().reject(application);
        Finding skipped = examine(Status.WARNING);
        assertThat(skipped.seen()).contains("an earlier run of the doctor", "77", "nothing was written");
        assertThat(skipped.remedy()).contains("application 77", "name another application");
        assertThat(practice.patches()).isEmpty();

        application = practice.customer.applyWithoutPoints();
        set("notice", TextNode.valueOf("none"));
        practice.greenhouse.faults().on(Match.patch("/v3")).after(1).always().answer(Fault.forbidden());
        Finding spoilt = examine(Status.FAILED);
        assertThat(spoilt.seen()).contains("an earlier run of the doctor", "77", "could not be restored");
        assertThat(spoilt.remedy()).contains("application 77", "application %d".formatted(application), "notice");
    }

    private void skippedWithoutAWrite(String seen, String remedy) {
        Finding found = examine(Status.SKIPPED);
        assertThat(found.seen()).contains(seen);
        assertThat(found.remedy()).contains(remedy);
        assertThat(practice.patches()).isEmpty();
    }

    private Finding examine(Status expected) {
        Finding found = finding(practice.examine(application), WRITE_MODE);
        assertThat(found.status()).isEqualTo(expected);
        return found;
    }

    /** The doctor leaves the application as it found it. */
    private Finding examineAndRestore(Status expected) {
        JsonNode before = row();
        Finding found = examine(expected);
        assertThat(row()).isEqualTo(before);
        return found;
    }

    /** Without the time of the last update. */
    private JsonNode row() {
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

    private void makePrivate(long id) {
        practice.organisation().change("custom_fields", 4_440_000_000L + id, row -> row.put("private", true));
    }

    private void assertMerges(Boolean expected) {
        assertThat(database.count(
                        "SELECT count(*) FROM write_proof WHERE tenant_id = '%s' AND merges IS NOT DISTINCT FROM %s"
                                .formatted(practice.tenant, expected)))
                .isOne();
    }

    private void examinedSince(Duration ago) {
        assertThat(database.execute(
                        "UPDATE write_proof SET examined_application_id = 77, examined_since = '%s' WHERE tenant_id = '%s'"
                                .formatted(Instant.now().minus(ago), practice.tenant)))
                .isEqualTo(1);
    }
}
