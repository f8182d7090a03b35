package com.rocketmat.doctor;

import static com.rocketmat.sync.Practice.failed;
import static com.rocketmat.sync.Practice.finding;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.rocketmat.doctor.Finding.Status;
import com.rocketmat.model.Graph;
import com.rocketmat.model.Models;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.greenhouse.switches.ReadSwitches.HiddenFields;
import com.rocketmat.sandbox.greenhouse.switches.ReadSwitches.PrivateCandidates;
import com.rocketmat.sandbox.greenhouse.switches.Switches.NonAdminReads;
import com.rocketmat.sandbox.greenhouse.switches.Switches.UnsetFields;
import com.rocketmat.sandbox.greenhouse.switches.TokenSwitches.Introspection;
import com.rocketmat.sandbox.vault.SandboxVault;
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

/** Each possible fault in turn: the doctor finds it, and says what to do in Greenhouse's words. */
@QuarkusTest
class DoctorQuarkusTest {

    private static final long WHY = 4_410_111_009L;
    private static final String RESUMES = """
            {"name": "resumes", "inputs": [{"input": "x", "features": ["resume.text"]}], "output": {"name": "y"},
             "score": {"scale": "raw", "decimals": 0}}""";
    private static final Set<String> WITH_RESUMES = Stream.concat(
                    Practice.BASE.stream(), Stream.of("harvest:attachments:list"))
            .collect(Collectors.toUnmodifiableSet());

    SandboxVault vault;
    SandboxDatabase database;

    private final Practice practice = new Practice();
    private final Map<Long, Long> resumes = new HashMap<>();

    @AfterEach
    void close() {
        practice.close();
    }

    private Practice healthy() {
        practice.customer.with(3);
        return practice.model(vault, Graph.identity().toBytes(), PointsCustomer.MANIFEST);
    }

    private void set(String key, JsonNode value) {
        practice.organisation().setCustomField(practice.customer.ids().getFirst(), key, value);
    }

    private Practice withHistory() {
        practice.customer.with(3);
        practice.organisation().scopes(Practice.WITH_HISTORY);
        return practice.model(vault, Graph.firstOf(3).toBytes(), PointsCustomer.HISTORY_MANIFEST);
    }

    @Test
    void aTenantThatWorksPassesEveryCheckInOrderAndNothingIsWritten() {
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
        assertThat(finding(report, "write mode").status()).isEqualTo(Status.SKIPPED);
        assertThat(finding(report, "dry score").seen())
                .contains("application " + practice.customer.ids().getLast() + " scores 0.50");
        assertThat(practice.patches()).isEmpty();
    }

