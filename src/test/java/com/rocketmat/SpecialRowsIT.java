package com.rocketmat;

import static com.rocketmat.sandbox.Within.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.node.IntNode;
import com.rocketmat.sandbox.Operator;
import com.rocketmat.sandbox.PointsCustomer;
import com.rocketmat.sandbox.SandboxStack;
import com.rocketmat.sandbox.SharedStack;
import com.rocketmat.sandbox.Writes;
import com.rocketmat.sandbox.greenhouse.Organisation;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Unusual rows: each kind is skipped or scored, for its reason. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("SpecialRowsIT")
class SpecialRowsIT {

    private static final String FIELD = PointsCustomer.SCORE_FIELD;

    private static final PointsCustomer CUSTOMER =
            PointsCustomer.named("odd-rows").with(3);
    private static final PointsCustomer ARCHIVING =
            PointsCustomer.named("archiving").with(2);
    private static final PointsCustomer RECREATING =
            PointsCustomer.named("recreating").with(2);
    private static final Organisation ROWS = CUSTOMER.organisation();

    private static final long PROSPECT = ROWS.addProspect(person(), ROWS.addJob("Prospected"));
    private static final long CONVERTED = ROWS.addProspect(person(), ROWS.addJob("Wanted"));
    private static final long MADE_A_CANDIDATE = ROWS.convertProspect(CONVERTED, ROWS.addJob("Wanted"));
    private static final long CLOSED_JOB = ROWS.addJob("Closed");
    private static final long ON_A_CLOSED_JOB = points(person(), CLOSED_JOB);
    private static final long CONFIDENTIAL_JOB = ROWS.addJob("Confidential");
    private static final long ON_A_CONFIDENTIAL_JOB = points(person(), CONFIDENTIAL_JOB);
    private static final long OPEN_JOB = ROWS.addJob("Open");
    private static final long PRIVATE_PERSON = person();
    private static final long OF_A_PRIVATE_PERSON = points(PRIVATE_PERSON, OPEN_JOB);
    private static final long ERASED_PERSON = person();
    private static final long OF_AN_ERASED_PERSON = points(ERASED_PERSON, OPEN_JOB);
    private static final long REJECTED = points(person(), OPEN_JOB);
    private static final long HIRED = points(person(), OPEN_JOB);
    private static final long FILLED = points(person(), OPEN_JOB);
    private static final long WINNER = person();
    private static final long LOSER = person();
    private static final long OF_A_MERGED_PERSON = points(LOSER, OPEN_JOB);

    @AutoClose
    private static SharedStack shared;

    private static SandboxStack stack;
    private static Operator operator;

    @BeforeAll
    static void start() {
        points(MADE_A_CANDIDATE);
        ROWS.closeJob(CLOSED_JOB);
        ROWS.makeConfidential(CONFIDENTIAL_JOB);
        ROWS.makePrivate(PRIVATE_PERSON);
        ROWS.anonymise(ERASED_PERSON, Set.of("full_name", "custom_application_fields", "candidate_stage_data"));
        points(OF_AN_ERASED_PERSON);
        ROWS.reject(REJECTED);
        ROWS.hire(HIRED);
        ROWS.setCustomField(FILLED, FIELD, IntNode.valueOf(12));
        ROWS.mergeCandidates(WINNER, LOSER);
        sameKeyForCandidates();
        shared = SharedStack.with(Stream.of(CUSTOMER, ARCHIVING, RECREATING)
                .map(PointsCustomer::organisation)
                .toList());
        stack = shared.stack();
        operator = shared.operator();
        CUSTOMER.join(stack, operator, Map.of());
        within(90).until(CUSTOMER::allRight);
        within(60)
                .untilAsserted(() -> operator.get("/api/tenants/" + CUSTOMER.name() + "/runs")
                        .then()
                        .body("items.find { it.endedAt != null } != null", equalTo(true)));
    }

    @Test
    void aProspectIsNoApplicationToAJobAndIsLeftAlone() {
        assertThat(score(PROSPECT)).isNull();
    }

