package com.rocketmat;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.ApplicationProcess;
import com.rocketmat.sandbox.Operator;
import com.rocketmat.sandbox.PointsCustomer;
import com.rocketmat.sandbox.SandboxStack;
import com.rocketmat.sandbox.greenhouse.Fault;
import com.rocketmat.sandbox.greenhouse.Match;
import com.rocketmat.sandbox.greenhouse.Organisation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Secrets and candidate data are nowhere to be seen, however much is logged and whatever goes wrong. */
class SecrecyIT {

    private static final String TENANT = "borealis";
    /** Verbose as somebody would have it who looks for a fault. */
    private static final Map<String, String> VERBOSE = Map.of(
            "QUARKUS_LOG_CATEGORY__COM_ROCKETMAT__LEVEL", "TRACE",
            "QUARKUS_LOG_CATEGORY__ORG_JBOSS_RESTEASY_REACTIVE__LEVEL", "DEBUG",
            "QUARKUS_LOG_CATEGORY__IO_VERTX__LEVEL", "DEBUG",
            "QUARKUS_LOG_CATEGORY__IO_QUARKUS__LEVEL", "DEBUG",
            "QUARKUS_LOG_CATEGORY__IO_QUARKIVERSE__LEVEL", "DEBUG",
            "QUARKUS_LOG_CATEGORY__IO_SMALLRYE__LEVEL", "DEBUG",
            "QUARKUS_LOG_CATEGORY__ORG_HIBERNATE__LEVEL", "DEBUG",
            "QUARKUS_REST_CLIENT_LOGGING_SCOPE", "request-response");

    @Test
    void neitherSecretsNorCandidatesAreInLogsAnswersMetricsOrTheDatabase() throws IOException, SQLException {
        Organisation organisation = Organisation.load(TENANT);
        organisation.rateLimit(1_000);
        PointsCustomer refused = PointsCustomer.named("refused").with(1);
        PointsCustomer keyed = PointsCustomer.named("keyed").with(1);
        StringBuilder seen = new StringBuilder();
        Set<String> hidden;
        try (SandboxStack stack = SandboxStack.start(
                Path.of("target"), List.of(organisation, refused.organisation(), keyed.organisation()))) {
            injectFailures(stack);
            try (ApplicationProcess application = stack.startApplication(VERBOSE)) {
                Operator operator = stack.operator(application);
                refused.join(stack, operator, Map.of("harvest_client_secret", "a-secret-mistyped"));
                keyed.join(
                        stack,
                        operator,
                        Map.of("harvest_api_key", keyed.organisation().apiKey()));
                stack.addTenant(TENANT, Map.of("jobs", "not-a-number-but-a-secret"));
                await().atMost(Duration.ofSeconds(10))
                        .until(() -> operator.tenant(TENANT).statusCode() == 200);
                stack.addTenant(TENANT, Map.of("webhook_secret", "a-webhook-secret"));
                operator.giveModel(TENANT, TENANT);
                operator.upload(TENANT, Graph.identity().toBytes(), "{\"name\": 1}");
                await().atMost(Duration.ofSeconds(60)).until(() -> written(operator) >= 100);
                await().atMost(Duration.ofSeconds(60)).until(keyed::allRight);
                seen.append(answers(operator, application));
                hidden = hidden(stack, organisation, refused.organisation(), keyed.organisation());
                application.terminate();
                seen.append(Files.readString(application.log()));
            }
            seen.append(database(stack));
        }
        String everything = seen.toString();
        assertThat(everything).as("the log is as verbose as was asked for").contains("\"level\":\"DEBUG\"");
        assertThat(hidden).hasSizeGreaterThan(50);
        Set<String> leaks = hidden.stream().filter(everything::contains).collect(Collectors.toCollection(TreeSet::new));
        assertThat(leaks).isEmpty();
    }

