package com.rocketmat.ops;

import static java.util.Map.entry;

import com.rocketmat.audit.AuditPhase;
import com.rocketmat.decision.DecisionKind;
import com.rocketmat.model.ModelState;
import com.rocketmat.score.ScoreState;
import com.rocketmat.table.TableFormat;
import com.rocketmat.tenant.state.TenantState;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** What the parameters of the API mean: one of a name means the same in every call. */
final class ApiParameters {

    private static final Map<String, String> MEANINGS = Map.ofEntries(
            entry("tenant", "the tenant's id, which is the name of its secret"),
            entry("version", "the version's lower-case SHA-256, as in the list of models"),
            entry("application", "the id of an application in Greenhouse"),
            entry("candidate", "the id of a candidate in Greenhouse"),
            entry("decision", "the id of a decision in the log"),
            entry("training", "the id of a training"),
            entry("cursor", "`next` of the previous page; without it, the first page"),
            entry("limit", "the maximum number of rows in a page"),
            entry("state", "only those in one of these states; without it, all"),
            entry("status", "only scores in this state"),
            entry("kind", "only decisions of this kind"),
            entry(
                    "since",
                    "the id of a decision after which the rows begin; the list also accepts a time from which they begin"),
            entry("signed", "whether the last line is a signature by a key in Vault"),
            entry("actor", "only what this operator did"),
            entry("phase", "only entries of this phase"),
            entry("clear", "whether the score in Greenhouse is emptied too"),
            entry("force", "whether a tenant that still has a secret may be purged"),
            entry("look", "whether to ask Greenhouse what it has now"),
            entry("features", "names from the catalogue, separated by commas; without it, those of the active model"),
            entry("without", "names of features not to learn from, separated by commas"),
            entry("from", "only applications created from this time on"),
            entry("to", "only applications created before this time"),
            entry("asOf", "the time for which ages are computed; without it, the creation of each application"),
            entry("format", "the format, instead of Accept"));

    private ApiParameters() {}

    /** @throws IllegalStateException if the name has no meaning here, which ends the build */
    static void describe(String path, Parameter parameter) {
        String name = parameter.getName();
        String meaning = MEANINGS.get(name);
        if (meaning == null) {
            throw new IllegalStateException("%s has a parameter %s: add what it means".formatted(path, name));
        }
        parameter.setDescription(meaning);
        List<String> choices = choices(path, name);
        if (!choices.isEmpty()) {
            Schema schema = parameter.getSchema();
            (schema.getItems() == null ? schema : schema.getItems()).setEnumeration(List.copyOf(choices));
        }
    }

    private static List<String> choices(String path, String parameter) {
        return switch (parameter) {
            case "status" -> names(ScoreState.values());
            case "kind" -> names(DecisionKind.values());
            case "phase" -> names(AuditPhase.values());
            case "format" ->
                Arrays.stream(TableFormat.values()).map(TableFormat::label).toList();
            case "state" ->
                path.endsWith("/models")
                        ? Arrays.stream(ModelState.values())
                                .map(ModelState::value)
                                .toList()
                        : names(TenantState.values());
            default -> List.of();
        };
    }

    private static List<String> names(Enum<?>... values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }
}
