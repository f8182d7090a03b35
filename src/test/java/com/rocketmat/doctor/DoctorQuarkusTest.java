package com.rocketmat.doctor;

import static com.rocketmat.sync.Practice.failed;
import static com.rocketmat.sync.Practice.finding;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.rocketmat.doctor.Finding.Status;
import com.rocketmat.model.Graph;
import com.rocketmat.model.Models;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.greenhouse.switches.ReadSwitches.HiddenFields;
import com.rocketmat.sandbox.greenhouse.switches.ReadSwitches.PrivateCandidates;
import com.rocketmat.sandbox.greenhouse.switches.Switches.NonAdminReads;
import com.rocketmat.sandbox.greenhouse.switches.Switches.UnsetFields;
import com.rocketmat.sandbox.greenhouse.switches.TokenSwitches.Introspection;
import com.rocketmat.sync.Practice;
import com.rocketmat.tenant.TenantDue;
import com.rocketmat.tenant.state.TenantState;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The doctor finds each possible fault, and its remedy uses Greenhouse's terms. */
@QuarkusTest
class DoctorQuarkusTest {

    private static final Set<String> WITH_RESUMES = Stream.concat(
                    Practice.BASE.stream(), Stream.of("harvest:attachments:list"))
            .collect(Collectors.toUnmodifiableSet());

    SandboxDatabase database;

    private final Practice practice = new Practice();
    private final Map<Long, Long> resumes = new HashMap<>();

    @AfterEach
    void close() {
        practice.close();
    }

    private Finding examine(String check, Status expected) {
        Finding found = finding(practice.examine(), check);
        assertThat(found.status()).isEqualTo(expected);
        return found;
    }

    private Finding onlyFailure(String check) {
        DoctorReport report = practice.examine();
        assertThat(failed(report)).containsExactly(check);
        return finding(report, check);
    }

    private static void assertStatus(DoctorReport report, String check, Status expected) {
        assertThat(finding(report, check).status()).as(check).isEqualTo(expected);
    }

    private Practice healthy() {
        practice.customer.with(3);
        return practice.model(Graph.identity().toBytes(), PointsCustomer.MANIFEST);
    }

    private void set(String key, JsonNode value) {
        practice.organisation().setCustomField(practice.customer.ids().getFirst(), key, value);
    }

    private Practice withHistory() {
        practice.customer.with(3);
        practice.organisation().scopes(Practice.WITH_HISTORY);
        return practice.model(Graph.firstOf(3).toBytes(), PointsCustomer.HISTORY_MANIFEST);
    }

    @Test
    void aHealthyTenantPassesEveryCheckInOrderAndNothingIsWritten() {
        DoctorReport report = healthy().examine();

        assertThat(report.healthy()).isTrue();
        assertThat(report.findings())
                .extracting(Finding::check)
                .containsExactly(
                        "credential",
                        "scope harvest:applications:list",
                        "scope harvest:applications:update",
                        "scope harvest:candidates:list",
                        "scope harvest:jobs:list",
                        "scope harvest:custom_fields:list",
                        "least privilege",
                        "acting user",
                        "score field",
                        "plan",
                        "model",
                        "features",
                        "dry score",
                        "write mode");
        assertThat(report.findings())
                .allMatch(finding -> finding.check().equals("write mode") || finding.status() == Status.OK);
        assertStatus(report, "write mode", Status.SKIPPED);
        assertThat(finding(report, "dry score").seen())
                .contains("application " + practice.customer.ids().getLast() + " scores 0.50");
        assertThat(practice.patches()).isEmpty();
    }

    @Test
    void aWrongCredentialFailsAndSkipsAllChecksThatNeedIt() {
        healthy();
        practice.secret.put("harvest_client_secret", "mistyped-secret");

        DoctorReport report = practice.examine();

        assertThat(failed(report)).containsExactly("credential");
        assertThat(finding(report, "credential").remedy())
                .contains("Configure → Dev Center → API Credential Management", "Harvest V3 (OAuth)");
        assertThat(report.findings())
                .filteredOn(finding -> !Set.of("credential", "model").contains(finding.check()))
                .allMatch(finding -> finding.status() == Status.SKIPPED);
        assertThat(finding(report, "acting user").seen()).contains("'credential'");
        assertThat(practice.greenhouse.calls().count("GET", "/")).isZero();
    }

