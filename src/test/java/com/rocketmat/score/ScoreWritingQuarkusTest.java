package com.rocketmat.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.rocketmat.decision.Fact;
import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure.Forbidden;
import com.rocketmat.harvest.HarvestFailure.NotFoundThoughShown;
import com.rocketmat.harvest.HarvestFailure.Resting;
import com.rocketmat.harvest.HarvestFailure.UnknownOutcome;
import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.advice.Advice;
import com.rocketmat.harvest.advice.DevCenter;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.session.HarvestSessions;
import com.rocketmat.privacy.Objections;
import com.rocketmat.sandbox.TestTenants;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.greenhouse.fault.Call;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Faults;
import com.rocketmat.sandbox.greenhouse.fault.Gate;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.greenhouse.switches.ErrorSwitches;
import com.rocketmat.sandbox.greenhouse.switches.Switches;
import com.rocketmat.sandbox.greenhouse.switches.WriteSwitches.ExcessDecimals;
import com.rocketmat.sandbox.greenhouse.switches.WriteSwitches.HiddenFieldWrites;
import com.rocketmat.score.write.CarriedScore;
import com.rocketmat.score.write.ReadBack;
import com.rocketmat.score.write.ScoreRemoval;
import com.rocketmat.score.write.ScoreWriter;
import com.rocketmat.score.write.SecondLook;
import com.rocketmat.score.write.SliceWrites;
import com.rocketmat.score.write.TargetFields;
import com.rocketmat.score.write.WithheldCandidates;
import com.rocketmat.score.write.WriteProofs;
import com.rocketmat.score.write.WriteTarget;
import com.rocketmat.tenant.FixedClock;
import com.rocketmat.tenant.KnownTenant;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.settings.TenantSettings.WriteMode;
import com.rocketmat.tenant.state.TenantChange;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Writing to Greenhouse, with each possible answer to undocumented behaviour. */
@QuarkusTest
class ScoreWritingQuarkusTest {

    private static final String VERSION = "b".repeat(64);
    private static final Instant DAYS_AGO = Instant.parse("2026-11-20T12:00:00Z");
    private static final List<Reason> REASONS = List.of(new Reason("candidate.experience_years", new BigDecimal("12")));

    GreenhouseSimulator greenhouse;
    SandboxDatabase database;

    @Inject
    HarvestSessions sessions;

    @Inject
    Scores scores;

    @Inject
    PersonalScores personal;

    @Inject
    ScoreWriter writer;

    @Inject
    WriteProofs proofs;

    @Inject
    ReadBack readBack;

    @Inject
    WithheldCandidates withheld;

    @Inject
    SecondLook secondLook;

    @Inject
    Objections objections;

    @Inject
    ScoreRemoval removal;

    @Inject
    Event<TenantChange> changes;

    @Inject
    Clock clock;

    private final TenantId tenant = new TenantId("writing-" + UUID.randomUUID());
    private Organisation organisation;
    private WriteMode mode = WriteMode.FULL;
    private Optional<String> reasonsField = Optional.empty();
    private HarvestSession session;

    @BeforeEach
    void aGreenhouseWithOtherFields() {
        KnownTenant.add(tenant);
        // one per test, since a client may mint only sixty tokens a minute
        organisation = Organisation.empty(tenant.value(), clock.instant());
        greenhouse.add(organisation);
        organisation.rateLimit(100_000);
        field(1, "notice", "short_text");
        field(2, "relocate", "yes_no");
        field(3, "why", "short_text");
        greenhouse.calls().clear();
        // of other classes
        greenhouse.faults().unused();
    }

    @AfterEach
    void forget() {
        List<String> unused = greenhouse.faults().unused();
        greenhouse.switches().customFieldWrites = Switches.CustomFieldWrites.MERGE;
        greenhouse.switches().readAfterWriteLag = Duration.ZERO;
        greenhouse.switches().privateFields = true;
        greenhouse.switches().unsetFields = Switches.UnsetFields.NULL_ENTRY;
        greenhouse.switches().patchAnswer = Switches.PatchAnswer.ROW;
        greenhouse.switches().errors.valueErrors = ErrorSwitches.ValueErrors.FIELDS;
        greenhouse.switches().writes.decimals = 30;
        greenhouse.switches().writes.excessDecimals = ExcessDecimals.ROUNDED;
        greenhouse.switches().writes.hiddenFieldWrites = HiddenFieldWrites.UNPROCESSABLE;
        assertThat(unused).isEmpty();
    }

    private Faults.Rule onPatch() {
        return greenhouse.faults().on(Match.patch("/v3/applications"));
    }

    private Faults.Rule onPatch(long application) {
        return greenhouse.faults().on(Match.patch("/v3/applications/" + application));
    }

    @Test
    void theJobOfAMovedApplicationIsTheLatest() {
        long id = waiting(1).getFirst();
        long former = personal.jobs(tenant, List.of(id)).get(id);
        NewScore again = NewScore.of(id, 1, BigDecimal.TEN, List.of()).from(new Fact.Basis(former - 1, 0.1, Map.of()));
        QuarkusTransaction.requiringNew().run(() -> scores.record(tenant, "c".repeat(64), List.of(again), false));

        assertThat(personal.jobs(tenant, List.of(id))).isEqualTo(Map.of(id, former - 1));
    }

    @ParameterizedTest
    @EnumSource(Switches.CustomFieldWrites.class)
    void modeFullLosesNothingWhateverGreenhouseDoesWithUnlistedFields(Switches.CustomFieldWrites writes) {
        greenhouse.switches().customFieldWrites = writes;
        greenhouse.switches().patchAnswer = Switches.PatchAnswer.NO_CONTENT;
        List<Long> ids = waiting(7);
        ids.forEach(id -> {
            organisation.setCustomField(id, "notice", TextNode.valueOf("2 months"));
            organisation.setCustomField(id, "relocate", BooleanNode.TRUE);
        });

        writeAll();

        assertThat(ids).allSatisfy(id -> {
            assertThat(organisation.score(id, "rocketmat")).isEqualTo(71);
            assertThat(organisation.score(id, "notice")).isEqualTo("2 months");
            assertThat(organisation.score(id, "relocate")).isEqualTo(true);
        });
        assertThat(patches()).hasSize(7);
    }

