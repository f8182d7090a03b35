package com.rocketmat;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Proves that each architecture rule can fail. */
class ArchitectureRulesTest {

    @TempDir
    static Path folder;

    private static JavaClasses wrongs;

    @BeforeAll
    static void compileAllThatIsWrong() throws IOException {
        Map<String, String> sources = new LinkedHashMap<>();
        wrongs().map(Arguments::get).forEach(wrong -> sources.put((String) wrong[1], (String) wrong[2]));
        wrongs = compiled(sources, folder);
    }

    /** Nothing is allowed that is not used. */
    @Test
    void eachUseThatTheTableDoesNotAllowIsFound() {
        Map<String, Set<String>> nothing = new HashMap<>(ArchitectureTest.MAY_USE);
        nothing.replaceAll((_, _) -> Set.of());
        Set<String> found = new TreeSet<>();
        Pattern use =
                Pattern.compile("<com\\.rocketmat\\.([a-z0-9.]+)\\.[A-Z].*<com\\.rocketmat\\.([a-z0-9.]+)\\.[A-Z]");
        for (String detail : ArchitectureTest.rooms(nothing)
                .evaluate(OwnClasses.ALL)
                .getFailureReport()
                .getDetails()) {
            Matcher matcher = use.matcher(detail);
            if (matcher.find() && !matcher.group(1).equals(matcher.group(2))) {
                found.add(matcher.group(1) + " " + matcher.group(2));
            }
        }

        Set<String> allowed = new TreeSet<>();
        ArchitectureTest.MAY_USE.forEach((room, used) -> used.forEach(other -> allowed.add(room + " " + other)));
        assertThat(found).hasSizeGreaterThan(100).isEqualTo(allowed);
    }

    @Test
    void aRoomThatIsNotInTheTableIsFound() {
        Map<String, Set<String>> table = new HashMap<>(ArchitectureTest.MAY_USE);
        table.remove("ops");

        assertThat(ArchitectureTest.rooms(table).evaluate(OwnClasses.ALL).hasViolation())
                .isTrue();
    }

