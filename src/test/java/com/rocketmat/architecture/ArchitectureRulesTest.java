package com.rocketmat.architecture;

import static com.rocketmat.architecture.ArchitectureTest.codeDoesNotPrint;
import static com.rocketmat.architecture.ArchitectureTest.codeDoesNotSleep;
import static com.rocketmat.architecture.ArchitectureTest.codeOpensNoUrls;
import static com.rocketmat.architecture.ArchitectureTest.configurationIsMapped;
import static com.rocketmat.architecture.ArchitectureTest.entitiesAreActiveRecords;
import static com.rocketmat.architecture.ArchitectureTest.entitiesCarryTheirTenant;
import static com.rocketmat.architecture.ArchitectureTest.filtersAreMadeWhereTheyRun;
import static com.rocketmat.architecture.ArchitectureTest.nothingDependsOnOps;
import static com.rocketmat.architecture.ArchitectureTest.nothingDependsOnTheConsole;
import static com.rocketmat.architecture.ArchitectureTest.nothingDependsOnTheSchedule;
import static com.rocketmat.architecture.ArchitectureTest.nothingIsInjectedIntoFields;
import static com.rocketmat.architecture.ArchitectureTest.nothingOfTheTestsIsInTheProduct;
import static com.rocketmat.architecture.ArchitectureTest.oneKindOfTransactionIsDeclared;
import static com.rocketmat.architecture.ArchitectureTest.onlyAnnotationsOpenScopes;
import static com.rocketmat.architecture.ArchitectureTest.onlyHarvestMakesHttpCalls;
import static com.rocketmat.architecture.ArchitectureTest.onlyModelKnowsOnnxRuntime;
import static com.rocketmat.architecture.ArchitectureTest.onlyScheduleKnowsDbScheduler;
import static com.rocketmat.architecture.ArchitectureTest.onlyTenantKnowsVault;
import static com.rocketmat.architecture.ArchitectureTest.packagesAreCalledByWhatTheyDo;
import static com.rocketmat.architecture.ArchitectureTest.resourcesNameWhoMayCall;
import static com.rocketmat.architecture.ArchitectureTest.resourcesOfTheConsoleRefuseForeignForms;
import static com.rocketmat.architecture.ArchitectureTest.timeIsThatOfAllReplicas;
import static com.rocketmat.architecture.ArchitectureTest.transactionsAreDeclared;
import static com.rocketmat.architecture.ArchitectureTest.transactionsNameTheirTenant;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Proves that each architecture rule can fail. */
class ArchitectureRulesTest {

    private static final String IMPORTS = Stream.of(
                    "com.rocketmat.tenant.scope",
                    "jakarta.annotation.security",
                    "jakarta.inject",
                    "jakarta.persistence",
                    "jakarta.transaction",
                    "jakarta.ws.rs",
                    "java.time",
                    "java.util.concurrent")
            .map("import %s.*; "::formatted)
            .collect(Collectors.joining());

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
    @ParameterizedTest
    @MethodSource("tables")
    void eachAllowedUseIsNeededAndEachOtherOneIsFound(Map<String, Set<String>> mayUse, JavaClasses classes) {
        Map<String, Set<String>> nothing = ArchitectureTest.withTheProducts(mayUse);
        nothing.replaceAll((_, _) -> Set.of());
        Set<String> found = new TreeSet<>();
        String type = "<(?:\\[+L)?com\\.rocketmat\\.([a-z0-9.]+)\\.[A-Z]";
        Pattern use = Pattern.compile(type + ".*" + type);
        for (String detail : ArchitectureTest.layers(nothing)
                .withOptionalLayers(true)
                .evaluate(classes)
                .getFailureReport()
                .getDetails()) {
            Matcher matcher = use.matcher(detail);
            assertThat(matcher.find()).as(detail).isTrue();
            found.add(matcher.group(1) + " " + matcher.group(2));
        }

        Set<String> allowed = new TreeSet<>();
        mayUse.forEach((name, used) -> used.forEach(other -> allowed.add(name + " " + other)));
        assertThat(allowed)
                .as("what \"May use\" in each package-info.java says is what the package uses")
                .hasSizeGreaterThan(mayUse.size())
                .containsExactlyInAnyOrderElementsOf(found);
    }

    static Stream<Arguments> tables() {
        return Stream.of(
                Arguments.of(Named.of("product", ArchitectureTest.MAY_USE), OwnClasses.ALL),
                Arguments.of(Named.of("sandbox", SandboxArchitectureTest.MAY_USE), SandboxArchitectureTest.CLASSES));
    }

    @ParameterizedTest
    @MethodSource("wrongs")
    void aClassThatBreaksARuleIsFound(ArchRule rule, String name, String source) {
        assertThat(rule.evaluate(wrongs).getFailureReport().getDetails())
                .as(source)
                .anySatisfy(detail -> assertThat(detail).containsPattern(name + "\\b"));
    }

    @Test
    void eachRuleIsTried() throws IllegalAccessException {
        // ArchUnit's own
        Set<Object> tried = new HashSet<>(Set.of(ArchitectureTest.packagesMakeNoCycles));
        wrongs().map(wrong -> wrong.get()[0]).forEach(tried::add);

        assertThat(ArchitectureTest.rules())
                .hasSizeGreaterThan(20)
                .allSatisfy(rule -> assertThat(tried).contains(rule.get()[1]));
    }