    @Test
    void aWrongSecretIsTheOnlyThingFoundAndNothingThatNeedsItIsTried() {
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
    void aModelThatReadsResumesNeedsTheScopeOfAttachmentsToo() {
        practice.customer.with(1);
        practice.organisation().scopes(Practice.WITH_HISTORY);
        practice.model(vault, Graph.words("one", "two").toBytes(), RESUMES);

        assertThat(failed(practice.examine())).containsExactly("scope harvest:attachments:list");
    }

    @ParameterizedTest
    @EnumSource(
            value = Introspection.class,
            names = {"DESCRIBED", "ABSENT"})
    void aScopeThatIsMissingIsTheOneThatIsNamedUntilItIsTicked(Introspection says) {
        withHistory();
        practice.greenhouse.switches().tokens.introspection = says;
        for (String scope : Practice.WITH_HISTORY) {
            Set<String> rest = new HashSet<>(Practice.WITH_HISTORY);
            rest.remove(scope);
            practice.organisation().scopes(rest);

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

    @Test
    void scopesThatAreNeverUsedAreAWarningAndNamed() {
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
    void aGreenhouseThatSaysNothingOfATokenIsNoFault(Introspection says) {
        healthy();
        practice.greenhouse.switches().tokens.introspection = says;

        DoctorReport report = practice.examine();

        assertThat(report.healthy()).isTrue();
        assertThat(finding(report, "least privilege").status()).isEqualTo(Status.SKIPPED);
        assertThat(finding(report, "acting user").status()).isEqualTo(Status.OK);
    }

    @Test
    void aUserWhoIsNoSiteAdminIsFoundAndNotTakenForMissingScopes() {
        healthy();
        admin(false);

        DoctorReport report = practice.examine();

        assertThat(failed(report)).contains("acting user");
        Finding found = finding(report, "acting user");
        assertThat(found.seen()).contains(String.valueOf(practice.organisation().userId()));
        assertThat(found.remedy()).contains("Site Admin").doesNotContain("scope");
        assertThat(finding(report, "scope harvest:jobs:list").remedy())
                .contains("Site Admin")
                .doesNotContain("tick");
        assertThat(finding(report, "score field").status()).isEqualTo(Status.SKIPPED);
    }

    @Test
    void aUserWhoDoesNotExistIsFound() {
        healthy();
        practice.secret.put("harvest_user_id", "99");

        DoctorReport report = practice.examine();

        assertThat(finding(report, "acting user").status()).isEqualTo(Status.FAILED);
        assertThat(finding(report, "acting user").seen()).contains("user 99", "the user does not exist");
    }

    @ParameterizedTest
    @EnumSource(
            value = Introspection.class,
            names = {"DESCRIBED", "ABSENT"})
    void listsThatAreEmptyMayMeanThatTheUserIsNoSiteAdmin(Introspection says) {
        healthy();
        admin(false);
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

    private void admin(boolean is) {
        practice.organisation().change("users", practice.organisation().userId(), user -> user.put("site_admin", is));
    }

    @Test
    void aFieldThatIsArchivedIsFound() {
        healthy();
        practice.organisation().archiveField(PointsCustomer.SCORE_FIELD);
        assertThat(failed(practice.examine())).containsExactly("score field");
    }

    @Test
    void aFieldThatWasCreatedAgainIsFoundUnderItsNewKey() {
        healthy();
        practice.organisation().recreateField(PointsCustomer.SCORE_FIELD, true);

        DoctorReport report = practice.examine();

        assertThat(failed(report)).containsExactly("score field");
        assertThat(finding(report, "score field").remedy()).isEqualTo("set score_field to rocketmat_1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"value_type=single_select", "application_type=prospect_applications"})
    void aFieldThatCannotHoldAScoreIsFound(String change) {
        healthy();
        scoreField(change.split("=", -1)[0], change.split("=", -1)[1]);

        DoctorReport report = practice.examine();

        assertThat(failed(report)).containsExactly("score field");
        assertThat(finding(report, "score field").remedy()).isNotBlank();
    }

    @Test
    void aTextFieldForTheScoreWorksAndIsNotAsItShouldBe() {
        healthy();
        scoreField("value_type", "short_text");
        assertThat(finding(practice.examine(), "score field").status()).isEqualTo(Status.WARNING);
    }

    private void scoreField(String attribute, String value) {
        practice.organisation().rows("custom_fields").stream()
                .filter(field -> field.path("name_key").asText().equals(PointsCustomer.SCORE_FIELD))
                .forEach(field -> practice.organisation()
                        .change("custom_fields", field.path("id").longValue(), row -> row.put(attribute, value)));
    }

    @Test
    void aReasonsFieldThatIsMissingOrNoTextIsFoundAndOneThatFitsIsFine() {
        healthy();
        practice.secret.put("reasons_field", "points");
        DoctorReport report = practice.examine();
        assertThat(failed(report)).containsExactly("reasons field");
        assertThat(finding(report, "reasons field").remedy()).contains("Short text");
    }

    @Test
    void aReasonsFieldOfProspectsOnlyOrThatTheUserIsNotShownIsFound() {
        healthy();
        practice.secret.put("reasons_field", "why");
        practice.organisation().addField(WHY, "why", "short_text");
        practice.organisation().change("custom_fields", WHY, row -> row.put("private", true));
        assertThat(finding(practice.examine(), "reasons field").status()).isEqualTo(Status.WARNING);
        set("why", TextNode.valueOf("they speak Dutch"));
        assertThat(finding(practice.examine(), "reasons field").status()).isEqualTo(Status.OK);

        practice.greenhouse.switches().privateFields = false;
        DoctorReport hidden = practice.examine();
        assertThat(failed(hidden)).containsExactly("reasons field");
        assertThat(finding(hidden, "reasons field").remedy()).contains("private field");

        practice.organisation()
                .change("custom_fields", WHY, row -> row.put("application_type", "prospect_applications"));
        DoctorReport ofProspects = practice.examine();
        assertThat(failed(ofProspects)).containsExactly("reasons field");
        assertThat(finding(ofProspects, "reasons field").seen()).contains("prospects only");
    }

    @Test
    void anOptOutFieldIsLookedForAmongApplicationsAndCandidates() {
        healthy();
        practice.secret.put("opt_out_field", "no_scores");
        practice.organisation().addCandidateField(4_410_111_001L, "consent", "yes_no");
        DoctorReport misspelled = practice.examine();
        assertThat(failed(misspelled)).containsExactly("opt-out field");
        assertThat(finding(misspelled, "opt-out field").remedy())
                .contains("unarchive or create", "Yes/No", "opt_out_field");
        assertThat(finding(misspelled, "features").seen())
                .as("it is not known who objects")
                .contains("because of 'opt-out field'");
        assertThat(finding(misspelled, "dry score").status()).isEqualTo(Status.SKIPPED);

        practice.organisation().addCandidateField(4_410_111_002L, "no_scores", "yes_no");
        assertThat(finding(practice.examine(), "opt-out field").seen())
                .isEqualTo("the active candidate custom field 'no_scores' is a yes/no field");

        practice.organisation().addField(4_410_111_003L, "no_scores", "short_text");
        assertThat(finding(practice.examine(), "opt-out field").seen())
                .isEqualTo("the active application custom field 'no_scores' is of type short_text");
    }

    @ParameterizedTest
    @CsvSource({
        "application,NULL_ENTRY,ABSENT,FAILED",
        "application,ABSENT,ABSENT,WARNING",
        "application,NULL_ENTRY,NULL_ENTRY,WARNING",
        "candidate,NULL_ENTRY,ABSENT,FAILED",
        "candidate,NULL_ENTRY,NULL_ENTRY,WARNING"
    })
    void anOptOutFieldThatTheUserIsNotShownIsFoundSinceObjectionsAreMissed(
            String carrier, UnsetFields unset, HiddenFields hiddenFields, Status status) {
        healthy();
        practice.secret.put("opt_out_field", "no_scores");
        practice.organisation().addCandidateField(4_410_111_001L, "consent", "yes_no");
        if (carrier.equals("application")) {
            practice.organisation().addField(4_410_111_002L, "no_scores", "yes_no");
            set("no_scores", BooleanNode.FALSE);
        } else {
            practice.organisation().addCandidateField(4_410_111_002L, "no_scores", "yes_no");
            long candidate = practice.organisation()
                    .application(practice.customer.ids().getFirst())
                    .path("candidate_id")
                    .longValue();
            practice.organisation().setCandidateField(candidate, "no_scores", false);
        }
        practice.organisation().change("custom_fields", 4_410_111_002L, row -> row.put("private", true));
        Finding shown = finding(practice.examine(), "opt-out field");
        assertThat(shown.status()).isEqualTo(Status.OK);
        assertThat(shown.seen()).contains("is private and visible");

        practice.greenhouse.switches().privateFields = false;
        practice.greenhouse.switches().unsetFields = unset;
        practice.greenhouse.switches().reads.hiddenFields = hiddenFields;

        Finding hidden = finding(practice.examine(), "opt-out field");
        assertThat(hidden.status()).isEqualTo(status);
        assertThat(hidden.seen()).contains(carrier + " custom field 'no_scores'", "is private");
        assertThat(hidden.remedy()).contains("view this private field", "objections are missed");
    }

    @Test
    void aPlanWithoutApplicationFieldsIsFound() {
        healthy();
        practice.organisation().deleteField("points");
        practice.organisation().deleteField(PointsCustomer.SCORE_FIELD);

        DoctorReport report = practice.examine();

        assertThat(failed(report)).containsExactly("score field", "plan");
        assertThat(finding(report, "plan").remedy()).contains("Plus", "Pro");
    }

    @Test
    void aPrivateFieldThatTheUserIsNotShownIsFoundAndOneThatIsShownIsFine() {
        healthy();
        hide(PointsCustomer.SCORE_FIELD);
        Finding unset = finding(practice.examine(), "score field");
        assertThat(unset.status()).isEqualTo(Status.WARNING);
        assertThat(unset.seen()).contains("cannot tell whether this user sees it");
        set(PointsCustomer.SCORE_FIELD, IntNode.valueOf(5));
        assertThat(finding(practice.examine(), "score field").status()).isEqualTo(Status.OK);

        practice.organisation().addField(4_410_111_002L, "unset", "short_text");
        practice.greenhouse.switches().privateFields = false;
        DoctorReport report = practice.examine();

        assertThat(failed(report)).containsExactly("score field");
        assertThat(finding(report, "score field").remedy()).contains("private field");
    }

    private void hide(String key) {
        practice.organisation().rows("custom_fields").stream()
                .filter(field -> field.path("name_key").asText().equals(key))
                .forEach(field -> practice.organisation()
                        .change("custom_fields", field.path("id").longValue(), row -> row.put("private", true)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"harvest:applications:list", "harvest:candidates:list"})
    void aPrivateFieldIsNoSecondFaultWhereNoRowsCanBeListed(String scope) {
        healthy();
        practice.secret.put("opt_out_field", "no_scores");
        practice.organisation().addCandidateField(4_410_111_002L, "no_scores", "yes_no");
        hide("no_scores");
        hide(PointsCustomer.SCORE_FIELD);
        Set<String> rest = new HashSet<>(Practice.BASE);
        rest.remove(scope);
        practice.organisation().scopes(rest);

        DoctorReport report = practice.examine();

        assertThat(failed(report)).containsExactly("scope " + scope);
        assertThat(finding(report, "score field").status()).isEqualTo(Status.WARNING);
        assertThat(finding(report, "opt-out field").status()).isEqualTo(Status.WARNING);
    }

    @Test
    void aPrivateFieldThatIsNotShownIsFoundSinceItsScoresAreRefused() {
        healthy();
        practice.organisation().addField(4_410_111_003L, "salary", "number");
        practice.organisation().change("custom_fields", 4_410_111_003L, row -> row.put("private", true));
        practice.greenhouse.switches().privateFields = false;

        Finding writes = finding(practice.examine(), "write mode");

        assertThat(writes.status()).isEqualTo(Status.WARNING);
        assertThat(writes.seen()).contains("'salary'");
    }

    @Test
    void aTenantWithoutAModelIsExaminedAsFarAsThatGoes() {
        practice.customer.with(1);

        DoctorReport report = practice.examine();

        assertThat(failed(report)).containsExactly("model");
        assertThat(finding(report, "features").status()).isEqualTo(Status.SKIPPED);
        assertThat(finding(report, "score field").status()).isEqualTo(Status.OK);
    }

    /** As after the way back to an earlier release. */
    @Test
    void aModelWhoseFeatureThisReleaseDoesNotHaveIsFound() {
        healthy();
        database.administer(
                "UPDATE model_version SET manifest = replace(manifest, 'application.custom[points]', 'application.points') WHERE tenant_id = '%s'"
                        .formatted(practice.tenant));

        DoctorReport report = practice.examine();

        assertThat(failed(report)).containsExactly("model");
        assertThat(finding(report, "model").seen()).contains("[application.points]");
    }

    @Test
    void aModelThatIsQuarantinedIsNoMissingOne() {
        healthy();
        database.administer(
                "UPDATE model_version SET state = 'QUARANTINED', quarantine = 'too slow' WHERE tenant_id = '%s'"
                        .formatted(practice.tenant));

        Finding found = finding(practice.examine(), "model");

        assertThat(found.status()).isEqualTo(Status.FAILED);
        assertThat(found.seen()).isEqualTo("the model is quarantined: too slow");
        assertThat(found.remedy()).isEqualTo(Models.QUARANTINE_REMEDY);
    }

    @ParameterizedTest
    @EnumSource(
            value = PrivateCandidates.class,
            names = {"STUB", "STUB_WITHOUT_ID", "ABSENT"})
    void candidatesThatAreNotShownAreFound(PrivateCandidates shown) {
        healthy();
        practice.greenhouse.switches().reads.privateCandidates = shown;
        practice.organisation()
                .rows("candidates")
                .forEach(row ->
                        practice.organisation().makePrivate(row.path("id").longValue()));

        DoctorReport report = practice.examine();

        assertThat(failed(report)).containsExactly("features");
        assertThat(finding(report, "features").remedy()).contains("View Private Candidates");
        assertThat(finding(report, "dry score").status()).isEqualTo(Status.SKIPPED);
    }

    @Test
    @Tag("finding-B2")
    void whoAppliedBeforeTheDayThatTheSecretNamesIsNotLookedAt() {
        healthy();
        practice.secret.put("applications_since", "2100-01-01");

        Finding features = finding(practice.examine(), "features");

        assertThat(features.status()).isEqualTo(Status.SKIPPED);
        assertThat(features.seen()).isEqualTo("no application created on 2100-01-01 or later is active");
    }

    @Test
    void anOrganisationWithoutApplicationsOrOpenJobsIsNoFault() {
        practice.model(vault, Graph.identity().toBytes(), PointsCustomer.MANIFEST);
        DoctorReport empty = practice.examine();
        assertThat(empty.healthy()).isTrue();
        assertThat(finding(empty, "features").status()).isEqualTo(Status.SKIPPED);

        practice.customer.with(1);
        practice.organisation()
                .rows("jobs")
                .forEach(job -> practice.organisation().closeJob(job.path("id").longValue()));
        DoctorReport closed = practice.examine();
        assertThat(closed.healthy()).isTrue();
        assertThat(finding(closed, "features").status()).isEqualTo(Status.WARNING);
    }

    @Test
    void featuresOfFieldsThatDoNotExistAreFound() {
        practice.customer.with(1);
        List<String> features = Stream.of("application", "candidate", "job")
                .map(carrier -> '"' + carrier + ".custom[nope]\"")
                .toList();
        practice.model(
                vault,
                Graph.firstOf(4).toBytes(),
                PointsCustomer.MANIFEST
                        .replace("[points]\"", "[points]\", " + String.join(", ", features))
                        .replace("\"output\"", "\"missing\": {" + String.join(": 0, ", features) + ": 0}, \"output\""));

        DoctorReport report = practice.examine();

        assertThat(failed(report)).containsExactly("features");
        assertThat(finding(report, "features").seen())
                .endsWith("of the model: application.custom[nope], candidate.custom[nope], job.custom[nope]");
        assertThat(finding(report, "features").remedy()).contains("name keys");
    }

    @Test
    void aScoreFieldThatTheModelReadsIsFound() {
        healthy();
        practice.secret.put("score_field", "points");

        DoctorReport report = practice.examine();

        assertThat(failed(report)).containsExactly("score field");
        assertThat(finding(report, "score field").seen()).contains("'points'", "feature of the active model");
    }

    @Test
    void aFeatureWithoutAValueIsReportedByItsName() {
        practice.customer.applyWithoutPoints();
        practice.model(vault, Graph.identity().toBytes(), PointsCustomer.MANIFEST);

        DoctorReport report = practice.examine();

        assertThat(finding(report, "features").status()).isEqualTo(Status.WARNING);
        assertThat(finding(report, "features").seen()).contains("application.custom[points]");
        assertThat(finding(report, "dry score").status()).isEqualTo(Status.WARNING);
    }

    @Test
    void applicationsThatCarryAScoreAlreadyWillDo() {
        healthy();
        practice.customer
                .ids()
                .forEach(id ->
                        practice.organisation().setCustomField(id, PointsCustomer.SCORE_FIELD, IntNode.valueOf(3)));
        assertThat(finding(practice.examine(), "dry score").status()).isEqualTo(Status.OK);
    }

    @ParameterizedTest
    @CsvSource({
        "API,object to being scored or were erased",
        "erasure,object to being scored or were erased",
        "application,object to being scored or were erased",
        "candidate,anonymised or object to being scored",
        "anonymised,anonymised or object to being scored"
    })
    void aCandidateWhoIsNotToBeScoredIsPassedOver(String how, String seen) {
        healthy();
        NotToBeScored.make(practice, database, practice.customer.ids().getFirst(), how);

        DoctorReport alone = practice.examine();

        assertThat(alone.healthy()).isTrue();
        assertThat(finding(alone, "features").status()).isEqualTo(Status.SKIPPED);
        assertThat(finding(alone, "features").seen()).contains(seen);
        assertThat(finding(alone, "dry score").status()).isEqualTo(Status.SKIPPED);

        long other = practice.customer.applyAs("Ida", "Bell", 7);
        practice.organisation().setCustomField(other, PointsCustomer.SCORE_FIELD, IntNode.valueOf(3));

        DoctorReport report = practice.examine();

        assertThat(finding(report, "features").seen()).startsWith("application %d was read".formatted(other));
        assertThat(finding(report, "dry score").seen()).startsWith("application %d scores 7.00".formatted(other));
    }

    @Test
    void aResumeThatIsAwayIsNoFaultOfTheTenants() {
        practice.organisation().scopes(WITH_RESUMES);
        practice.model(vault, Graph.words("one", "two").toBytes(), RESUMES);
        long first = applyWith("one");
        away(first);

        DoctorReport report = practice.examine();
        assertThat(report.healthy()).isTrue();
        assertThat(finding(report, "features").status()).isEqualTo(Status.WARNING);
        assertThat(finding(report, "features").seen())
                .startsWith("no application was read: resumes that cannot be fetched: 1");
        assertThat(finding(report, "dry score").status()).isEqualTo(Status.SKIPPED);
        assertThat(finding(report, "write mode").seen()).contains("no application was named");

        long second = applyWith("two");
        assertThat(finding(practice.examine(), "dry score").seen())
                .startsWith("application %d scores 2".formatted(second));

        away(second);
        long without = practice.customer.applyWithoutPoints();
        assertThat(finding(practice.examine(), "features").seen())
                .startsWith("application %d was read".formatted(without));
    }

    @Test
    void aFileStoreThatIsDownIsAskedAFewTimes() {
        practice.organisation().scopes(WITH_RESUMES);
        practice.model(vault, Graph.words("one", "two").toBytes(), RESUMES);
        IntStream.range(0, 8).forEach(_ -> applyWith("one"));
        practice.greenhouse.faults().on(Match.get("/files/")).always().answer(new Fault.Status(503, "", Map.of()));

        assertThat(finding(practice.examine(), "features").seen())
                .startsWith("no application was read: resumes that cannot be fetched: 8");
        assertThat(practice.greenhouse.calls().count("GET", "/files/")).isEqualTo(6);
    }

    private long applyWith(String resume) {
        long application = practice.customer.applyWithoutPoints();
        resumes.put(
                application,
                practice.organisation().addResume(application, "cv.txt", resume.getBytes(StandardCharsets.UTF_8)));
        return application;
    }

    private void away(long application) {
        practice.greenhouse
                .faults()
                .on(Match.get("/files/%s/%d/".formatted(practice.organisation().name(), resumes.get(application))))
                .always()
                .answer(new Fault.Status(503, "", Map.of()));
    }

    @Test
    void privateCandidatesInFrontAreNotAll() {
        healthy();
        List<Long> scored = practice.customer.ids();
        scored.forEach(
                id -> practice.organisation().setCustomField(id, PointsCustomer.SCORE_FIELD, IntNode.valueOf(3)));
        IntStream.range(0, 12).forEach(_ -> {
            long application = practice.customer.applyAs("Ida", "Bell", 7);
            practice.organisation()
                    .makePrivate(practice.organisation()
                            .application(application)
                            .path("candidate_id")
                            .longValue());
        });

        Finding features = finding(practice.examine(), "features");

        assertThat(features.status()).isEqualTo(Status.OK);
        assertThat(features.seen())
                .containsAnyOf(scored.stream().map(String::valueOf).toArray(String[]::new));
    }

    static Stream<Fault> troubles() {
        return Stream.of(new Fault.RateLimited(7), Fault.serverError());
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void troubleOfGreenhousesIsSaidAsSuchAndNothingMoreIsAskedOfIt(Fault trouble) {
        healthy();
        practice.greenhouse.faults().on(Match.get("/v3/jobs")).always().answer(trouble);

        DoctorReport report = practice.examine();

        assertThat(failed(report)).containsExactly("scope harvest:jobs:list");
        Finding found = finding(report, "scope harvest:jobs:list");
        assertThat(found.seen()).contains("cannot be checked now");
        assertThat(found.remedy()).contains("nothing is known to be wrong").doesNotContain("tick");
        assertThat(finding(report, "score field").status()).isEqualTo(Status.SKIPPED);
        assertThat(finding(report, "model").status()).isEqualTo(Status.OK);
        assertThat(practice.greenhouse.calls().count("GET", "/v3/custom_fields"))
                .isZero();
    }

    @Test
    void troubleOfTheTokenEndpointIsNoWrongSecret() {
        healthy();
        practice.greenhouse.faults().on(Match.token()).always().answer(new Fault.Html(503));

        Finding found = finding(practice.examine(), "credential");

        assertThat(found.seen()).contains("cannot be checked now");
        assertThat(found.remedy()).doesNotContain("harvest_client_secret");
    }

    @Test
    void aBlockedTenantThatIsPausedTooIsLeftAsOneThatRunsOnceItIsResumed() {
        healthy().block();
        practice.pause();

        assertThat(practice.examine().healthy()).isTrue();

        assertThat(practice.due.seen()).hasSize(1);
        assertThat(practice.state()).isEqualTo(TenantState.PAUSED);
        practice.resume();
        assertThat(practice.state()).isEqualTo(TenantState.ACTIVE);
    }

    /** Left first, it would wait for the look that a blocked tenant is put off to, and a second doctor would see nothing to do. */
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
    void itIsToldIfANewerSecretIsNotWhatIsExamined() {
        assertThat(healthy().examine().findings()).extracting(Finding::check).doesNotContain("secret");

        practice.keepSettings("its schedule cannot be read", "mend it");
        DoctorReport report = practice.examine();

        assertThat(report.healthy()).isTrue();
        assertThat(finding(report, "secret"))
                .isEqualTo(Finding.warning(
                        "secret",
                        "the tenant keeps its last valid settings, which were examined; its schedule cannot be read",
                        "mend it"));
    }

    @Test
    void aBlockedTenantInWhichSomethingFailsStaysBlockedAndOneThatRunsIsNotMadeDue() {
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
