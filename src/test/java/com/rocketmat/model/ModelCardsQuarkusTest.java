package com.rocketmat.model;

import static com.rocketmat.sandbox.stack.Surroundings.operator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.model.upload.ModelsConfig;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.sandbox.LogTap;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.tenant.TenantDue;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.WrittenSecret;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.state.TenantStates;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
class ModelCardsQuarkusTest {

    private static final String NAME = "sklearn_logistic_zipmap";

    SandboxVault vault;

    @Inject
    ModelStore store;

    @Inject
    ModelCards cards;

    @Inject
    ModelCache cache;

    @Inject
    TenantRegistry tenants;

    @Inject
    TenantStates states;

    @Inject
    ModelsConfig config;

    @Inject
    Uploads uploads;

    @Inject
    Event<TenantDue> due;

    private final String tenant = "carded-" + UUID.randomUUID();
    private final String path = "/api/tenants/" + tenant + "/models";

    @BeforeEach
    void aTenant() {
        WrittenSecret.broken(vault, tenant);
    }

    @Test
    void aCardComesWithAnUploadAndALaterOneTakesItsPlace() {
        String version = upload(NAME, null, 201).extract().path("version");
        operator()
                .get(path + "/" + version + "/card")
                .then()
                .statusCode(404)
                .body("type", equalTo("/problems/model-card-missing"))
                .body("remedy", containsString("named card"));

        upload(NAME, "# Engineers\n\nScores <b>engineers</b>. Contact: ana", 200);
        operator()
                .get(path + "/" + version + "/card")
                .then()
                .statusCode(200)
                .contentType(startsWith("text/markdown"))
                .body(containsString("Scores <b>engineers</b>"));

        upload(NAME, "{\"purpose\": \"Scores engineers\", \"contact\": \"ana\"}", 200);
        operator()
                .get(path + "/" + version + "/card")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("purpose", equalTo("Scores engineers"));
        operator().get(path + "/" + "0".repeat(64) + "/card").then().statusCode(404);
    }

    @Test
    void aCardThatIsNoneIsRefusedByItsField() {
        upload("sklearn_regressor", "{\"purpose\": \"x\", \"colour\": \"red\"}", 422)
                .body("type", equalTo("/problems/model-card"))
                .body("field", equalTo("card.colour"))
                .body("detail", containsString("no field colour"));
        upload("sklearn_regressor", "x".repeat(ModelCard.MAX_CHARACTERS + 1), 422)
                .body("detail", containsString("at most"));
        upload("sklearn_regressor", "# A\0ll", 422).body("detail", containsString("NUL"));
    }

    @Test
    void theLengthOfACardIsThatOfItsTextNotOfItsBytes(@TempDir Path directory) throws IOException {
        String longest = "é".repeat(ModelCard.MAX_CHARACTERS);
        Path file = Files.writeString(directory.resolve("card.md"), longest);

        assertThat(ModelCard.parse(ModelCard.read(file)).content()).isEqualTo(longest);
    }

    @Test
    void whereCardsAreRequiredOnlyAVersionWithOneIsActivated() {
        TenantId id = new TenantId(tenant);
        Models models = models(requiringCards());
        String version = upload("sklearn_forest", null, 201).extract().path("version");

        assertThatThrownBy(() -> models.activate(id, version)).isInstanceOfSatisfying(HttpProblem.class, problem -> {
            assertThat(problem.getType()).isEqualTo(ModelProblems.CARD_REQUIRED.uri());
            assertThat(problem.getParameters().get("remedy").toString()).contains("part named card");
        });
        upload("sklearn_forest", "# What it is for", 200);
        store.activate(id, version);
        assertThat(models.activate(
                                id,
                                upload(NAME, "# Another", 200, 201).extract().path("version"))
                        .state)
                .isEqualTo(ModelState.ACTIVE);
    }

    /** With a model, where cards are required. */
    private ModelDirectory withoutCard(Path directory) throws IOException {
        Path folder = Files.createDirectories(directory.resolve(tenant));
        Files.write(folder.resolve("m.onnx"), Operator.resource(NAME + ".onnx"));
        Files.write(folder.resolve("m.json"), Operator.resource(NAME + ".json"));
        return new ModelDirectory(with("directory", Optional.of(directory)), uploads, models(requiringCards()));
    }