    @Test
    @Tag("failure-patch-visible-later")
    void whileTheFirstWriteDoesNotShowNothingElseIsWritten() {
        waiting(3);
        greenhouse.switches().readAfterWriteLag = Duration.ofSeconds(4);

        assertThat(write()).hasValueSatisfying(next -> assertThat(next).isAfter(Instant.now()));
        assertThat(write()).isPresent();
        changes.fire(new TenantChange.Stopped(tenant));
        assertThat(write()).as("by another replica").isPresent();
        assertThat(patches()).hasSize(1);

        greenhouse.switches().readAfterWriteLag = Duration.ZERO;
        await().atMost(Duration.ofSeconds(30)).until(() -> write().isEmpty());
        writeAll();
        assertThat(patches()).hasSize(3);
    }

    /** The erasure may fail at the next application, so the stored scores stay. */
    @Test
    void aFirstWriteThatAnErasureEmptiedIsNotAwaited() {
        List<Long> ids = waiting(2);
        greenhouse.switches().readAfterWriteLag = Duration.ofSeconds(2);
        assertThat(write()).isPresent();
        greenhouse.switches().readAfterWriteLag = Duration.ZERO;

        await().atMost(Duration.ofSeconds(30)).until(() -> clear(ids.getLast()));

        assertThat(proofs("first_application_id IS NULL")).isOne();
    }

    @Test
    void aFirstWriteThatIsEmptiedBeforeItShowsIsNotAwaited() {
        List<Long> ids = waiting(2);
        greenhouse.switches().readAfterWriteLag = Duration.ofSeconds(5);
        assertThat(write()).isPresent();

        remove(ids.getLast());

        greenhouse.switches().readAfterWriteLag = Duration.ZERO;
        writeAll();

        assertThat(patches()).as("one is emptied again").hasSize(3);
    }

    /** As a slice does. */
    private void remove(long application) {
        Application row = session()
                .applications(List.of(application), Set.of("id", "candidate_id", "custom_fields"))
                .getFirst();
        OwnScore own = personal.carried(tenant, row.candidateId()).getFirst();
        removal.emptyInSlice(target(), List.of(new CarriedScore(row, own)), () -> true);
    }

    /** As an erasure does. */
    private boolean clear(long application) {
        long candidate = candidate(application);
        return removal.emptyBeforeErasure(target(), candidate, personal.carried(tenant, candidate), () -> true);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEmptiedScoreIsSentWithTheOtherFieldsUntilGreenhouseIsKnownToMerge(boolean byApi) {
        long id = waiting(1).getFirst();
        writeAll();
        field(4, "newer", "short_text");
        organisation.setCustomField(id, "newer", TextNode.valueOf("2 months"));
        greenhouse.switches().customFieldWrites = Switches.CustomFieldWrites.REPLACE;
        mode = WriteMode.MERGE;

        if (byApi) {
            assertThat(clear(id)).isTrue();
        } else {
            remove(id);
        }

        assertThat(organisation.score(id, "rocketmat")).isNull();
        assertThat(organisation.score(id, "newer")).isEqualTo("2 months");
    }

    @Test
    void aHiddenScoreFieldStopsTheTenantAfterOneWrite() {
        List<Long> ids = waiting(3);
        greenhouse.switches().privateFields = false;
        greenhouse.switches().writes.hiddenFieldWrites = HiddenFieldWrites.IGNORED;
        hide("rocketmat");
        assertThat(write()).isPresent();
        ids.forEach(id -> organisation.updatedLast(id, DAYS_AGO));
        wasFirstSentLongAgo();

        Unwritable stopped = catchThrowableOfType(Unwritable.class, this::write);

        assertThat(stopped).hasMessageContaining("does not show");
        assertThat(stopped.remedy()).contains("private");
        assertThat(patches()).hasSize(1);
    }

    /** Each attempt might empty the other fields of one more application. */
    @Test
    void inModeMergeAFirstWriteThatDoesNotShowIsRepeatedOnceTheDoctorSawOtherFieldsKept() {
        mode = WriteMode.MERGE;
        waiting(3).forEach(id -> organisation.updatedLast(id, DAYS_AGO));
        onPatch().times(1).answer(new Fault.Status(200, "{}"));
        assertThat(write()).isPresent();
        wasFirstSentLongAgo();
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThat(catchThrowableOfType(Unwritable.class, this::write).remedy())
                    .contains("run the doctor");
        }
        assertThat(patches()).hasSize(1);

        changeProof("merges = true");
        assertThat(catchThrowableOfType(Unwritable.class, this::write).remedy()).contains("ask for a run");
        writeAll();
        assertThat(patches()).hasSize(3);
    }

    @Test
    void aFirstWriteToAnApplicationThatWasEditedSinceDoesNotStopTheTenant() {
        List<Long> ids = waiting(2);
        onPatch(ids.getLast()).answer(new Fault.Status(200, "{}"));
        assertThat(write()).isPresent();
        wasFirstSentLongAgo();
        organisation.updatedLast(ids.getLast(), Instant.now());

        writeAll();

        assertThat(patches()).hasSize(2);
        assertThat(organisation.score(ids.getFirst(), "rocketmat")).isEqualTo(71);
    }

    @Test
    void modeMergeStopsTheTenantAfterOneWriteIfGreenhouseReplacesUntilTheModeChanges() {
        List<Long> ids = waitingInMergeThatReplaces();

        Unwritable stopped = catchThrowableOfType(Unwritable.class, this::write);
        assertThat(stopped).hasMessageContaining("'notice'").hasMessageContaining(String.valueOf(ids.getLast()));
        assertThat(stopped.remedy()).contains("write_mode", "full");
        assertThat(catchThrowableOfType(Unwritable.class, this::write)).hasMessage(stopped.getMessage());
        assertThat(patches()).hasSize(1);

        mode = WriteMode.FULL;
        writeAll();
        assertThat(patches()).hasSize(3);
        assertThat(organisation.score(ids.getFirst(), "notice")).isEqualTo("2 months");
    }

    @Test
    void inModeMergeNothingIsWrittenOnceTheDoctorSawGreenhouseReplace() {
        waitingInMergeThatReplaces();
        database.administer("INSERT INTO write_proof (tenant_id, score_field, merges) VALUES ('%s', 'rocketmat', false)"
                .formatted(tenant));

        assertThat(catchThrowableOfType(Unwritable.class, this::write).remedy()).contains("write_mode to full");
        assertThat(patches()).isEmpty();

        mode = WriteMode.FULL;
        writeAll();
        assertThat(patches()).hasSize(3);
    }