    @Test
    void aModelThatReadsResumesNeedsTheScopeForAttachments() {
        practice.customer.with(1);
        practice.organisation().scopes(Practice.WITH_HISTORY);
        practice.model(Graph.words("one", "two").toBytes(), Graph.RESUMES);

        assertThat(failed(practice.examine())).containsExactly("scope harvest:attachments:list");
    }

    @ParameterizedTest
    @EnumSource(
            value = Introspection.class,
            names = {"DESCRIBED", "ABSENT"})
    void eachMissingScopeIsNamed(Introspection says) {
        withHistory();
        practice.greenhouse.switches().tokens.introspection = says;
        for (String scope : Practice.WITH_HISTORY) {
            removeScope(Practice.WITH_HISTORY, scope);

            DoctorReport report = practice.examine();

            Finding found = finding(report, "scope " + scope);
            assertThat(found.remedy()).contains("Dev Center", "Manage scopes: tick " + scope);
            boolean unseen = scope.endsWith(":update") && says == Introspection.ABSENT;
            assertThat(found.status()).as(scope).isEqualTo(unseen ? Status.SKIPPED : Status.FAILED);
            assertThat(failed(report)).isEqualTo(unseen ? List.of() : List.of("scope " + scope));
        }
        practice.organisation().scopes(Practice.WITH_HISTORY);
        assertThat(practice.examine().healthy()).isTrue();
    }

    private void removeScope(Set<String> scopes, String scope) {
        practice.organisation()
                .scopes(scopes.stream().filter(each -> !each.equals(scope)).collect(Collectors.toSet()));
    }

    @Test
    void unusedScopesAreAWarning() {
        healthy();
        Set<String> more = new HashSet<>(Practice.BASE);
        more.add("harvest:candidates:anonymize");
        more.add("harvest:eeoc:list");
        practice.organisation().scopes(more);

        DoctorReport report = practice.examine();

        assertThat(report.healthy()).isTrue();
        Finding found = finding(report, "least privilege");
        assertThat(found.status()).isEqualTo(Status.WARNING);
        assertThat(found.seen()).contains("harvest:candidates:anonymize, harvest:eeoc:list");
        assertThat(found.remedy()).contains("Manage scopes");
    }

    @ParameterizedTest
    @EnumSource(
            value = Introspection.class,
            names = {"ACTIVE_ONLY", "ABSENT"})
    void missingTokenIntrospectionIsNoFault(Introspection says) {
        healthy();
        practice.greenhouse.switches().tokens.introspection = says;

        DoctorReport report = practice.examine();

        assertThat(report.healthy()).isTrue();
        assertStatus(report, "least privilege", Status.SKIPPED);
        assertStatus(report, "acting user", Status.OK);
    }

    @Test
    void aUserWithoutSiteAdminIsNotMistakenForMissingScopes() {
        healthy();
        siteAdmin(false);

        DoctorReport report = practice.examine();

        assertThat(failed(report)).contains("acting user");
        Finding found = finding(report, "acting user");
        assertThat(found.seen()).contains(String.valueOf(practice.organisation().userId()));
        assertThat(found.remedy()).contains("Site Admin").doesNotContain("scope");
        assertThat(finding(report, "scope harvest:jobs:list").remedy())
                .contains("Site Admin")
                .doesNotContain("tick");
        assertStatus(report, "score field", Status.SKIPPED);
    }

    @Test
    void anUnknownActingUserFails() {
        healthy();
        practice.secret.put("harvest_user_id", "99");

        DoctorReport report = practice.examine();

        assertStatus(report, "acting user", Status.FAILED);
        assertThat(finding(report, "acting user").seen()).contains("user 99", "the user does not exist");
    }

    @ParameterizedTest
    @EnumSource(
            value = Introspection.class,
            names = {"DESCRIBED", "ABSENT"})
    void emptyListsMayMeanThatTheUserIsNoSiteAdmin(Introspection says) {
        healthy();
        siteAdmin(false);
        practice.greenhouse.switches().nonAdminReads = NonAdminReads.EMPTY;
        practice.greenhouse.switches().tokens.introspection = says;

        DoctorReport report = practice.examine();

        Finding found = finding(report, "acting user");
        assertThat(found.status()).isEqualTo(says == Introspection.DESCRIBED ? Status.FAILED : Status.WARNING);
        assertThat(found.remedy()).contains("Site Admin");
        if (says == Introspection.ABSENT) {
            assertThat(finding(report, "plan").seen()).contains("acting user");
        }
    }

