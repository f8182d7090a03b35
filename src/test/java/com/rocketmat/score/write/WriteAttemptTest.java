package com.rocketmat.score.write;

import static com.rocketmat.score.Applications.number;
import static com.rocketmat.score.Applications.waiting;
import static com.rocketmat.score.Applications.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.rocketmat.harvest.CustomFieldWrite;
import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure.Invalid;
import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.row.CustomField;
import com.rocketmat.harvest.row.CustomFieldEntry;
import com.rocketmat.sandbox.StandIn;
import com.rocketmat.sandbox.TestTenants;
import com.rocketmat.score.ScoreField;
import com.rocketmat.score.Scores.Settled;
import com.rocketmat.score.write.WriteAttempt.Outcome;
import com.rocketmat.score.write.WriteDecision.Patch;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a refusal affects one application, or perhaps all. */
class WriteAttemptTest {

    private static final TenantSettings SETTINGS =
            TestTenants.settings(new TenantId("acme"), Map.of("harvest_client_id", "c", "harvest_client_secret", "s"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rocketmat               | rocketmat notice | rocketmat | true  | rocketmat (no)",
                "custom_fields.rocketmat | rocketmat notice | rocketmat | true  | custom_fields.rocketmat (no)",
                "custom_fields.notice    | rocketmat notice | rocketmat | false | custom_fields.notice (no); its option",
                "notice                  | rocketmat notice | ''        | false | notice (no); its option",
                "custom_fields           | rocketmat notice | rocketmat | false | custom_fields (no)",
                "custom_fields           | rocketmat notice | ''        | true  | custom_fields (no)",
                "''                      | rocketmat notice | rocketmat | false | rocketmat, notice (no)",
                "''                      | rocketmat notice | ''        | true  | rocketmat, notice (no)",
                "''                      | rocketmat        | rocketmat | true  | rocketmat (no)",
                "notice                  | rocketmat        | rocketmat | true  | notice (no)"
            })
    void aRefusalAffectsAllIfItNamesOurFieldOrThatIsNotShownOrSentAlone(
            String named, String sent, String shown, boolean all, String told) {
        Map<String, CustomFieldEntry> fields = shown.isEmpty() ? Map.of() : Map.of(shown, number(60));
        Patch patch = new Patch(Stream.of(sent.split(" "))
                .map(key -> new CustomFieldWrite(key, IntNode.valueOf(71)))
                .toList());
        var target = new WriteTarget(
                SETTINGS,
                refusing(named.isEmpty() ? List.of() : List.of(named)),
                new TargetFields(
                        new ScoreField("rocketmat", true), Optional.empty(), Set.of("rocketmat", "notice"), Set.of()),
                WriteProofs.Proof.NONE);

        Outcome outcome = new WriteAttempt(target, waiting(), with(fields), patch).send(() -> true);

        assertThat(outcome instanceof Outcome.Refused).isEqualTo(all);
        Settled one = switch (outcome) {
            case Outcome.OfThisRow refused -> refused.settled();
            case Outcome.Refused refused -> refused.one();
            default -> throw new AssertionError(outcome);
        };
        assertThat(one.reason()).startsWith("Greenhouse refuses the values of " + told);
        assertThat(one.reason().contains("option")).isEqualTo(told.contains("option"));
    }

    private static HarvestSession refusing(List<String> fields) {
        return StandIn.of(HarvestSession.class, (_, call, _) -> switch (call.getName()) {
            case "update" -> throw new HarvestException(new Invalid("no", fields));
            case "customFields" ->
                List.of(new CustomField(1, "rocketmat", "application", "number", "all_applications", true, null));
            default -> throw new AssertionError(call);
        });
    }
}