    /** Only a write to an application with other fields shows whether they are kept. */
    @Test
    void inModeMergeOnlyOneApplicationLosesItsOtherFields() {
        greenhouse.switches().customFieldWrites = Switches.CustomFieldWrites.REPLACE;
        mode = WriteMode.MERGE;
        List<Long> ids = waiting(120);
        withNotice(ids.subList(0, 40));
        // written before the former, after the newest ones
        withNotice(ids.subList(60, 70));

        Unwritable stopped = catchThrowableOfType(Unwritable.class, this::writeAllInOneSlice);

        assertThat(stopped).hasMessageContaining("'notice'").hasMessageContaining(String.valueOf(ids.get(69)));
        assertThat(ids.stream().filter(id -> organisation.score(id, "notice") == null))
                .as("the emptied one, and those without a notice")
                .hasSize(71);
        assertThat(patches()).as("those without go before").hasSize(51);
    }

    @Test
    void inModeMergeTheFirstWriteBesideOtherFieldsIsCheckedBeforeTheSecond() {
        mode = WriteMode.MERGE;
        waiting(3);
        writeAll();
        List<Long> ids = waiting(6);
        withNotice(ids.subList(0, 4));

        write();
        assertThat(patches())
                .hasSize(4)
                .last()
                .extracting(Call::path)
                .asString()
                .endsWith("/" + ids.get(3));
        assertThat(proofs("merges")).isEqualTo(1);

        write();
        assertThat(patches()).hasSize(9);
    }

    @Test
    void inModeMergeAFirstWriteWithoutAnAnswerIsCheckedBeforeTheSecondToo() {
        waitingInMergeThatReplaces();
        onPatch().answer(new Fault.ApplyThenDrop());

        assertThat(catchThrowableOfType(Unwritable.class, this::writeAll)).hasMessageContaining("'notice'");

        assertThat(patches()).hasSize(1);
    }

    /** It is executed, but lists show that only later; it may even be repeated meanwhile. */
    @Test
    void inModeMergeNoSecondApplicationIsWrittenUntilOneWithoutAnAnswerShows() {
        List<Long> ids = waitingInMergeThatReplaces();
        greenhouse.switches().readAfterWriteLag = Duration.ofHours(1);
        onPatch().always().answer(new Fault.ApplyThenStatus(504));

        for (int slice = 0; slice < 2; slice++) {
            TargetFields fields = fields();
            try (SliceWrites writes = writer.open(tenant, this::target, () -> true)) {
                while (write(writes, fields).isEmpty()) {}
            }
        }

        assertThat(patches()).hasSize(2).allMatch(call -> call.path().endsWith("/" + ids.getLast()));
    }

    @Test
    void inModeMergeTheSecondApplicationHoldsBackOthersOnceTheFirstIsGivenUp() {
        List<Long> ids = waitingInMergeThatReplaces();
        greenhouse.switches().readAfterWriteLag = Duration.ofHours(1);
        onPatch().always().answer(new Fault.ApplyThenStatus(500));
        FixedClock ours = new FixedClock();
        ours.runs();

        assertThatThrownBy(() -> writeAllInOneSlice(ours)).isInstanceOf(HarvestException.class);
        ours.pass(Duration.ofMinutes(16));
        assertThatThrownBy(() -> writeAllInOneSlice(ours)).isInstanceOf(HarvestException.class);

        assertThat(states(ScoreState.REFUSED)).containsExactly(ids.getLast());
        assertThat(patches()).anyMatch(call -> call.path().endsWith("/" + ids.get(1)));
        assertThat(patches()).noneMatch(call -> call.path().endsWith("/" + ids.getFirst()));
    }

    @Test
    void aWriteInModeFullDoesNotProveThatGreenhouseMerges() {
        greenhouse.switches().customFieldWrites = Switches.CustomFieldWrites.REPLACE;
        withNotice(waiting(3));
        writeAll();
        mode = WriteMode.MERGE;
        List<Long> ids = waiting(6);
        withNotice(ids);

        assertThat(catchThrowableOfType(Unwritable.class, this::writeAll)).hasMessageContaining("'notice'");

        assertThat(ids.stream().filter(id -> organisation.score(id, "notice") == null))
                .hasSize(1);
    }

    /** The list may still show it as it was before the PATCH. */
    @Test
    void anUnchangedScoreDoesNotProveThatGreenhouseMerges() {
        reasonsField = Optional.of("why");
        long id = waiting(1).getFirst();
        writeAll();
        withNotice(List.of(id));
        replace(List.of(id), "71");
        greenhouse.switches().customFieldWrites = Switches.CustomFieldWrites.REPLACE;
        greenhouse.switches().readAfterWriteLag = Duration.ofMinutes(1);
        mode = WriteMode.MERGE;

        writeAll();

        assertThat(patches()).hasSize(2);
        assertThat(proofs("merges")).isZero();
    }

    private void withNotice(List<Long> ids) {
        ids.forEach(id -> organisation.setCustomField(id, "notice", TextNode.valueOf("2 months")));
    }

    @ParameterizedTest
    @EnumSource(WriteMode.class)
    void aSampleFindsThatGreenhouseNowReplacesAndStopsATenantInModeMerge(WriteMode now) {
        mode = WriteMode.MERGE;
        List<Long> ids = waiting(120);
        withNotice(ids);
        write();
        write();
        greenhouse.switches().customFieldWrites = Switches.CustomFieldWrites.REPLACE;
        write();

        mode = now;
        if (now == WriteMode.MERGE) {
            assertThat(catchThrowableOfType(Unwritable.class, this::write)).hasMessageContaining("'notice'");
        } else {
            assertThat(write()).isEmpty();
        }
    }

    @Test
    void aFieldThatIsDeletedBetweenTwoBatchesIsNoDamage() {
        mode = WriteMode.MERGE;
        List<Long> ids = waiting(60);
        withNotice(ids);
        TargetFields known = fields();
        write(known);
        write(known);
        organisation.deleteField("notice");

        writeAllInOneSlice(known);

        assertThat(patches()).hasSize(60);
    }