    private void siteAdmin(boolean is) {
        practice.organisation().change("users", practice.organisation().userId(), user -> user.put("site_admin", is));
    }

    @Test
    void aScoreFieldThatWasCreatedAgainIsFoundUnderItsNewKey() {
        healthy();
        practice.organisation().recreateField(PointsCustomer.SCORE_FIELD, true);

        assertThat(onlyFailure("score field").remedy()).isEqualTo("set score_field to rocketmat_1");
    }

    @ParameterizedTest
    @CsvSource({"value_type,single_select", "application_type,prospect_applications"})
    void aFieldThatCannotHoldAScoreFails(String attribute, String value) {
        healthy();
        change(PointsCustomer.SCORE_FIELD, row -> row.put(attribute, value));

        assertThat(onlyFailure("score field").remedy()).isNotBlank();
    }

    @Test
    void aTextFieldForTheScoreIsAWarning() {
        healthy();
        change(PointsCustomer.SCORE_FIELD, row -> row.put("value_type", "short_text"));
        examine("score field", Status.WARNING);
    }

    private void change(String key, Consumer<ObjectNode> change) {
        practice.organisation().rows("custom_fields").stream()
                .filter(field -> field.path("name_key").asText().equals(key))
                .forEach(field -> practice.organisation()
                        .change("custom_fields", field.path("id").longValue(), change));
    }

    @Test
    void aReasonsFieldThatIsNoTextFails() {
        healthy();
        practice.secret.put("reasons_field", "points");
        assertThat(onlyFailure("reasons field").remedy()).contains("Short text");
    }

    @Test
    void aReasonsFieldThatIsHiddenOrForProspectsOnlyFails() {
        healthy();
        practice.secret.put("reasons_field", "why");
        practice.organisation().addField(4_410_111_009L, "why", "short_text");
        makePrivate("why");
        examine("reasons field", Status.WARNING);
        set("why", TextNode.valueOf("they speak Dutch"));
        examine("reasons field", Status.OK);

        practice.greenhouse.switches().privateFields = false;
        assertThat(onlyFailure("reasons field").remedy()).contains("private field");

        change("why", row -> row.put("application_type", "prospect_applications"));
        assertThat(onlyFailure("reasons field").seen()).contains("prospects only");
    }

    @Test
    void anOptOutFieldMayBelongToApplicationsOrCandidates() {
        healthy();
        practice.secret.put("opt_out_field", "no_scores");
        practice.organisation().addCandidateField(4_410_111_001L, "consent", "yes_no");
        DoctorReport misspelled = practice.examine();
        assertThat(failed(misspelled)).containsExactly("opt-out field");
        assertThat(finding(misspelled, "opt-out field").remedy())
                .contains("unarchive or create", "Yes/No", "opt_out_field");
        assertThat(finding(misspelled, "features").seen())
                .as("objections are unknown")
                .contains("because of 'opt-out field'");
        assertStatus(misspelled, "dry score", Status.SKIPPED);

        practice.organisation().addCandidateField(4_410_111_002L, "no_scores", "yes_no");
        assertThat(finding(practice.examine(), "opt-out field").seen())
                .isEqualTo("the active candidate custom field 'no_scores' is a yes/no field");

        practice.organisation().addField(4_410_111_003L, "no_scores", "short_text");
        assertThat(finding(practice.examine(), "opt-out field").seen())
                .isEqualTo("the active application custom field 'no_scores' is of type short_text");

        change("no_scores", row -> row.put("value_type", "yes_no").put("application_type", "prospect_applications"));
        assertThat(onlyFailure("opt-out field").seen())
                .isEqualTo("the active application custom field 'no_scores' is for prospects only");
    }

