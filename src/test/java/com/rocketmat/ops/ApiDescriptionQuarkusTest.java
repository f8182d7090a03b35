package com.rocketmat.ops;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rocketmat.console.session.ConsoleProblems;
import com.rocketmat.guide.GuidePage;
import com.rocketmat.guide.Sources;
import com.rocketmat.problem.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The API description documents every call, its parameters, and all its answers. */
@QuarkusTest
class ApiDescriptionQuarkusTest {

    private static final Pattern NAMED = Pattern.compile("\\b(?:GET|POST|PUT|DELETE) /api/[\\w/{}<>-]+");

    private JsonNode description;

    @BeforeEach
    void read() throws IOException {
        description = new ObjectMapper()
                .readTree(given().get("/q/openapi?format=json")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString());
    }

    @Test
    void everyCallHasASummaryATagDescribedParametersAndExamples() {
        assertThat(operations()).isNotEmpty().allSatisfy((call, operation) -> {
            assertThat(operation.path("summary").asText()).as(call).isNotBlank();
            assertThat(operation.path("tags")).as(call).isNotEmpty();
            assertThat(operation.path("parameters"))
                    .as(call)
                    .allSatisfy(parameter ->
                            assertThat(parameter.path("description").asText()).isNotBlank());
            assertThat(operation.path("responses").properties())
                    .filteredOn(answer -> answer.getKey().startsWith("2"))
                    .as(call)
                    .isNotEmpty()
                    .filteredOn(answer -> !answer.getKey().equals("204"))
                    .allSatisfy(answer -> assertThat(answer.getValue().path("content"))
                            .isNotEmpty()
                            .allMatch(type -> type.has("example") || hasExample(type.path("schema"))));
        });
    }

    /** Client generators reject a security scheme without an address, and iterate over numeric statuses. */
    @Test
    void clientGeneratorsCanReadIt() {
        assertThat(description.at("/components/securitySchemes").fieldNames())
                .toIterable()
                .containsExactly("token");
        assertThat(operations().values())
                .extracting(operation -> operation.path("operationId").asText())
                .doesNotContain("")
                .doesNotHaveDuplicates();
        assertThat(operations())
                .allSatisfy((call, operation) -> assertThat(
                                operation.path("responses").fieldNames())
                        .toIterable()
                        .as(call)
                        .allMatch(status -> status.matches("[2-5]\\d\\d")));
    }

    @Test
    void choicesAreEnumerated() {
        assertThat(choices("GET /api/tenants", "state")).contains("ACTIVE", "DRY_RUN", "BLOCKED");
        assertThat(choices("GET /api/tenants/{tenant}/models", "state")).contains("active", "quarantined");
        assertThat(choices("GET /api/tenants/{tenant}/scores", "status")).contains("WRITTEN");
        assertThat(choices("GET /api/tenants/{tenant}/decisions", "kind")).contains("SCORED");
        assertThat(choices("GET /api/audit", "phase")).contains("REFUSED");
    }

    private List<String> choices(String call, String name) {
        return operations()
                .get(call)
                .path("parameters")
                .valueStream()
                .filter(parameter -> parameter.path("name").asText().equals(name))
                .map(parameter -> parameter.path("schema"))
                .map(schema -> schema.has("items") ? schema.path("items") : schema)
                .flatMap(schema -> schema.path("enum").valueStream())
                .map(JsonNode::asText)
                .toList();
    }

    @Test
    void everyCallHasTheCommonAnswers() {
        assertThat(operations()).allSatisfy((call, operation) -> {
            JsonNode answers = operation.path("responses");
            assertThat(answers.fieldNames()).toIterable().as(call).contains("400", "413", "500");
            assertThat(answers.has("415")).as(call).isEqualTo(operation.has("requestBody"));
            assertThat(answers.has("406"))
                    .as(call)
                    .isEqualTo(answers.properties().stream()
                            .anyMatch(answer -> answer.getKey().startsWith("2")
                                    && answer.getValue().has("content")));
            assertThat(answers.at("/401/headers").has("WWW-Authenticate"))
                    .as(call)
                    .isTrue();
            assertThat(answers.at("/503/headers").has("Retry-After")).as(call).isTrue();
        });
    }

    @Test
    void everyCallListsItsProblems() {
        assertThat(operations()).allSatisfy((call, operation) -> {
            JsonNode answers = operation.path("responses");
            assertThat(answers.at("/401/description").asText()).as(call).contains("/problems/unauthorized");
            assertThat(answers.at("/403/description").asText()).as(call).contains("/problems/out-of-reach");
            assertThat(answers.properties())
                    .filteredOn(answer -> answer.getKey().matches("[45].*"))
                    .allSatisfy(answer -> {
                        JsonNode content = answer.getValue().at("/content/application~1problem+json");
                        assertThat(content.at("/schema/$ref").asText()).isEqualTo("#/components/schemas/Problem");
                        assertThat(content.at("/example/type").asText()).startsWith("/problems/");
                    });
        });
        List<String> types = new ArrayList<>();
        description.at("/components/schemas/Problem/properties/type/enum").forEach(type -> types.add(type.asText()));
        assertThat(types)
                .containsExactlyElementsOf(ProblemTypes.ALL.stream()
                        .map(type -> type.uri().toString())
                        .toList());
    }