    @Test
    void modeFullDoesNotWriteWhileAnotherFieldIsHidden() {
        greenhouse.switches().customFieldWrites = Switches.CustomFieldWrites.REPLACE;
        greenhouse.switches().privateFields = false;
        hide("notice");
        List<Long> ids = waiting(2);
        withNotice(ids);

        writeAll();

        assertThat(states(ScoreState.REFUSED)).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(rows(ScoreState.REFUSED).getFirst().reason).contains("'notice'", "private", "write_mode");
        assertThat(patches()).isEmpty();

        greenhouse.switches().privateFields = true;
        long seen = waiting(1).getFirst();
        withNotice(List.of(seen));
        writeAll();
        assertThat(organisation.score(seen, "rocketmat")).isEqualTo(71);
        assertThat(organisation.score(seen, "notice")).isEqualTo("2 months");
    }

    @Test
    void aHiddenFieldDoesNotPreventWritesOnceGreenhouseIsKnownToMerge() {
        mode = WriteMode.MERGE;
        waiting(1);
        writeAll();
        greenhouse.switches().privateFields = false;
        hide("notice");
        mode = WriteMode.FULL;
        changeProof("merges = true");
        waiting(1);

        writeAll();

        assertThat(rows(ScoreState.WRITTEN)).hasSize(2);
    }

    private void hide(String key) {
        organisation.rows("custom_fields").stream()
                .filter(row -> row.path("name_key").asText().equals(key))
                .forEach(row -> organisation.change(
                        "custom_fields", row.path("id").longValue(), field -> field.put("private", true)));
    }

    @Test
    void theWritesOfASecondAreRecordedInOneTransaction() {
        waiting(41);
        write();
        List<ScoreWriter.Batch> settled = new ArrayList<>();
        Instant began = Instant.now();
        try (SliceWrites writes = writer.open(tenant, this::target, () -> true)) {
            writer.write(writes, target(), () -> true, settled::add);
        }
        long seconds = Duration.between(began, Instant.now()).toSeconds();

        assertThat(settled.stream().mapToInt(ScoreWriter.Batch::written).sum()).isEqualTo(40);
        assertThat(settled)
                .as("one a second, and those at the end of the batch and of the slice")
                .hasSizeLessThanOrEqualTo((int) seconds + 2);
    }

    static List<Fault> faultsOfOneCall() {
        return List.of(
                Fault.serverError(),
                new Fault.Drop(),
                new Fault.ApplyThenDrop(),
                new Fault.ApplyThenStatus(500),
                new Fault.Truncate());
    }

    @ParameterizedTest
    @MethodSource("faultsOfOneCall")
    @Tag("finding-B1")
    @Tag("failure-patch-timed-out")
    void aFailedCallAffectsItsOwnApplicationAndIsNotRepeatedIfItWasExecuted(Fault fault) {
        List<Long> ids = waiting(10);
        write();
        long troubled = ids.get(5);
        onPatch(troubled).times(2).answer(fault);

        writeAllInOneSlice();

        assertThat(ids).extracting(id -> organisation.score(id, "rocketmat")).containsOnly(71);
        assertThat(patches())
                .filteredOn(call -> !call.path().endsWith("/" + troubled))
                .as("the others are written once")
                .hasSize(9);
        boolean executed = fault instanceof Fault.ApplyThenDrop
                || fault instanceof Fault.ApplyThenStatus
                || fault instanceof Fault.Truncate;
        assertThat(patches())
                .filteredOn(call -> call.path().endsWith("/" + troubled))
                .hasSize(executed ? 1 : 3);
    }

    /** Before any write of the tenant was seen to arrive. */
    @Test
    @Tag("failure-patch-timed-out")
    void aFirstWriteThatWasExecutedWithoutAnAnswerIsReadBackAndNotRepeated() {
        List<Long> ids = waiting(1);
        onPatch().answer(new Fault.ApplyThenDrop());

        writeAllInOneSlice();

        assertThat(organisation.score(ids.getFirst(), "rocketmat")).isEqualTo(71);
        assertThat(patches()).hasSize(1);
        assertThat(states(ScoreState.WRITTEN)).isEqualTo(ids);
    }

    @Test
    @Tag("finding-B1")
    void anApplicationThatAlwaysFailsIsRefusedOnceOthersAreWritten() {
        List<Long> ids = waiting(60);
        long troubled = ids.get(55);
        write();
        onPatch(troubled).always().answer(Fault.serverError());

        writeAllInOneSlice();

        assertThat(rows(ScoreState.REFUSED)).singleElement().satisfies(score -> {
            assertThat(score.applicationId).isEqualTo(troubled);
            assertThat(score.reason).contains("5 attempts", "status 500");
        });
        assertThat(rows(ScoreState.WRITTEN)).hasSize(59);
    }

    /** For example, of a job that the user may not edit. */
    @Test
    void aFewForbiddenWritesAreRefusedThoughNoOtherIsLeft() {
        List<Long> ids = waiting(24);
        List<Long> forbidden = ids.subList(2, 24);
        writeAllExcept(forbidden);

        assertThat(states(ScoreState.REFUSED)).containsExactlyInAnyOrderElementsOf(forbidden);
        assertThat(rows(ScoreState.REFUSED)).allMatch(score -> score.reason.contains("forbids"));
        assertThat(states(ScoreState.WRITTEN)).hasSize(2);
        assertThat(patches()).as("each once").hasSize(24);
    }

    @Test
    void aForbiddenWriteDoesNotStopTheTenantIfAScoreOfAnotherVersionIsReplaced() {
        List<Long> written = waiting(2);
        writeAll();
        replace(written, "72");
        List<Long> forbidden = waiting(1);

        writeAllExcept(forbidden);

        assertThat(states(ScoreState.REFUSED)).containsExactlyElementsOf(forbidden);
        assertThat(written)
                .allSatisfy(
                        id -> assertThat(organisation.score(id, "rocketmat")).isEqualTo(72));
    }

    private void replace(List<Long> ids, String value) {
        List<NewScore> made = ids.stream()
                .map(id -> NewScore.of(id, candidate(id), new BigDecimal(value), List.of())
                        .replacing(VERSION))
                .toList();
        QuarkusTransaction.requiringNew().run(() -> scores.record(tenant, "c".repeat(64), made, false));
    }