    @ParameterizedTest
    @CsvSource({
        "application,NULL_ENTRY,ABSENT,FAILED",
        "application,ABSENT,ABSENT,WARNING",
        "application,NULL_ENTRY,NULL_ENTRY,WARNING",
        "candidate,NULL_ENTRY,ABSENT,FAILED",
        "candidate,NULL_ENTRY,NULL_ENTRY,WARNING"
    })
    void aHiddenOptOutFieldIsFoundBecauseObjectionsAreMissed(
            String carrier, UnsetFields unset, HiddenFields hiddenFields, Status status) {
        healthy();
        practice.secret.put("opt_out_field", "no_scores");
        practice.organisation().addCandidateField(4_410_111_001L, "consent", "yes_no");
        if (carrier.equals("application")) {
            practice.organisation().addField(4_410_111_002L, "no_scores", "yes_no");
            set("no_scores", BooleanNode.FALSE);
        } else {
            practice.organisation().addCandidateField(4_410_111_002L, "no_scores", "yes_no");
            practice.organisation()
                    .setCandidateField(candidate(practice.customer.ids().getFirst()), "no_scores", false);
        }
        makePrivate("no_scores");
        assertThat(examine("opt-out field", Status.OK).seen()).contains("is private and visible");

        practice.greenhouse.switches().privateFields = false;
        practice.greenhouse.switches().unsetFields = unset;
        practice.greenhouse.switches().reads.hiddenFields = hiddenFields;

        Finding hidden = examine("opt-out field", status);
        assertThat(hidden.seen()).contains(carrier + " custom field 'no_scores'", "is private");
        assertThat(hidden.remedy()).contains("view this private field", "objections are missed");
    }

    private long candidate(long application) {
        return practice.organisation()
                .application(application)
                .path("candidate_id")
                .longValue();
    }

    @Test
    void aPlanWithoutApplicationFieldsFails() {
        healthy();
        practice.organisation().deleteField("points");
        practice.organisation().deleteField(PointsCustomer.SCORE_FIELD);

        DoctorReport report = practice.examine();

        assertThat(failed(report)).containsExactly("score field", "plan");
        assertThat(finding(report, "plan").remedy()).contains("Plus", "Pro");

        removeScope(Practice.BASE, "harvest:applications:list");
        assertThat(examine("plan", Status.FAILED).seen())
                .as("whether there are applications is not known")
                .isEqualTo("Greenhouse shows no custom fields of applications");
    }

    @Test
    void aPrivateScoreFieldFailsIfItIsHiddenFromTheUser() {
        healthy();
        makePrivate(PointsCustomer.SCORE_FIELD);
        assertThat(examine("score field", Status.WARNING).seen()).contains("cannot tell whether this user sees it");
        set(PointsCustomer.SCORE_FIELD, IntNode.valueOf(5));
        examine("score field", Status.OK);

        practice.organisation().addField(4_410_111_002L, "unset", "short_text");
        practice.greenhouse.switches().privateFields = false;
        assertThat(onlyFailure("score field").remedy()).contains("private field");
    }

