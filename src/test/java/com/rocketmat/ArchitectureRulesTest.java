package com.rocketmat;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** That the rules of the architecture can be broken. */
class ArchitectureRulesTest {

    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("com.rocketmat");

    @ParameterizedTest
    @MethodSource("uses")
    void a_use_that_the_table_does_not_allow_is_found(String room, String used) {
        Map<String, Set<String>> table = new HashMap<>(ArchitectureTest.MAY_USE);
        Set<String> less = new HashSet<>(table.get(room));
        less.remove(used);
        table.put(room, less);

        assertThat(ArchitectureTest.rooms(table).evaluate(PRODUCT).hasViolation())
                .isTrue();
    }

    /** The uses there are now. */
    static Stream<Arguments> uses() {
        return Stream.of(
                Arguments.of("tenant", "problem"),
                Arguments.of("harvest", "tenant"),
                Arguments.of("model", "problem"),
                Arguments.of("feature", "harvest"),
                Arguments.of("model", "tenant"),
                Arguments.of("model", "feature"),
                Arguments.of("score", "tenant"),
                Arguments.of("score", "harvest"),
                Arguments.of("sync", "tenant"),
                Arguments.of("sync", "harvest"),
                Arguments.of("sync", "feature"),
                Arguments.of("sync", "model"),
                Arguments.of("sync", "score"),
                Arguments.of("schedule", "tenant"),
                Arguments.of("schedule", "sync"),
                Arguments.of("audit", "tenant"),
                Arguments.of("ops", "tenant"));
    }

    @Test
    void a_room_that_is_not_in_the_table_is_found() {
        Map<String, Set<String>> table = new HashMap<>(ArchitectureTest.MAY_USE);
        table.remove("ops");

        assertThat(ArchitectureTest.rooms(table).evaluate(PRODUCT).hasViolation())
                .isTrue();
    }