    @Test
    void tooManyForbiddenWritesStopTheTenantThoughOneSucceededAndLoseNoScore() {
        waiting(1);
        TargetFields fields = fields();
        try (SliceWrites writes = writer.open(tenant, this::target, () -> true)) {
            write(writes, fields);
            waiting(40);
            onPatch().always().answer(Fault.forbidden());

            HarvestException stopped = catchThrowableOfType(HarvestException.class, () -> write(writes, fields));

            assertThat(stopped.failure()).isInstanceOf(Forbidden.class);
        }
        assertThat(patches()).hasSizeBetween(21, 24);
        assertThat(rows(ScoreState.PENDING)).hasSize(40);
    }

    @Test
    void aWriteThatSucceedsMeanwhileShowsThatNotAllAreForbidden() {
        waiting(1);
        write();
        List<Long> ids = waiting(11);
        List<Long> forbidden = ids.subList(0, 10);
        try (ExecutorService slice = Executors.newVirtualThreadPerTaskExecutor();
                Gate gate = new Gate()) {
            onPatch(ids.getLast()).happens(gate);
            Future<?> written = slice.submit(() -> writeAllExcept(forbidden));

            // gives the slice time to process the answers
            await().during(Duration.ofMillis(300))
                    .until(() -> patches().stream()
                                    .filter(call -> call.status() == 403)
                                    .count()
                            == forbidden.size());
            gate.open();

            assertThat(written).succeedsWithin(Duration.ofMinutes(1));
        }
        assertThat(states(ScoreState.REFUSED)).containsExactlyInAnyOrderElementsOf(forbidden);
    }

    /** In the next slice, before any write succeeds, ten would mean that all are forbidden. */
    @Test
    void forbiddenWritesAreRefusedWhenTheSliceEnds() {
        waiting(1);
        TargetFields fields = fields();
        try (SliceWrites writes = writer.open(tenant, this::target, () -> true)) {
            write(writes, fields);
            waiting(12);
            onPatch().always().answer(Fault.forbidden());
            write(writes, fields);
        }

        assertThat(states(ScoreState.REFUSED)).hasSize(12);
    }

    private void writeAllExcept(List<Long> forbidden) {
        forbidden.forEach(id -> onPatch(id).always().answer(Fault.forbidden()));
        writeAllInOneSlice();
    }

    @Test
    void aForbiddenWriteOfTheOnlyWaitingScoreStopsTheTenantAndNamesTheApplication() {
        long only = waiting(1).getFirst();
        onPatch().always().answer(Fault.forbidden());

        HarvestException stopped = catchThrowableOfType(HarvestException.class, this::writeAllInOneSlice);

        assertThat(stopped.failure()).isInstanceOf(Forbidden.class);
        assertThat(stopped.failure().toString()).contains(String.valueOf(only));
    }

    @Test
    void aForbiddenPrivateScoreFieldStopsTheTenantAndTheRemedyNamesIt() {
        greenhouse.switches().privateFields = false;
        greenhouse.switches().writes.hiddenFieldWrites = HiddenFieldWrites.FORBIDDEN;
        hide("rocketmat");
        List<Long> ids = waiting(30);

        HarvestException stopped = catchThrowableOfType(HarvestException.class, this::writeAllInOneSlice);

        assertThat(Advice.on(stopped.failure(), new DevCenter(settings().credential(), Optional.empty()))
                        .remedy())
                .contains("harvest:applications:update", "if the score field is private, let the user see and edit it");
        assertThat(patches()).hasSize(10);
        assertThat(rows(ScoreState.PENDING)).hasSameSizeAs(ids);
    }

    /** How Greenhouse reports a value that it refuses is not documented. */
    @ParameterizedTest
    @EnumSource(
            value = ErrorSwitches.ValueErrors.class,
            names = {"FIELDS", "PATHS", "NONE"})
    void aScoreFieldThatRefusesEveryValueStopsTheTenantAndLosesNoScore(ErrorSwitches.ValueErrors errors) {
        greenhouse.switches().privateFields = false;
        greenhouse.switches().errors.valueErrors = errors;
        hide("rocketmat");
        List<Long> ids = waiting(30);
        withNotice(ids.subList(0, 25));

        assertStopsWithEveryScoreWaiting(ids);

        greenhouse.switches().privateFields = true;
        writeAllInOneSlice();
        assertThat(states(ScoreState.WRITTEN)).hasSameSizeAs(ids);
    }

    @Test
    void aScoreFieldThatRefusesTheDecimalsStopsTheTenantThoughOtherFieldsAreSentToo() {
        greenhouse.switches().writes.decimals = 1;
        greenhouse.switches().writes.excessDecimals = ExcessDecimals.REFUSED;
        List<Long> ids = waiting(30, "71.25");
        withNotice(ids);

        assertStopsWithEveryScoreWaiting(ids);
    }

    /** The default mode sends other fields too, of which one might be refused. */
    @Test
    void aProxyThatRefusesWritesStopsTheTenantThoughOtherFieldsAreSentToo() {
        List<Long> ids = waiting(30);
        withNotice(ids);
        onPatch().always().answer(new Fault.Html(405));

        Unwritable stopped = catchThrowableOfType(Unwritable.class, this::writeAllInOneSlice);

        assertThat(stopped).hasMessageContaining("proxy").hasMessageContaining("405");
        assertThat(patches()).hasSize(10);
        assertThat(rows(ScoreState.PENDING)).hasSameSizeAs(ids);
    }

    private void assertStopsWithEveryScoreWaiting(List<Long> ids) {
        Unwritable stopped = catchThrowableOfType(Unwritable.class, this::writeAllInOneSlice);

        assertThat(stopped).hasMessageContaining("score_field").hasMessageContaining("every value of 'rocketmat'");
        assertThat(stopped.remedy()).contains("private", "decimals", "candidate applications");
        assertThat(patches()).hasSize(10);
        assertThat(rows(ScoreState.PENDING)).hasSameSizeAs(ids);
    }