    private void makePrivate(String key) {
        change(key, row -> row.put("private", true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"harvest:applications:list", "harvest:candidates:list"})
    void aPrivateFieldIsNoSecondFaultIfNoRowsCanBeListed(String scope) {
        healthy();
        practice.secret.put("opt_out_field", "no_scores");
        practice.organisation().addCandidateField(4_410_111_002L, "no_scores", "yes_no");
        makePrivate("no_scores");
        makePrivate(PointsCustomer.SCORE_FIELD);
        removeScope(Practice.BASE, scope);

        DoctorReport report = practice.examine();

        assertThat(failed(report)).containsExactly("scope " + scope);
        assertStatus(report, "score field", Status.WARNING);
        assertStatus(report, "opt-out field", Status.WARNING);
    }

    @Test
    void aHiddenPrivateFieldIsAWarningBecauseWritesAreRefused() {
        healthy();
        practice.organisation().addField(4_410_111_003L, "salary", "number");
        makePrivate("salary");
        practice.greenhouse.switches().privateFields = false;

        assertThat(examine("write mode", Status.WARNING).seen()).contains("'salary'");
    }

    @Test
    void aTenantWithoutModelIsExaminedAsFarAsPossible() {
        practice.customer.with(1);

        DoctorReport report = practice.examine();

        assertThat(failed(report)).containsExactly("model");
        assertStatus(report, "features", Status.SKIPPED);
        assertStatus(report, "score field", Status.OK);
    }

    /** For example after a rollback to an earlier release. */
    @Test
    void aModelWithAFeatureUnknownToThisReleaseFails() {
        healthy();
        database.administer(
                "UPDATE model_version SET manifest = replace(manifest, 'application.custom[points]', 'application.points') WHERE tenant_id = '%s'"
                        .formatted(practice.tenant));

        assertThat(onlyFailure("model").seen()).contains("[application.points]");
    }

    @Test
    void aQuarantinedModelIsReportedAsSuch() {
        healthy();
        database.administer(
                "UPDATE model_version SET state = 'QUARANTINED', quarantine = 'too slow' WHERE tenant_id = '%s'"
                        .formatted(practice.tenant));

        Finding found = examine("model", Status.FAILED);
        assertThat(found.seen()).isEqualTo("the model is quarantined: too slow");
        assertThat(found.remedy()).isEqualTo(Models.QUARANTINE_REMEDY);
    }

    @ParameterizedTest
    @EnumSource(
            value = PrivateCandidates.class,
            names = {"STUB", "STUB_WITHOUT_ID", "ABSENT"})
    void hiddenPrivateCandidatesAreFound(PrivateCandidates shown) {
        healthy();
        practice.greenhouse.switches().reads.privateCandidates = shown;
        practice.organisation()
                .rows("candidates")
                .forEach(row ->
                        practice.organisation().makePrivate(row.path("id").longValue()));

        assertThat(onlyFailure("features").remedy()).contains("View Private Candidates");
        examine("dry score", Status.SKIPPED);
    }

    @Test
    @Tag("finding-B2")
    void applicationsBeforeApplicationsSinceAreNotRead() {
        healthy();
        practice.secret.put("applications_since", "2100-01-01");

        assertThat(examine("features", Status.SKIPPED).seen())
                .isEqualTo("no application created on 2100-01-01 or later is active");
    }

    @Test
    void anOrganisationWithoutApplicationsOrOpenJobsIsHealthy() {
        practice.model(Graph.identity().toBytes(), PointsCustomer.MANIFEST);
        DoctorReport empty = practice.examine();
        assertThat(empty.healthy()).isTrue();
        assertStatus(empty, "features", Status.SKIPPED);

        practice.customer.with(1);
        practice.organisation()
                .rows("jobs")
                .forEach(job -> practice.organisation().closeJob(job.path("id").longValue()));
        DoctorReport closed = practice.examine();
        assertThat(closed.healthy()).isTrue();
        assertStatus(closed, "features", Status.WARNING);
    }

    @Test
    void featuresOfMissingFieldsAreFound() {
        practice.customer.with(1);
        List<String> features = Stream.of("application", "candidate", "job")
                .map(carrier -> '"' + carrier + ".custom[nope]\"")
                .toList();
        practice.model(
                Graph.firstOf(4).toBytes(),
                PointsCustomer.MANIFEST
                        .replace("[points]\"", "[points]\", " + String.join(", ", features))
                        .replace("\"output\"", "\"missing\": {" + String.join(": 0, ", features) + ": 0}, \"output\""));

        Finding found = onlyFailure("features");
        assertThat(found.seen())
                .endsWith("of the model: application.custom[nope], candidate.custom[nope], job.custom[nope]");
        assertThat(found.remedy()).contains("name keys");
    }

    @Test
    void aScoreFieldThatTheModelReadsFails() {
        healthy();
        practice.secret.put("score_field", "points");

        assertThat(onlyFailure("score field").seen()).contains("'points'", "feature of the active model");
    }

    @Test
    void aFeatureWithoutValueIsReportedByName() {
        practice.customer.applyWithoutPoints();
        practice.model(Graph.identity().toBytes(), PointsCustomer.MANIFEST);

        DoctorReport report = practice.examine();

        assertStatus(report, "features", Status.WARNING);
        assertThat(finding(report, "features").seen()).contains("application.custom[points]");
        assertStatus(report, "dry score", Status.WARNING);
    }

    @ParameterizedTest
    @CsvSource({
        "API,object to being scored or were erased",
        "merged,object to being scored or were erased",
        "erasure,object to being scored or were erased",
        "application,object to being scored or were erased",
        "candidate,anonymised or object to being scored",
        "anonymised,anonymised or object to being scored"
    })
    void aCandidateWhoIsNotToBeScoredIsSkipped(String how, String seen) {
        healthy();
        NotToBeScored.make(practice, database, practice.customer.ids().getFirst(), how);

        DoctorReport alone = practice.examine();

        assertThat(alone.healthy()).isTrue();
        assertStatus(alone, "features", Status.SKIPPED);
        assertThat(finding(alone, "features").seen()).contains(seen);
        assertStatus(alone, "dry score", Status.SKIPPED);

        long other = practice.customer.applyAs("Ida", "Bell", 7);
        practice.organisation().setCustomField(other, PointsCustomer.SCORE_FIELD, IntNode.valueOf(3));

        DoctorReport report = practice.examine();

        assertThat(finding(report, "features").seen()).startsWith("application %d was read".formatted(other));
        assertThat(finding(report, "dry score").seen()).startsWith("application %d scores 7.00".formatted(other));
    }

    @Test
    void aResumeThatCannotBeFetchedIsNoFaultOfTheTenant() {
        practice.organisation().scopes(WITH_RESUMES);
        practice.model(Graph.words("one", "two").toBytes(), Graph.RESUMES);
        long first = applyWithResume("one");
        failFile(first);

        DoctorReport report = practice.examine();
        assertThat(report.healthy()).isTrue();
        assertStatus(report, "features", Status.WARNING);
        assertThat(finding(report, "features").seen())
                .startsWith("no application was read: resumes that cannot be fetched: 1");
        assertStatus(report, "dry score", Status.SKIPPED);
        assertThat(finding(report, "write mode").seen()).contains("no application was named");

        long second = applyWithResume("two");
        assertThat(finding(practice.examine(), "dry score").seen())
                .startsWith("application %d scores 2".formatted(second));

        failFile(second);
        long without = practice.customer.applyWithoutPoints();
        assertThat(finding(practice.examine(), "features").seen())
                .startsWith("application %d was read".formatted(without));
    }

    @Test
    void aFileStoreThatIsDownIsCalledOnlyAFewTimes() {
        practice.organisation().scopes(WITH_RESUMES);
        practice.model(Graph.words("one", "two").toBytes(), Graph.RESUMES);
        IntStream.range(0, 8).forEach(_ -> applyWithResume("one"));
        practice.greenhouse.faults().on(Match.get("/files/")).always().answer(new Fault.Status(503, "", Map.of()));

        assertThat(finding(practice.examine(), "features").seen())
                .startsWith("no application was read: resumes that cannot be fetched: 8");
        assertThat(practice.greenhouse.calls().count("GET", "/files/")).isEqualTo(6);
    }

    private long applyWithResume(String resume) {
        long application = practice.customer.applyWithoutPoints();
        resumes.put(
                application,
                practice.organisation().addResume(application, "cv.txt", resume.getBytes(StandardCharsets.UTF_8)));
        return application;
    }

    private void failFile(long application) {
        practice.greenhouse
                .faults()
                .on(Match.get("/files/%s/%d/".formatted(practice.organisation().name(), resumes.get(application))))
                .always()
                .answer(new Fault.Status(503, "", Map.of()));
    }

    @Test
    void privateCandidatesAreSkippedForVisibleOnes() {
        healthy();
        List<Long> scored = practice.customer.ids();
        scored.forEach(
                id -> practice.organisation().setCustomField(id, PointsCustomer.SCORE_FIELD, IntNode.valueOf(3)));
        IntStream.range(0, 12).forEach(_ -> {
            practice.organisation().makePrivate(candidate(practice.customer.applyAs("Ida", "Bell", 7)));
        });

        assertThat(examine("features", Status.OK).seen())
                .containsAnyOf(scored.stream().map(String::valueOf).toArray(String[]::new));
    }

    static Stream<Fault> greenhouseFaults() {
        return Stream.of(new Fault.RateLimited(7), Fault.serverError());
    }

    @ParameterizedTest
    @MethodSource("greenhouseFaults")
    void aGreenhouseFailureIsReportedAsSuchAndEndsFurtherCalls(Fault trouble) {
        healthy();
        practice.greenhouse.faults().on(Match.get("/v3/jobs")).always().answer(trouble);

        DoctorReport report = practice.examine();

        assertThat(failed(report)).containsExactly("scope harvest:jobs:list");
        Finding found = finding(report, "scope harvest:jobs:list");
        assertThat(found.seen()).contains("cannot be checked now");
        assertThat(found.remedy()).contains("nothing is known to be wrong").doesNotContain("tick");
        assertStatus(report, "score field", Status.SKIPPED);
        assertStatus(report, "model", Status.OK);
        assertThat(practice.greenhouse.calls().count("GET", "/v3/custom_fields"))
                .isZero();
    }

    @Test
    void aFailureOfTheTokenEndpointIsNoWrongCredential() {
        healthy();
        practice.greenhouse.faults().on(Match.token()).always().answer(new Fault.Html(503));

        Finding found = finding(practice.examine(), "credential");

        assertThat(found.seen()).contains("cannot be checked now");
        assertThat(found.remedy()).doesNotContain("harvest_client_secret");
    }

    @Test
    void aHealthyBlockedTenantThatIsPausedRunsOnceResumed() {
        healthy().block();
        practice.pause();

        assertThat(practice.examine().healthy()).isTrue();

        assertThat(practice.due.seen()).hasSize(1);
        assertThat(practice.state()).isEqualTo(TenantState.PAUSED);
        practice.resume();
        assertThat(practice.state()).isEqualTo(TenantState.ACTIVE);
    }

    /** Unblocked first, it would wait for its next hourly check, and a second doctor run would not make it due. */
    @Test
    void aBlockedTenantThatCannotBeMadeDueStaysBlocked() {
        healthy().block();
        practice.whenDue = () -> {
            throw new IllegalStateException("no connection");
        };

        assertThatIllegalStateException().isThrownBy(practice::examine);

        assertThat(practice.state()).isEqualTo(TenantState.BLOCKED);
    }

    @Test
    void theReportSaysThatANewerSecretWasNotExamined() {
        assertThat(healthy().examine().findings()).extracting(Finding::check).doesNotContain("secret");

        practice.keepSettings("its schedule cannot be read", "correct it");
        DoctorReport report = practice.examine();

        assertThat(report.healthy()).isTrue();
        assertThat(finding(report, "secret"))
                .isEqualTo(Finding.warning(
                        "secret",
                        "the tenant keeps its last valid settings, which were examined; its schedule cannot be read",
                        "correct it"));
    }

    /** The tenant may be blocked because of that secret, and the one that is examined may be the mistake that was corrected. */
    @Test
    void aReplicaThatHasNotReadTheNewestSecretNeitherExaminesNorUnblocks() {
        healthy().blockElsewhere();

        assertThatThrownBy(practice::examine)
                .isInstanceOf(HttpProblem.class)
                .hasMessageContaining("This replica has not read the tenant's newest secret yet");

        assertThat(practice.state()).isEqualTo(TenantState.BLOCKED);
        assertThat(practice.due.seen()).isEmpty();
    }

    static List<Consumer<Practice>> newerSecrets() {
        return List.of(Practice::replaceSecret, Practice::blockElsewhere);
    }

    @ParameterizedTest
    @MethodSource("newerSecrets")
    void aTenantIsNotUnblockedByTheExaminationOfASecretThatIsReplacedMeanwhile(Consumer<Practice> replace) {
        healthy().block();
        practice.greenhouse.faults().before(Match.get("/v3/jobs"), () -> replace.accept(practice));

        assertThatThrownBy(practice::examine).isInstanceOf(HttpProblem.class);

        assertThat(practice.state()).isEqualTo(TenantState.BLOCKED);
        assertThat(practice.due.seen()).isEmpty();
    }

    @Test
    void aBlockedTenantIsUnblockedAndMadeDueOnlyIfHealthy() {
        healthy().block();
        practice.greenhouse.faults().on(Match.get("/v3/jobs")).always().answer(Fault.serverError());
        assertThat(practice.examine().healthy()).isFalse();
        assertThat(practice.state()).isEqualTo(TenantState.BLOCKED);

        practice.greenhouse.faults().clear();
        assertThat(practice.examine().healthy()).isTrue();
        assertThat(practice.state()).isEqualTo(TenantState.ACTIVE);
        practice.examine();
        assertThat(practice.due.seen())
                .as("once, when it was unblocked")
                .containsExactly(new TenantDue(practice.tenant, "doctor"));
    }
}