    @Test
    void aModelOfTheDirectoryWaitsForItsCardToComeByTheApi(@TempDir Path directory) throws IOException {
        ModelDirectory imports = withoutCard(directory);
        try (LogTap log = new LogTap(ModelDirectory.class)) {
            imports.importChanges();
            assertThat(log.lines())
                    .singleElement()
                    .satisfies(line -> assertThat(line.text()).contains("What to do: put m.md beside it"));
        }
        ModelVersion version = stored().getFirst();
        assertThat(version.state).isEqualTo(ModelState.UPLOADED);

        cards.replace(new TenantId(tenant), version.version, new ModelCard(ModelCard.Format.MARKDOWN, "# For all"));
        imports.importChanges();

        assertThat(store.find(new TenantId(tenant), version.version).orElseThrow().state)
                .isEqualTo(ModelState.ACTIVE);
    }

    @Test
    void oneThatWaitsInTheDirectoryAndIsMadeAShadowStaysOne(@TempDir Path directory) throws IOException {
        ModelDirectory imports = withoutCard(directory);
        imports.importChanges();
        String version = stored().getFirst().version;

        store.shadow(new TenantId(tenant), version);
        cards.replace(new TenantId(tenant), version, new ModelCard(ModelCard.Format.MARKDOWN, "# For all"));
        imports.importChanges();

        assertThat(stored().getFirst().state).isEqualTo(ModelState.SHADOW);
    }

    @Test
    void theDirectoryPutsNoOtherModelInTheStoppedOnesPlace(@TempDir Path directory) throws IOException {
        Path folder = Files.createDirectories(directory.resolve(tenant));
        String manifest = new String(Operator.resource(NAME + ".json"), StandardCharsets.UTF_8);
        Files.write(folder.resolve("m.onnx"), Operator.resource(NAME + ".onnx"));
        Files.writeString(folder.resolve("m.json"), manifest);
        ModelDirectory imports = new ModelDirectory(with("directory", Optional.of(directory)), uploads, models(config));
        imports.importChanges();
        ModelVersion first = stored().getFirst();
        assertThat(first.state).isEqualTo(ModelState.ACTIVE);
        store.quarantine(new TenantId(tenant), first.version, "it was slow");

        Files.write(folder.resolve("n.onnx"), Operator.resource(NAME + ".onnx"));
        Files.writeString(folder.resolve("n.json"), manifest.replaceFirst("\"name\": *\"", "$0other-"));
        imports.importChanges();

        assertThat(stored())
                .extracting(version -> version.state)
                .containsExactlyInAnyOrder(ModelState.UPLOADED, ModelState.QUARANTINED);
    }

    @Test
    void aReplicaThatIsNotTheFirstToImportAModelHasNothingToComplainOf(@TempDir Path directory) throws IOException {
        Path folder = Files.createDirectories(directory.resolve(tenant));
        Files.write(folder.resolve("m.onnx"), Operator.resource(NAME + ".onnx"));
        Files.write(folder.resolve("m.json"), Operator.resource(NAME + ".json"));
        Models late =
                new Models(
                        store,
                        cards,
                        tenants,
                        states,
                        cache,
                        due,
                        config,
                        new FeatureCatalogue(),
                        new SimpleMeterRegistry()) {
                    @Override
                    ModelVersion activate(TenantId id, String version) {
                        store.activate(id, version);
                        return super.activate(id, version);
                    }
                };

        try (LogTap log = new LogTap(ModelDirectory.class)) {
            new ModelDirectory(with("directory", Optional.of(directory)), uploads, late).importChanges();
            assertThat(log.lines()).isEmpty();
        }
        assertThat(stored())
                .singleElement()
                .satisfies(version -> assertThat(version.state).isEqualTo(ModelState.ACTIVE));
    }

    private List<ModelVersion> stored() {
        return store.page(new TenantId(tenant), Set.of(ModelState.values()), ModelVersion.Place.START, 10);
    }

    private Models models(ModelsConfig as) {
        return new Models(
                store, cards, tenants, states, cache, due, as, new FeatureCatalogue(), new SimpleMeterRegistry());
    }

    private ModelsConfig requiringCards() {
        return with("cardRequired", true);
    }

    /** Everything else is as configured. */
    private ModelsConfig with(String property, Object value) {
        return (ModelsConfig) Proxy.newProxyInstance(
                ModelsConfig.class.getClassLoader(),
                new Class<?>[] {ModelsConfig.class},
                (_, method, arguments) -> method.getName().equals(property) ? value : method.invoke(config, arguments));
    }

    private ValidatableResponse upload(String name, String card, int... statuses) {
        RequestSpecification request = operator()
                .multiPart("model", name + ".onnx", Operator.resource(name + ".onnx"))
                .multiPart("manifest", name + ".json", Operator.resource(name + ".json"));
        if (card != null) {
            request = request.multiPart("card", card);
        }
        ValidatableResponse answer = request.post(path).then();
        assertThat(statuses).contains(answer.extract().statusCode());
        return answer;
    }
}