    @Test
    void aFewRejectedValuesAreRefusedOnceNoOtherIsLeft() {
        greenhouse.switches().writes.decimals = 1;
        greenhouse.switches().writes.excessDecimals = ExcessDecimals.REFUSED;
        List<Long> ids = waiting(3, "71.25");

        writeAllInOneSlice();

        assertThat(states(ScoreState.REFUSED)).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void aDeletedOptionOfAnotherFieldIsNamedWithARemedy() {
        field(5, "band", "single_select");
        organisation.add("custom_field_options", option(4_450_000_001L, "A", true));
        organisation.add("custom_field_options", option(4_450_000_002L, "B", false));
        List<Long> ids = waiting(30);
        ids.forEach(id -> organisation.setCustomField(id, "band", TextNode.valueOf("A")));
        List<Long> troubled = ids.subList(10, 25);
        troubled.forEach(id -> organisation.setCustomField(id, "band", TextNode.valueOf("B")));

        writeAllInOneSlice();

        assertThat(rows(ScoreState.REFUSED))
                .as("more than would stop the tenant, were it our field")
                .hasSameSizeAs(troubled)
                .allSatisfy(score ->
                        assertThat(score.reason).contains("band", "its option may be deleted", "write_mode to merge"));
    }

    /** Deleting an option empties the field everywhere and does not change {@code updated_at}. */
    @Test
    void aFieldThatIsEmptyAfterAWriteIsDamageOnlyTwiceInARow() {
        field(5, "band", "single_select");
        organisation.add("custom_field_options", option(4_450_000_001L, "A", true));
        waiting(1);
        writeAll();
        long deleted = writtenInBandA();
        unset(deleted, "band");
        writtenInBandA();
        unset(writtenInBandA(), "band");

        long second = writtenInBandA();
        unset(second, "band");
        waiting(1);
        Unwritable stopped = catchThrowableOfType(Unwritable.class, this::writeAll);

        assertThat(stopped).hasMessageContaining("'band'").hasMessageContaining(String.valueOf(second));
        assertThat(stopped.remedy()).contains("run the doctor on a test application");
        // as after a successful doctor
        changeProof("damaged_in = NULL, damage = NULL");
        writeAll();
    }

    @Test
    void aFieldThatIsEmptyAfterTheFirstWriteIsNoDamageThoughThatIsCheckedTwice() {
        field(5, "band", "single_select");
        organisation.add("custom_field_options", option(4_450_000_001L, "A", true));
        long first = waiting(1).getFirst();
        organisation.setCustomField(first, "band", TextNode.valueOf("A"));
        greenhouse.switches().readAfterWriteLag = Duration.ofSeconds(2);
        assertThat(write()).isPresent();
        greenhouse.switches().readAfterWriteLag = Duration.ZERO;
        unset(first, "band");

        waiting(1);
        await().atMost(Duration.ofSeconds(30)).until(() -> write().isEmpty());

        assertThat(rows(ScoreState.WRITTEN)).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(WriteMode.class)
    void aFieldThatChangesWithAWriteIsDamageOnlyInModeFullAndTwiceInARow(WriteMode now) {
        mode = now;
        waiting(1);
        writeAll();
        long second = 0;
        for (int edits = 0; edits < 2; edits++) {
            second = waiting(1).getFirst();
            withNotice(List.of(second));
            writeAll();
            organisation.setCustomField(second, "notice", TextNode.valueOf("3 months"));
            organisation.updatedLast(second, DAYS_AGO);
        }
        waiting(1);

        if (now == WriteMode.MERGE) {
            writeAll();
        } else {
            assertThat(catchThrowableOfType(Unwritable.class, this::writeAll))
                    .hasMessageContaining("'notice'")
                    .hasMessageContaining(String.valueOf(second));
        }
    }

    private long writtenInBandA() {
        long id = waiting(1).getFirst();
        organisation.setCustomField(id, "band", TextNode.valueOf("A"));
        writeAll();
        return id;
    }

    private void unset(long id, String key) {
        organisation.setCustomField(id, key, NullNode.instance);
        organisation.updatedLast(id, DAYS_AGO);
    }

    private static ObjectNode option(long id, String name, boolean active) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("custom_field_id", 4_440_000_005L)
                .put("name", name)
                .put("active", active);
    }

    @Test
    @Tag("finding-B1")
    void theOnlyWaitingScoreIsLeftToTheNextSliceAfterFiveTries() {
        waiting(1);
        onPatch().always().answer(Fault.serverError());

        HarvestException left = catchThrowableOfType(HarvestException.class, this::writeAllInOneSlice);

        assertThat(left.failure()).isInstanceOf(UnknownOutcome.class);
        assertThat(patches()).hasSize(5);
        greenhouse.faults().clear();
        writeAllInOneSlice();
        assertThat(rows(ScoreState.WRITTEN)).hasSize(1);
    }

    @Test
    @Tag("finding-B1")
    void consecutiveFailuresEndTheWriting() {
        List<Long> ids = waiting(60);
        write();
        onPatch().always().answer(Fault.serverError());

        HarvestException stopped = catchThrowableOfType(HarvestException.class, this::writeAllInOneSlice);

        assertThat(stopped.failure()).isInstanceOf(Resting.class);
        assertThat(patches()).hasSizeLessThan(20);
        assertThat(rows(ScoreState.PENDING)).as("nothing is given up").hasSize(ids.size() - 1);
    }

    @Test
    @Tag("finding-B1")
    void aWriteThatTimedOutIsReadBackAndNotRepeatedAtOnce() {
        List<Long> ids = waiting(2);
        write();
        onPatch().answer(new Fault.Html(504));
        TargetFields fields = fields();

        try (SliceWrites writes = writer.open(tenant, this::target, () -> true)) {
            Optional<Instant> pause = Optional.empty();
            while (pause.isEmpty()) {
                pause = write(writes, fields);
            }
            assertThat(pause.get()).isAfter(Instant.now());
            assertThat(patches()).as("the first application's, and one").hasSize(2);
            organisation.setCustomField(ids.getFirst(), "rocketmat", IntNode.valueOf(71));
            write(writes, fields);
        }

        assertThat(scores.anyWaiting(tenant)).as("it did happen").isFalse();
        assertThat(patches()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"SUPERSEDED", "GONE"})
    void aScoreWhoseWriteTimedOutIsNotSettledWhileThatMayStillArrive(ScoreState settled) {
        waiting(1);
        writeAll();
        long id = waiting(1).getFirst();
        onPatch().answer(new Fault.Html(504));
        FixedClock ours = new FixedClock();
        ours.runs();
        WriteTarget target = target();

        try (SliceWrites writes = writes(target, ours, System::nanoTime)) {
            while (writes.batch(target, () -> true, _ -> {}).isEmpty()) {}
            if (settled == ScoreState.GONE) {
                organisation.deleteApplication(id);
            } else {
                organisation.setCustomField(id, "rocketmat", IntNode.valueOf(12));
            }
            writes.batch(target, () -> true, _ -> {});
            assertThat(states(ScoreState.PENDING)).containsExactly(id);

            ours.pass(Duration.ofSeconds(10));
            writes.batch(target, () -> true, _ -> {});
        }
        assertThat(states(settled)).containsExactly(id);
    }

    @Test
    @Tag("failure-404-gone")
    void anApplicationThatIsDeletedRightBeforeItsWriteIsGone() {
        List<Long> ids = waiting(3);
        write();
        long deleted = ids.get(1);
        greenhouse
                .faults()
                .before(Match.patch("/v3/applications/" + deleted), () -> organisation.deleteApplication(deleted));

        writeAll();

        assertThat(patches()).extracting(Call::status).containsExactlyInAnyOrder(200, 404, 200);
        assertThat(states(ScoreState.GONE)).containsExactly(deleted);
        assertThat(organisation.score(ids.getFirst(), "rocketmat")).isEqualTo(71);
    }

    @Test
    void a404ForAnApplicationThatIsShownIsRefusedOnceAnotherIsWritten() {
        List<Long> ids = waiting(3);
        write();
        long shown = ids.get(1);
        onPatch(shown).answer(new Fault.Status(404, "{}"));

        writeAllInOneSlice();

        assertThat(rows(ScoreState.REFUSED)).singleElement().satisfies(score -> {
            assertThat(score.applicationId).isEqualTo(shown);
            assertThat(score.reason).contains("though it shows it");
        });
        assertThat(states(ScoreState.WRITTEN)).hasSize(2);
    }

    @Test
    void a404ForEveryWriteStopsTheTenantAndLosesNoScore() {
        waiting(60);
        onPatch().always().answer(new Fault.Status(404, "{}"));

        HarvestException stopped = catchThrowableOfType(HarvestException.class, this::writeAllInOneSlice);

        assertThat(stopped.failure()).isInstanceOf(NotFoundThoughShown.class);
        assertThat(patches()).hasSizeLessThan(40);
        assertThat(rows(ScoreState.PENDING)).hasSize(60);
    }

    /** Lists may show for a while what was deleted. */
    @Test
    void a404ForAFewDoesNotStopTheTenant() {
        waiting(3);
        onPatch().always().answer(new Fault.Status(404, "{}"));

        writeAllInOneSlice();

        assertThat(rows(ScoreState.REFUSED))
                .hasSize(3)
                .allSatisfy(score -> assertThat(score.reason).contains("though it shows it"));
    }

    @Test
    void aScoreFieldThatIsArchivedMeanwhileStopsTheTenantAndIsNamed() {
        waiting(2);
        TargetFields known = fields();
        write(known);
        organisation.archiveField("rocketmat");

        Unwritable stopped = catchThrowableOfType(Unwritable.class, () -> writeAllInOneSlice(known));

        assertThat(stopped).hasMessageContaining("score_field").hasMessageContaining("rocketmat");
        assertThat(scores.anyWaiting(tenant)).as("nothing is lost").isTrue();
    }

    private List<Score> rows(ScoreState state) {
        return scores.page(tenant, state, Long.MAX_VALUE, "", 100);
    }

    private List<Long> states(ScoreState state) {
        return rows(state).stream().map(score -> score.applicationId).toList();
    }

    @Test
    @Tag("finding-C")
    void aWriteThatStallsAfterItsPermitIsNotSent() {
        AtomicLong asked = new AtomicLong();
        // the calls before: the row is read, the write is permitted, the row is fresh
        assertSentLater(() -> asked.getAndIncrement() < 3 ? 0 : 2_000_000_001L);
    }

    /** By the monotonic clock, since the other one may be set back. */
    @ParameterizedTest
    @CsvSource({"FULL,2", "MERGE,30"})
    void anApplicationThatWasReadTooLongAgoIsReadAgainBeforeItIsWritten(WriteMode now, int seconds) {
        mode = now;
        AtomicLong asked = new AtomicLong();
        assertSentLater(() -> asked.getAndIncrement() == 0 ? 0 : seconds * 1_000_000_000L + 1);
    }

    private void assertSentLater(LongSupplier nanoTime) {
        waiting(1);
        writeAll();
        waiting(2);
        greenhouse.calls().clear();
        WriteTarget target = target();
        try (SliceWrites writes = writes(target, clock, nanoTime)) {
            assertThat(writes.batch(target, () -> true, _ -> {})).isEmpty();
        }

        assertThat(patches()).isEmpty();
        assertThat(scores.anyWaiting(tenant)).isTrue();
        writeAll();
        assertThat(patches()).hasSize(2);
    }

    private SliceWrites writes(WriteTarget target, Clock ours, LongSupplier nanoTime) {
        var services = new SliceWrites.Services(scores, proofs, readBack, withheld, secondLook, ours);
        return new SliceWrites(tenant, services, () -> target, () -> true, _ -> {}, nanoTime);
    }

    @Test
    void noWriteBeginsMoreThanASecondAfterItsCandidateObjected() {
        waiting(1);
        writeAll();
        List<Long> ids = waiting(40);
        FixedClock ours = new FixedClock();
        ours.runs();
        onPatch().always().happens(() -> objectsASecondAgo(candidate(ids.getFirst()), ours));
        greenhouse.calls().clear();
        WriteTarget target = target();

        try (SliceWrites writes = writes(target, ours, System::nanoTime)) {
            assertThat(writes.batch(target, () -> true, _ -> {})).isEmpty();
        }

        assertThat(patches().stream().map(Call::path).distinct())
                .as("at most those in flight, even if all were slow")
                .hasSizeBetween(1, 16);
        assertThat(ids).allMatch(id -> organisation.score(id, "rocketmat") == null);
        assertThat(scores.anyWaiting(tenant)).isFalse();
    }

    /** As after a dry run, while no webhook tells of the merge. */
    @Test
    void anObjectionHoldsForScoresOfTheCandidateThatAMergeRemoved() {
        waiting(1);
        writeAll();
        long id = waiting(1).getFirst();
        long loser = candidate(id);
        objections.object(tenant, loser);
        database.execute("UPDATE score SET state = 'PENDING' WHERE tenant_id = '%s' AND application_id = %d"
                .formatted(tenant, id));
        organisation.mergeCandidates(organisation.addCandidate("Ana", "Prova"), loser);
        greenhouse.calls().clear();

        writeAll();

        assertThat(patches()).isEmpty();
        assertThat(candidate(id)).isNotEqualTo(loser);
    }

    private synchronized void objectsASecondAgo(long candidate, FixedClock ours) {
        if (objections.of(tenant, candidate).isEmpty()) {
            objections.object(tenant, candidate);
            ours.pass(Duration.ofSeconds(1));
        }
    }

    private long candidate(long application) {
        return organisation.application(application).path("candidate_id").longValue();
    }

    @Test
    void aWriteWhoseOutcomeCannotBeRecordedIsLookedAtAgain() {
        waiting(1);
        writeAll();
        long id = waiting(1).getFirst();
        greenhouse
                .faults()
                .before(
                        Match.patch("/v3/applications/" + id),
                        () -> organisation.anonymise(candidate(id), Set.of("full_name")));
        SliceWrites writes = writer.open(tenant, this::target, () -> true);
        writer.write(writes, target(), () -> true, _ -> {
            throw new IllegalStateException("the run is over");
        });

        assertThatThrownBy(writes::close).hasMessage("the run is over");

        assertThat(patches()).as("the first one's, this one's, and empty").hasSize(3);
        assertThat(organisation.score(id, "rocketmat")).isNull();
    }

    private Optional<Instant> write() {
        return write(fields());
    }

    private TargetFields fields() {
        return target().fields();
    }

    private Optional<Instant> write(TargetFields fields) {
        try (SliceWrites writes = writer.open(tenant, this::target, () -> true)) {
            return write(writes, fields);
        }
    }

    private Optional<Instant> write(SliceWrites writes, TargetFields fields) {
        return writer.write(writes, target(fields), () -> true, _ -> {});
    }

    private void writeAllInOneSlice() {
        writeAllInOneSlice(fields());
    }

    private void writeAllInOneSlice(TargetFields fields) {
        try (SliceWrites writes = writer.open(tenant, this::target, () -> true)) {
            while (scores.anyWaiting(tenant)) {
                assertThat(write(writes, fields)).as("nothing to wait for").isEmpty();
            }
        }
    }

    private void writeAll() {
        while (scores.anyWaiting(tenant)) {
            assertThat(write()).as("nothing to wait for").isEmpty();
        }
    }

    private HarvestSession session() {
        session = sessions.session(settings());
        return session;
    }

    private TenantSettings settings() {
        return TestTenants.settings(tenant.value(), organisation, "rocketmat", reasonsField, mode);
    }

    /** Applications in Greenhouse, each with a waiting score. */
    private List<Long> waiting(int count) {
        return waiting(count, "71");
    }

    /** Three, each with a value in another field; that Greenhouse replaces fields has not been seen yet. */
    private List<Long> waitingInMergeThatReplaces() {
        greenhouse.switches().customFieldWrites = Switches.CustomFieldWrites.REPLACE;
        mode = WriteMode.MERGE;
        List<Long> ids = waiting(3);
        withNotice(ids);
        return ids;
    }

    private List<Long> waiting(int count, String value) {
        long job = organisation.addJob("Analyst");
        long candidate = organisation.addCandidate("Ana", "Prova");
        List<Long> ids = IntStream.range(0, count)
                .mapToObj(_ -> organisation.addApplication(candidate, job))
                .toList();
        List<NewScore> made = ids.stream()
                .map(id -> NewScore.of(id, candidate, new BigDecimal(value), REASONS)
                        .from(new Fact.Basis(job, 0.71, Map.of())))
                .toList();
        QuarkusTransaction.requiringNew().run(() -> scores.record(tenant, VERSION, made, false));
        return ids;
    }

    private WriteTarget target() {
        return target(TargetFields.among(session().customFields("application"), settings()));
    }

    private WriteTarget target(TargetFields fields) {
        return WriteTarget.of(proofs, settings(), session(), fields);
    }

    private List<Call> patches() {
        return greenhouse.calls().where(call -> call.method().equals("PATCH"));
    }

    @Test
    void writesThatAllFailAreRefusedAQuarterOfAnHourAfterTheFirstFailure() {
        waiting(1);
        writeAll();
        List<Long> ids = waiting(3);
        database.administer(
                "UPDATE score SET scored_at = now() - interval '1 day' WHERE tenant_id = '%s'".formatted(tenant));
        onPatch().always().answer(Fault.serverError());

        FixedClock ours = new FixedClock();
        ours.runs();

        assertThatThrownBy(() -> writeAllInOneSlice(ours)).isInstanceOf(HarvestException.class);
        assertThat(states(ScoreState.PENDING)).containsExactlyInAnyOrderElementsOf(ids);

        ours.pass(Duration.ofMinutes(16));
        writeAllInOneSlice(ours);
        assertThat(rows(ScoreState.REFUSED))
                .hasSize(3)
                .allSatisfy(score ->
                        assertThat(score.reason).startsWith("Greenhouse did not confirm the write in 6 attempts"));
    }

    private void writeAllInOneSlice(Clock ours) {
        WriteTarget target = target();
        try (SliceWrites writes = writes(target, ours, System::nanoTime)) {
            while (scores.anyWaiting(tenant)) {
                assertThat(writes.batch(target, () -> true, _ -> {})).isEmpty();
            }
        }
    }

    /** So long that lists must show the first write. */
    private void wasFirstSentLongAgo() {
        changeProof("first_sent_at = '%s'".formatted(Instant.now().minus(Duration.ofMinutes(11))));
    }

    private void changeProof(String assignments) {
        assertThat(database.execute("UPDATE write_proof SET %s WHERE tenant_id = '%s'".formatted(assignments, tenant)))
                .isEqualTo(1);
    }

    private long proofs(String condition) {
        return database.count(
                "SELECT count(*) FROM write_proof WHERE tenant_id = '%s' AND %s".formatted(tenant, condition));
    }

    private void field(long id, String key, String type) {
        organisation.addField(4_440_000_000L + id, key, type);
    }
}