    private static void injectFailures(SandboxStack stack) {
        stack.greenhouse().faults().on(Match.token()).answer(new Fault.Html502());
        stack.greenhouse().faults().on(Match.get("/v3/candidates")).after(1).answer(new Fault.Truncate());
        stack.greenhouse().faults().on(Match.get("/v3/jobs")).answer(Fault.serverError());
        stack.greenhouse().faults().on(Match.get("/v1/candidates")).answer(new Fault.Truncate());
        stack.greenhouse().faults().on(Match.patch("/v1")).answer(new Fault.Html502());
        stack.greenhouse()
                .faults()
                .on(Match.get("/v3/candidate_employments"))
                .answer(new Fault.Status(200, "{\"not\":\"a list\"}"));
        stack.greenhouse().faults().on(Match.patch("/v3")).after(3).answer(new Fault.RevokeToken());
        stack.greenhouse()
                .faults()
                .on(Match.patch("/v3"))
                .after(5)
                .answer(new Fault.Status(422, "{\"message\":\"Unprocessable Content\"}"));
    }

    private static int written(Operator operator) {
        List<?> items = operator.get("/api/tenants/" + TENANT + "/scores?status=WRITTEN&limit=500")
                .path("items");
        return items.size();
    }

    private static String answers(Operator operator, ApplicationProcess application) {
        StringBuilder answers = new StringBuilder();
        for (String path : List.of("/api/tenants", "/api/features")) {
            answers.append(operator.get(path).asString());
        }
        for (String path : List.of("", "/runs", "/scores?limit=500", "/models")) {
            answers.append(operator.get("/api/tenants/" + TENANT + path).asString())
                    .append(operator.get("/api/tenants/refused" + path).asString())
                    .append(operator.get("/api/tenants/keyed" + path).asString());
        }
        for (String path : List.of("/q/metrics", "/q/health", "/q/openapi")) {
            answers.append(given().baseUri(application.managementUrl().toString())
                    .get(path)
                    .asString());
        }
        return answers.toString();
    }

    /** Every column of every table, as text. */
    private static String database(SandboxStack stack) throws SQLException {
        StringBuilder rows = new StringBuilder();
        try (Connection connection = stack.database().dataSource().getConnection();
                Statement statement = connection.createStatement();
                Statement inner = connection.createStatement();
                ResultSet tables =
                        statement.executeQuery("select tablename from pg_tables where schemaname = 'public'")) {
            while (tables.next()) {
                try (ResultSet row =
                        inner.executeQuery("select t::text from \"%s\" t".formatted(tables.getString(1)))) {
                    while (row.next()) {
                        rows.append(row.getString(1)).append('\n');
                    }
                }
            }
        }
        return rows.toString();
    }

    private static Set<String> hidden(SandboxStack stack, Organisation... organisations) {
        Set<String> hidden = new TreeSet<>(Set.of(
                stack.operatorToken(),
                stack.vault().token(),
                "a-secret-mistyped",
                "a-webhook-secret",
                "not-a-number-but-a-secret",
                // the tokens of the simulator are JWTs; all begin alike
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString("{\"alg\":\"RS256\"".getBytes(StandardCharsets.UTF_8))));
        for (Organisation organisation : organisations) {
            hidden.add(organisation.clientId());
            hidden.add(organisation.clientSecret());
            hidden.add(Base64.getEncoder()
                    .encodeToString((organisation.clientId() + ":" + organisation.clientSecret())
                            .getBytes(StandardCharsets.UTF_8)));
            hidden.add(organisation.apiKey());
            hidden.add(
                    Base64.getEncoder().encodeToString((organisation.apiKey() + ":").getBytes(StandardCharsets.UTF_8)));
            organisation.rows("candidates").forEach(candidate -> texts(candidate, hidden));
        }
        return hidden;
    }

    /** The texts that tell something of a person; short ones and plain words of the trade could be met anywhere. */
    private static void texts(JsonNode candidate, Set<String> texts) {
        Map<String, JsonNode> told = new HashMap<>();
        candidate.properties().forEach(property -> told.put(property.getKey(), property.getValue()));
        told.keySet().removeIf(key -> key.endsWith("_at") || key.equals("custom_fields"));
        told.values()
                .forEach(value -> leaves(value).stream()
                        .filter(text -> text.length() > 4 && text.matches(".*\\D.*"))
                        .forEach(texts::add));
    }

    private static List<String> leaves(JsonNode value) {
        return value.isTextual()
                ? List.of(value.textValue())
                : value.valueStream().flatMap(each -> leaves(each).stream()).toList();
    }
}