    @Test
    void aConvertedProspectIsLeftAloneAndTheApplicationThatCameOfItIsScored() {
        assertThat(score(CONVERTED)).isNull();
        assertThat(score(MADE_A_CANDIDATE)).isEqualTo(5.0);
    }

    @Test
    void anApplicationOnAClosedJobIsLeftAlone() {
        assertThat(score(ON_A_CLOSED_JOB)).isNull();
    }

    @Test
    void anApplicationOnAConfidentialJobThatTheCredentialDoesNotSeeIsLeftAlone() {
        assertThat(score(ON_A_CONFIDENTIAL_JOB)).isNull();
    }

    @Test
    void aPrivateCandidateThatComesBackAsAStubIsLeftAlone() {
        assertThat(score(OF_A_PRIVATE_PERSON)).isNull();
    }

    @Test
    void anAnonymisedCandidatesApplicationLooksNewAndIsLeftAloneForEver() {
        assertThat(score(OF_AN_ERASED_PERSON)).isNull();
    }

    @Test
    void rejectedAndHiredApplicationsAreLeftAlone() {
        assertThat(score(REJECTED)).isNull();
        assertThat(score(HIRED)).isNull();
    }

    @Test
    void aValueThatAPersonEnteredStands() {
        assertThat(score(FILLED)).isEqualTo(12);
    }

    @Test
    void aMergedCandidatesApplicationIsScoredUnderItsWinner() {
        assertThat(score(OF_A_MERGED_PERSON)).isEqualTo(5.0);
    }

    @Test
    void nothingElseIsTouchedThoughCandidatesHaveAFieldOfTheSameKey() {
        assertThat(Writes.into(stack.greenhouse(), CUSTOMER.name()).count())
                .as("three of the customer's, the converted one and the merged one")
                .isEqualTo(5);
        assertThat(Writes.into(stack.greenhouse(), CUSTOMER.name()).values(FIELD))
                .hasSize(5);
    }

    @Test
    void anArchivedScoreFieldBlocksTheTenantByItsNameUntilItIsThereAgain() {
        ARCHIVING.organisation().archiveField(FIELD);
        ARCHIVING.join(stack, operator, Map.of());
        within(60)
                .untilAsserted(() -> operator.tenant(ARCHIVING.name())
                        .then()
                        .body("state", equalTo("BLOCKED"))
                        .body("reason", containsString("score_field"))
                        .body("reason", containsString("'" + FIELD + "'")));
        assertThat(Writes.into(stack.greenhouse(), ARCHIVING.name()).count()).isZero();
    }

    @Test
    void aScoreFieldThatWasCreatedAgainUnderASuffixIsNamedInTheRemedy() {
        RECREATING.organisation().recreateField(FIELD, true);
        RECREATING.join(stack, operator, Map.of());
        within(60)
                .untilAsserted(() -> operator.tenant(RECREATING.name())
                        .then()
                        .body("state", equalTo("BLOCKED"))
                        .body("remedy", equalTo("set score_field to " + FIELD + "_1")));

        stack.addTenant(RECREATING.name(), Map.of("score_field", FIELD + "_1"));
        within(60)
                .until(() -> RECREATING.ids().stream()
                        .allMatch(id -> RECREATING.organisation().score(id, FIELD + "_1") != null));
    }

    private static void sameKeyForCandidates() {
        ROWS.add(
                "custom_fields",
                CUSTOMER.field(4_410_999_777L, "to-be-replaced", "number")
                        .put("field_type", "candidate")
                        .put("name_key", FIELD));
    }

    private static Object score(long id) {
        return ROWS.score(id, FIELD);
    }

    private static long person() {
        return ROWS.addCandidate("Odd", "Row");
    }

    private static long points(long candidate, long job) {
        long id = ROWS.addApplication(candidate, job);
        points(id);
        return id;
    }

    /** The value that the model computes its score from. */
    private static void points(long id) {
        ROWS.setCustomField(id, "points", IntNode.valueOf(5));
    }
}