    /** As text, because Quarkus would find the entity and the resources among the test classes. */
    static Stream<Arguments> wrongs() {
        return Stream.of(
                wrong(onlyModelKnowsOnnxRuntime, "class Wrong1 { ai.onnxruntime.OrtEnvironment environment; }"),
                wrong(onlyTenantKnowsVault, "class Wrong2 { io.quarkus.vault.VaultKVSecretEngine engine; }"),
                wrong(
                        onlyScheduleKnowsDbScheduler,
                        "class Wrong3 { com.github.kagkarlsson.scheduler.SchedulerClient client; }"),
                wrong(onlyHarvestMakesHttpCalls, "class Wrong4 { java.net.http.HttpClient client; }"),
                wrong(
                        onlyHarvestMakesHttpCalls,
                        "@org.eclipse.microprofile.rest.client.inject.RegisterRestClient interface Wrong5 {}"),
                wrong(
                        codeOpensNoUrls,
                        "class Wrong6 { Object open(java.net.URI x) throws Exception { return x.toURL().openStream(); } }"),
                wrong(nothingDependsOnOps, "class Wrong7 { com.rocketmat.ops.LogRedaction redaction; }"),
                wrong(nothingDependsOnTheSchedule, "class Wrong8 { com.rocketmat.schedule.PassingReplica replica; }"),
                wrong(nothingDependsOnTheConsole, "class Wrong9 { com.rocketmat.console.TenantPage page; }"),
                wrong(packagesAreCalledByWhatTheyDo, "score.util", "class Wrong10 {}"),
                wrong(nothingIsInjectedIntoFields, "class Wrong11 { @Inject String value; }"),
                wrong(
                        configurationIsMapped,
                        "class Wrong12 { Wrong12(@org.eclipse.microprofile.config.inject.ConfigProperty String x) {} }"),
                wrong(codeDoesNotSleep, "class Wrong13 { void sleep() throws Exception { Thread.sleep(1); } }"),
                wrong(codeDoesNotSleep, "class Wrong14 { void sleep() throws Exception { TimeUnit.DAYS.sleep(1); } }"),
                wrong(codeDoesNotPrint, "class Wrong15 { void print() { System.out.println(); } }"),
                wrong(timeIsThatOfAllReplicas, "class Wrong29 { Instant now = Instant.now(); }"),
                wrong(timeIsThatOfAllReplicas, "class Wrong30 { Clock clock = Clock.systemUTC(); }"),
                wrong(entitiesAreActiveRecords, "@Entity class Wrong16 {}"),
                wrong(entitiesCarryTheirTenant, "@Entity class Wrong17 { @Id String tenantId; }"),
                wrong(
                        transactionsNameTheirTenant,
                        "@PerTenant class Wrong18 { @Transactional int count(String tenant) { return 0; } }"),
                wrong(
                        transactionsNameTheirTenant,
                        "class Wrong19 { @Transactional int count(TenantId tenant) { return 0; } }"),
                wrong(
                        transactionsNameTheirTenant,
                        "@TenantRows class Wrong27 { int count(String tenant) { return 0; } }"),
                wrong(
                        oneKindOfTransactionIsDeclared,
                        "class Wrong28 { @AcrossTenants @Transactional int count() { return 0; } }"),
                wrong(
                        transactionsAreDeclared,
                        "class Wrong20 { void run() { io.quarkus.narayana.jta.QuarkusTransaction.begin(); } }"),
                wrong(onlyAnnotationsOpenScopes, "class Wrong21 { TenantScope scope; }"),
                wrong(resourcesNameWhoMayCall, "class Wrong22 { @GET public String get() { return null; } }"),
                wrong(
                        resourcesNameWhoMayCall,
                        "@RolesAllowed(\"viewer\") class Wrong23 { @PermitAll @GET public String get() { return null; } }"),
                wrong(
                        nothingOfTheTestsIsInTheProduct,
                        "class Wrong24 { com.rocketmat.sandbox.greenhouse.GreenhouseSimulator simulator; }"),
                wrong(
                        filtersAreMadeWhereTheyRun,
                        "@Singleton class Wrong25 { @org.jboss.resteasy.reactive.server.ServerRequestFilter void filter() {} }"),
                wrong(
                        resourcesOfTheConsoleRefuseForeignForms,
                        "console",
                        "@Path(\"/console/wrong\") class Wrong26 {}"));
    }

    private static Arguments wrong(ArchRule rule, String source) {
        return wrong(rule, "score", source);
    }

    private static Arguments wrong(ArchRule rule, String name, String source) {
        String type = source.replaceAll(".*?\\b(Wrong\\w+) .*", "$1");
        return Arguments.of(rule, "com.rocketmat." + name + "." + type, source);
    }

    /** @param sources by class name */
    private static JavaClasses compiled(Map<String, String> sources, Path folder) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "-proc:none", "-nowarn", "-classpath", System.getProperty("java.class.path"), "-d", folder.toString()));
        for (var source : sources.entrySet()) {
            int dot = source.getKey().lastIndexOf('.');
            Path file = folder.resolve(source.getKey().substring(dot + 1) + ".java");
            Files.writeString(
                    file, "package %s; %s%s".formatted(source.getKey().substring(0, dot), IMPORTS, source.getValue()));
            arguments.add(file.toString());
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new)))
                .as("it compiles")
                .isZero();
        return new ClassFileImporter().importPath(folder);
    }
}