    @Test
    void everyProblemTypeIsListedByACall() {
        String described = operations().values().stream()
                .flatMap(operation -> operation.path("responses").valueStream())
                .map(answer -> answer.path("description").asText())
                .collect(Collectors.joining("\n"));
        Set<ProblemType> ofNoCall = new HashSet<>(ConsoleProblems.ALL);
        ofNoCall.addAll(Set.of(ProblemType.NOT_FOUND, ProblemType.METHOD_NOT_ALLOWED));

        assertThat(ProblemTypes.ALL)
                .filteredOn(type -> !described.contains("`%s`".formatted(type.uri())))
                .as("x-problems of the calls that answer with it names each other one")
                .containsExactlyInAnyOrderElementsOf(ofNoCall);
    }

    /** Not a REST resource; Greenhouse signs its calls, so no token is needed. */
    @Test
    void theAddressOfWebhooksIsDescribed() {
        JsonNode receive = description.at("/paths/~1webhooks~1greenhouse~1{tenant}/post");

        assertThat(receive.path("security").toString()).isEqualTo("[{}]");
        assertThat(receive.path("responses").properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder("200", "401", "413", "503");
    }

    @Test
    void everyListHasPagesOfLimitedSize() {
        for (String list : List.of(
                "GET /api/tenants",
                "GET /api/audit",
                "GET /api/tenants/{tenant}/runs",
                "GET /api/tenants/{tenant}/scores",
                "GET /api/tenants/{tenant}/audit",
                "GET /api/tenants/{tenant}/models")) {
            Map<String, JsonNode> schemas = new TreeMap<>();
            operations()
                    .get(list)
                    .path("parameters")
                    .forEach(one -> schemas.put(one.path("name").asText(), one.path("schema")));
            assertThat(schemas).as(list).containsKeys("cursor", "limit");
            assertThat(schemas.get("limit").path("maximum").asInt()).as(list).isEqualTo(500);
            assertThat(schemas.get("limit").path("minimum").asInt()).as(list).isEqualTo(1);
        }
    }

    @Test
    void theGuideListsEveryCall() throws IOException {
        StringBuilder table = new StringBuilder("""

            | call | what it does | answers |
            |---|---|---|
            """);
        operations().entrySet().stream()
                .sorted(Comparator.comparing(call -> call.getKey().split(" ", 2)[1]))
                .forEach(call -> table.append("| `%s` | %s | %s |%n"
                        .formatted(
                                call.getKey(),
                                call.getValue().path("summary").asText(),
                                call.getValue().path("responses").properties().stream()
                                        .map(Map.Entry::getKey)
                                        .filter(answer -> answer.matches("\\d+"))
                                        .sorted()
                                        .collect(Collectors.joining(", ")))));
        GuidePage.named("api").has("calls", table.append('\n').toString());
    }

    @Test
    void everyCallThatTheGuideNamesExists() {
        List<Pattern> calls = operations().keySet().stream()
                .map(call -> Pattern.compile(call.replaceAll("\\{\\w+}", "[^/]+")))
                .toList();

        assertThat(Sources.texts(GuidePage.GUIDE, ".md")
                        .flatMap(page -> NAMED.matcher(page).results())
                        .map(MatchResult::group))
                .isNotEmpty()
                .allMatch(call ->
                        calls.stream().anyMatch(known -> known.matcher(call).matches()));
    }

    /** Of its own, or of its items. */
    private boolean hasExample(JsonNode schema) {
        String reference = schema.path("$ref").asText();
        JsonNode meant = reference.isEmpty() ? schema : description.at(reference.substring(1));
        if (!meant.path("examples").isEmpty() || !meant.path("example").isMissingNode()) {
            return true;
        }
        JsonNode items = meant.at("/properties/items/items");
        return !items.isMissingNode() && hasExample(items);
    }

    private Map<String, JsonNode> operations() {
        Map<String, JsonNode> operations = new TreeMap<>();
        description.path("paths").properties().forEach(path -> {
            if (path.getKey().startsWith("/api")) {
                path.getValue().properties().forEach(one -> {
                    if (!one.getKey().equals("parameters")) {
                        operations.put(one.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), one.getValue());
                    }
                });
            }
        });
        return operations;
    }
}