    @Test
    void aCycleIsFound(@TempDir Path folder) throws IOException {
        compiled(
                Map.of("com.rocketmat.harvest.Wrong", "class Wrong { com.rocketmat.harvest.call.RateBudget budget; }"),
                folder);
        JavaClasses withCycle = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPaths(folder, Path.of("target/classes/com/rocketmat/harvest"));

        assertThat(ArchitectureTest.roomsMakeNoCycles.evaluate(withCycle).hasViolation())
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("wrongs")
    void aClassThatBreaksARuleIsFound(ArchRule rule, String name, String source) {
        assertThat(rule.evaluate(wrongs).getFailureReport().getDetails())
                .as(source)
                .anySatisfy(detail -> assertThat(detail).containsPattern(name + "\\b"));
    }

    @Test
    void eachRuleIsTried() {
        Set<Object> tried =
                new HashSet<>(Set.of(ArchitectureTest.roomsUseTheRoomsTheyMay, ArchitectureTest.roomsMakeNoCycles));
        wrongs().map(wrong -> wrong.get()[0]).forEach(tried::add);

        List<Field> rules = Stream.of(ArchitectureTest.class.getDeclaredFields())
                .filter(field -> field.getType() == ArchRule.class)
                .toList();
        assertThat(rules)
                .hasSizeGreaterThan(20)
                .allSatisfy(rule -> assertThat(tried).contains(rule.get(null)));
    }

    /** As text, because Quarkus would find the entity and the resources among the test classes. */
    static Stream<Arguments> wrongs() {
        return Stream.of(
                Arguments.of(
                        ArchitectureTest.onlyModelKnowsOnnxRuntime,
                        "com.rocketmat.sync.Wrong1",
                        "class Wrong1 { ai.onnxruntime.OrtEnvironment environment; }"),
                Arguments.of(
                        ArchitectureTest.onlyTenantKnowsVault,
                        "com.rocketmat.ops.Wrong2",
                        "class Wrong2 { io.quarkus.vault.VaultKVSecretEngine engine; }"),
                Arguments.of(
                        ArchitectureTest.onlyScheduleKnowsDbScheduler,
                        "com.rocketmat.sync.Wrong3",
                        "class Wrong3 { com.github.kagkarlsson.scheduler.SchedulerClient client; }"),
                Arguments.of(
                        ArchitectureTest.onlyHarvestMakesHttpCalls,
                        "com.rocketmat.score.Wrong4",
                        "class Wrong4 { java.net.http.HttpClient client; }"),
                Arguments.of(
                        ArchitectureTest.onlyHarvestMakesHttpCalls,
                        "com.rocketmat.score.Wrong5",
                        "@org.eclipse.microprofile.rest.client.inject.RegisterRestClient interface Wrong5 {}"),
                Arguments.of(
                        ArchitectureTest.nobodyOpensUrls,
                        "com.rocketmat.harvest.Wrong6",
                        "class Wrong6 { Object open(java.net.URI x) throws Exception { return x.toURL().openStream(); } }"),
                Arguments.of(
                        ArchitectureTest.nothingDependsOnOps,
                        "com.rocketmat.sync.Wrong7",
                        "class Wrong7 { com.rocketmat.ops.LogRedaction redaction; }"),
                Arguments.of(
                        ArchitectureTest.nothingDependsOnTheSchedule,
                        "com.rocketmat.sync.Wrong8",
                        "class Wrong8 { com.rocketmat.schedule.RunRequestResource requests; }"),
                Arguments.of(
                        ArchitectureTest.nothingDependsOnTheConsole,
                        "com.rocketmat.sync.Wrong9",
                        "class Wrong9 { com.rocketmat.console.TenantPage page; }"),
                Arguments.of(
                        ArchitectureTest.roomsAreCalledByWhatTheyDo,
                        "com.rocketmat.score.util.Wrong10",
                        "class Wrong10 {}"),
                Arguments.of(
                        ArchitectureTest.nothingIsInjectedIntoFields,
                        "com.rocketmat.score.Wrong11",
                        "class Wrong11 { @jakarta.inject.Inject String value; }"),
                Arguments.of(
                        ArchitectureTest.configurationIsMapped,
                        "com.rocketmat.score.Wrong12",
                        "class Wrong12 { Wrong12(@org.eclipse.microprofile.config.inject.ConfigProperty(name = \"x\") String x) {} }"),
                Arguments.of(
                        ArchitectureTest.nobodySleeps,
                        "com.rocketmat.score.Wrong13",
                        "class Wrong13 { void sleep() throws Exception { Thread.sleep(1); } }"),
                Arguments.of(
                        ArchitectureTest.nobodySleeps,
                        "com.rocketmat.score.Wrong14",
                        "class Wrong14 { void sleep() throws Exception { java.util.concurrent.TimeUnit.DAYS.sleep(1); } }"),
                Arguments.of(
                        ArchitectureTest.nobodyPrints,
                        "com.rocketmat.score.Wrong15",
                        "class Wrong15 { void print() { System.out.println(); } }"),
                Arguments.of(
                        ArchitectureTest.whatWaitsForAnyReplicaIsDueByTheDatabasesClock,
                        "com.rocketmat.score.Wrong29WebhookQueue",
                        "class Wrong29WebhookQueue { java.time.Clock clock; }"),
                Arguments.of(
                        ArchitectureTest.entitiesAreActiveRecords,
                        "com.rocketmat.score.Wrong16",
                        "@jakarta.persistence.Entity class Wrong16 {}"),
                Arguments.of(
                        ArchitectureTest.entitiesCarryTheirTenant,
                        "com.rocketmat.score.Wrong17",
                        "@jakarta.persistence.Entity class Wrong17 { @jakarta.persistence.Id String tenantId; }"),
                Arguments.of(
                        ArchitectureTest.transactionsNameTheirTenant,
                        "com.rocketmat.score.Wrong18",
                        "@com.rocketmat.tenant.scope.PerTenant class Wrong18 { @jakarta.transaction.Transactional int count(String tenant) { return 0; } }"),
                Arguments.of(
                        ArchitectureTest.transactionsNameTheirTenant,
                        "com.rocketmat.score.Wrong19",
                        "class Wrong19 { @jakarta.transaction.Transactional int count(com.rocketmat.tenant.scope.TenantId tenant) { return 0; } }"),
                Arguments.of(
                        ArchitectureTest.transactionsNameTheirTenant,
                        "com.rocketmat.score.Wrong27",
                        "@com.rocketmat.tenant.scope.TenantRows class Wrong27 { int count(String tenant) { return 0; } }"),
                Arguments.of(
                        ArchitectureTest.oneKindOfTransactionIsDeclared,
                        "com.rocketmat.score.Wrong28",
                        "class Wrong28 { @com.rocketmat.tenant.scope.AcrossTenants @jakarta.transaction.Transactional int count() { return 0; } }"),
                Arguments.of(
                        ArchitectureTest.transactionsAreDeclared,
                        "com.rocketmat.score.Wrong20",
                        "class Wrong20 { void run() { io.quarkus.narayana.jta.QuarkusTransaction.begin(); } }"),
                Arguments.of(
                        ArchitectureTest.onlyAnnotationsOpenScopes,
                        "com.rocketmat.score.Wrong21",
                        "class Wrong21 { com.rocketmat.tenant.scope.TenantScope scope; }"),
                Arguments.of(
                        ArchitectureTest.resourcesNameWhoMayCall,
                        "com.rocketmat.score.Wrong22",
                        "class Wrong22 { @jakarta.ws.rs.GET public String get() { return null; } }"),
                Arguments.of(
                        ArchitectureTest.resourcesNameWhoMayCall,
                        "com.rocketmat.score.Wrong23",
                        "@jakarta.annotation.security.RolesAllowed(\"viewer\") class Wrong23 {"
                                + " @jakarta.annotation.security.PermitAll @jakarta.ws.rs.GET public String get() { return null; } }"),
                Arguments.of(
                        ArchitectureTest.nothingOfTheTestsIsInTheProduct,
                        "com.rocketmat.score.Wrong24",
                        "class Wrong24 { com.rocketmat.sandbox.greenhouse.GreenhouseSimulator simulator; }"),
                Arguments.of(
                        ArchitectureTest.filtersAreMadeWhereTheyRun,
                        "com.rocketmat.score.Wrong25",
                        "@jakarta.inject.Singleton class Wrong25 {"
                                + " @org.jboss.resteasy.reactive.server.ServerRequestFilter void filter() {} }"),
                Arguments.of(
                        ArchitectureTest.resourcesOfTheConsoleRefuseForeignForms,
                        "com.rocketmat.console.Wrong26",
                        "@jakarta.ws.rs.Path(\"/console/wrong\") class Wrong26 {}"));
    }

    /** @param sources by class name */
    private static JavaClasses compiled(Map<String, String> sources, Path folder) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "-proc:none", "-nowarn", "-classpath", System.getProperty("java.class.path"), "-d", folder.toString()));
        for (var source : sources.entrySet()) {
            int dot = source.getKey().lastIndexOf('.');
            Path file = folder.resolve(source.getKey().substring(dot + 1) + ".java");
            Files.writeString(file, "package " + source.getKey().substring(0, dot) + "; " + source.getValue());
            arguments.add(file.toString());
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new)))
                .as("it compiles")
                .isZero();
        return new ClassFileImporter().importPath(folder);
    }
}