    @Test
    void a_cycle_is_found(@TempDir Path folder) throws IOException {
        compiled("com.rocketmat.tenant.Wrong", "class Wrong { com.rocketmat.harvest.HarvestSession session; }", folder);
        JavaClasses withCycle = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPaths(folder, Path.of("target/classes"));

        assertThat(ArchitectureTest.rooms_make_no_cycles.evaluate(withCycle).hasViolation())
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("wrongs")
    void a_class_that_breaks_a_rule_is_found(ArchRule rule, String name, String source, @TempDir Path folder)
            throws IOException {
        JavaClasses wrong = compiled(name, source, folder);

        assertThat(wrong).as("classes of %s", name).isNotEmpty();
        assertThat(rule.evaluate(wrong).getFailureReport().getDetails())
                .anySatisfy(detail -> assertThat(detail).contains(name));
    }

    /** As text: in the test classes, Quarkus would find the entity and the resources. */
    static Stream<Arguments> wrongs() {
        return Stream.of(
                Arguments.of(
                        ArchitectureTest.only_model_knows_onnx_runtime,
                        "com.rocketmat.sync.Wrong",
                        "class Wrong { ai.onnxruntime.OrtEnvironment environment; }"),
                Arguments.of(
                        ArchitectureTest.only_tenant_knows_vault,
                        "com.rocketmat.ops.Wrong",
                        "class Wrong { io.quarkus.vault.VaultKVSecretEngine engine; }"),
                Arguments.of(
                        ArchitectureTest.only_schedule_knows_db_scheduler,
                        "com.rocketmat.sync.Wrong",
                        "class Wrong { com.github.kagkarlsson.scheduler.SchedulerClient client; }"),
                Arguments.of(
                        ArchitectureTest.only_harvest_makes_http_calls,
                        "com.rocketmat.score.Wrong",
                        "class Wrong { java.net.http.HttpClient client; }"),
                Arguments.of(
                        ArchitectureTest.only_harvest_makes_http_calls,
                        "com.rocketmat.score.Wrong",
                        "@org.eclipse.microprofile.rest.client.inject.RegisterRestClient interface Wrong {}"),
                Arguments.of(
                        ArchitectureTest.nobody_opens_urls,
                        "com.rocketmat.harvest.Wrong",
                        "class Wrong { Object open(java.net.URI x) throws Exception { return x.toURL().openStream(); } }"),
                Arguments.of(
                        ArchitectureTest.nothing_depends_on_ops,
                        "com.rocketmat.sync.Wrong",
                        "class Wrong { com.rocketmat.ops.VaultHealth health; }"),
                Arguments.of(
                        ArchitectureTest.nothing_depends_on_the_schedule,
                        "com.rocketmat.sync.Wrong",
                        "class Wrong { com.rocketmat.schedule.DueTenants due; }"),
                Arguments.of(
                        ArchitectureTest.features_know_rows_of_harvest_only,
                        "com.rocketmat.feature.Wrong",
                        "class Wrong { com.rocketmat.harvest.HarvestSession session; }"),
                Arguments.of(
                        ArchitectureTest.rooms_are_called_by_what_they_do,
                        "com.rocketmat.score.util.Wrong",
                        "class Wrong {}"),
                Arguments.of(
                        ArchitectureTest.nothing_is_injected_into_fields,
                        "com.rocketmat.score.Wrong",
                        "class Wrong { @jakarta.inject.Inject String value; }"),
                Arguments.of(
                        ArchitectureTest.configuration_is_mapped,
                        "com.rocketmat.score.Wrong",
                        "class Wrong { Wrong(@org.eclipse.microprofile.config.inject.ConfigProperty(name = \"x\") String x) {} }"),
                Arguments.of(
                        ArchitectureTest.nobody_sleeps,
                        "com.rocketmat.score.Wrong",
                        "class Wrong { void sleep() throws Exception { Thread.sleep(1); } }"),
                Arguments.of(
                        ArchitectureTest.nobody_sleeps,
                        "com.rocketmat.score.Wrong",
                        "class Wrong { void sleep() throws Exception { java.util.concurrent.TimeUnit.DAYS.sleep(1); } }"),
                Arguments.of(
                        ArchitectureTest.nobody_prints,
                        "com.rocketmat.score.Wrong",
                        "class Wrong { void print() { System.out.println(); } }"),
                Arguments.of(
                        ArchitectureTest.entities_are_active_records,
                        "com.rocketmat.score.Wrong",
                        "@jakarta.persistence.Entity class Wrong {}"),
                Arguments.of(
                        ArchitectureTest.entities_carry_their_tenant,
                        "com.rocketmat.score.Wrong",
                        "@jakarta.persistence.Entity class Wrong { @jakarta.persistence.Id String tenantId; }"),
                Arguments.of(
                        ArchitectureTest.transactions_name_their_tenant,
                        "com.rocketmat.score.Wrong",
                        "@com.rocketmat.tenant.PerTenant class Wrong { @jakarta.transaction.Transactional int count(String tenant) { return 0; } }"),
                Arguments.of(
                        ArchitectureTest.transactions_name_their_tenant,
                        "com.rocketmat.score.Wrong",
                        "class Wrong { @jakarta.transaction.Transactional int count(com.rocketmat.tenant.TenantId tenant) { return 0; } }"),
                Arguments.of(
                        ArchitectureTest.transactions_are_declared,
                        "com.rocketmat.score.Wrong",
                        "class Wrong { void run() { io.quarkus.narayana.jta.QuarkusTransaction.begin(); } }"),
                Arguments.of(
                        ArchitectureTest.only_annotations_open_scopes,
                        "com.rocketmat.score.Wrong",
                        "class Wrong { Object all() { return com.rocketmat.tenant.TenantScope.ofEverybody(() -> 1); } }"),
                Arguments.of(
                        ArchitectureTest.resources_name_who_may_call,
                        "com.rocketmat.score.Wrong",
                        "class Wrong { @jakarta.ws.rs.GET public String get() { return null; } }"),
                Arguments.of(
                        ArchitectureTest.resources_name_who_may_call,
                        "com.rocketmat.score.Wrong",
                        "@jakarta.annotation.security.RolesAllowed(\"viewer\") class Wrong {"
                                + " @jakarta.annotation.security.PermitAll @jakarta.ws.rs.GET public String get() { return null; } }"),
                Arguments.of(
                        ArchitectureTest.nothing_of_the_tests_is_in_the_product,
                        "com.rocketmat.score.Wrong",
                        "class Wrong { com.rocketmat.sandbox.greenhouse.GreenhouseSimulator simulator; }"));
    }

    private static JavaClasses compiled(String name, String source, Path folder) throws IOException {
        int dot = name.lastIndexOf('.');
        Path file = folder.resolve(name.substring(dot + 1) + ".java");
        Files.writeString(file, "package " + name.substring(0, dot) + "; " + source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int result = compiler.run(
                null,
                null,
                null,
                "-proc:none",
                "-nowarn",
                "-classpath",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString(),
                file.toString());
        assertThat(result).as("it compiles").isZero();
        return new ClassFileImporter().importPath(folder);
    }
}
