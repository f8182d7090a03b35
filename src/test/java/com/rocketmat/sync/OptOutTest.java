package com.rocketmat.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.Candidate;
import com.rocketmat.harvest.row.CustomFieldEntry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptOutTest {

    private static final String KEY = "no_scores";

    private final OptOut ofApplications = new OptOut(KEY, false, false);
    private final OptOut ofCandidates = new OptOut(KEY, true, false);

    @Test
    void anEmptyFieldOfAnApplicationWithdrawsNothing() {
        FoundRights found = ofApplications.inApplications(List.of(
                application(1, 10, BooleanNode.TRUE),
                application(2, 20, BooleanNode.FALSE),
                application(3, 30, NullNode.instance)));

        assertThat(found.objecting()).containsOnlyKeys(10L);
        assertThat(found.permitting()).containsOnly(Map.entry(20L, Set.of(2L)));
    }

    @Test
    void oneApplicationsYesIsAnObjection() {
        FoundRights found = ofApplications.inApplications(
                List.of(application(1, 10, BooleanNode.FALSE), application(2, 10, BooleanNode.TRUE)));

        assertThat(found.objecting()).containsOnlyKeys(10L);
        assertThat(found.permitting()).as("it takes back what it said").containsOnly(Map.entry(10L, Set.of(1L)));
        assertThat(found.withhold(10)).isTrue();
    }

    @Test
    void anEmptyFieldOfACandidateIsNoObjection() {
        FoundRights found = ofCandidates.inCandidates(List.of(
                candidate(10, BooleanNode.TRUE, null),
                candidate(20, NullNode.instance, null),
                candidate(21, null, null),
                // v1 shows the fields of private candidates too
                candidate(22, NullNode.instance, "private"),
                candidate(23, BooleanNode.FALSE, null),
                new Candidate(30, null, null, null, null, null, null, null, "This candidate is private", null)));

        assertThat(found.objecting()).containsOnlyKeys(10L);
        assertThat(found.permitting()).as("not the stub").containsOnlyKeys(20L, 21L, 22L, 23L);
    }

    /** Unset fields come with null; one that is absent may be hidden from the user, or archived. */
    @Test
    void aMissingFieldWithdrawsNothing() {
        FoundRights nothing = FoundRights.ofField(KEY, Map.of(), Map.of());
        Candidate candidate = new Candidate(10, null, "Ida", null, null, null, null, Map.of(), null, null);

        assertThat(ofCandidates.inCandidates(List.of(candidate))).isEqualTo(nothing);
        assertThat(ofApplications.inApplications(List.of(application(1, 10, Map.of()))))
                .isEqualTo(nothing);
    }

    /** To a user who may not see it, it may look so. */
    @Test
    void anEmptyPrivateFieldWithdrawsNothingButANoDoes() {
        FoundRights found = new OptOut(KEY, true, true)
                .inCandidates(List.of(
                        candidate(10, BooleanNode.TRUE, null),
                        candidate(20, NullNode.instance, null),
                        candidate(30, BooleanNode.FALSE, null)));

        assertThat(found.objecting()).containsOnlyKeys(10L);
        assertThat(found.permitting()).containsOnlyKeys(30L);
    }

    @Test
    void aFieldOfAnotherTypeNeitherObjectsNorWithdraws() {
        TextNode perhaps = TextNode.valueOf("perhaps");

        assertThat(ofCandidates.inCandidates(List.of(candidate(10, perhaps, null))))
                .isEqualTo(FoundRights.ofField(KEY, Map.of(), Map.of()));
        assertThat(ofApplications.inApplications(List.of(application(1, 10, perhaps))))
                .isEqualTo(FoundRights.ofField(KEY, Map.of(), Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Yes", "True", " true ", "1"})
    void aYesMayBeText(String yes) {
        FoundRights found = ofApplications.inApplications(
                List.of(application(1, 10, TextNode.valueOf(yes)), application(2, 20, TextNode.valueOf("No"))));

        assertThat(found.objecting()).containsOnlyKeys(10L);
        assertThat(found.permitting()).containsOnlyKeys(20L);
    }

    @Test
    void aFieldIsReadOnlyFromItsOwnKindOfRow() {
        assertThat(ofCandidates.inApplications(List.of(application(1, 10, BooleanNode.TRUE))))
                .isEqualTo(FoundRights.NONE);
        assertThat(ofApplications.inCandidates(List.of(candidate(10, BooleanNode.TRUE, null))))
                .isEqualTo(FoundRights.NONE);
        assertThat(OptOut.NONE.inApplications(List.of(application(1, 10, BooleanNode.TRUE))))
                .isEqualTo(FoundRights.NONE);
    }

    @Test
    void anonymisedCandidatesAreFoundWithTheirApplications() {
        Candidate anonymised = new Candidate(10, null, "Anonymized", null, null, null, null, null, null, null);

        FoundRights found = FoundRights.NONE.withAnonymised(
                List.of(anonymised, candidate(20, NullNode.instance, null)),
                List.of(
                        application(1, 10, NullNode.instance),
                        application(2, 10, NullNode.instance),
                        application(3, 20, NullNode.instance)));

        assertThat(found.anonymised()).isEqualTo(Map.of(10L, Set.of(1L, 2L)));
        assertThat(found.withhold(10)).isTrue();
        assertThat(found.withhold(20)).isFalse();
    }

    private static Application application(long id, long candidate, JsonNode value) {
        return application(id, candidate, fields(value));
    }

    private static Application application(long id, long candidate, Map<String, CustomFieldEntry> fields) {
        return new Application(
                id, null, null, candidate, null, null, false, null, null, null, null, null, fields, null);
    }

    private static Candidate candidate(long id, JsonNode value, String message) {
        return new Candidate(id, null, "Ida", null, null, null, null, fields(value), message, null);
    }

    private static Map<String, CustomFieldEntry> fields(JsonNode value) {
        return Map.of(KEY, new CustomFieldEntry("No scores", "yes_no", value));
    }
}
