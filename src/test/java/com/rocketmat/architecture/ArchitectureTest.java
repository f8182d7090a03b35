package com.rocketmat.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.tenant.scope.AcrossTenants;
import com.rocketmat.tenant.scope.PerTenant;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantScope;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import jakarta.persistence.Entity;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import jakarta.transaction.UserTransaction;
import jakarta.ws.rs.HttpMethod;
import java.lang.reflect.Field;
import java.net.HttpURLConnection;
import java.net.URL;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of packages, and the rules that hold in all of them. */
class ArchitectureTest {

    /** What each package may use, as its description says. */
    static final Map<String, Set<String>> MAY_USE = Packages.mayUse(Packages.product());

    static final int FILES_THAT_A_PACKAGE_HOLDS = 30;

    static final ArchRule packagesMakeNoCycles =
            slices().matching("com.rocketmat.(**)").should().beFreeOfCycles();

    static final ArchRule nothingDependsOnTheSchedule = onlyItself("schedule");

    static final ArchRule nothingDependsOnTheConsole = onlyItself("console", "com.rocketmat.ops.ProblemTypes");

    static final ArchRule nothingDependsOnOps = onlyItself("ops");

    static final ArchRule onlyModelKnowsOnnxRuntime = only("model", "ai.onnxruntime..");

    static final ArchRule onlyTenantKnowsVault = only("tenant.vault", "io.quarkus.vault..");

    static final ArchRule onlyScheduleKnowsDbScheduler = only("schedule", "com.github.kagkarlsson..");

    static final ArchRule onlyHarvestMakesHttpCalls = only(
                    "harvest",
                    "java.net.http..",
                    "jakarta.ws.rs.client..",
                    "org.eclipse.microprofile.rest.client..",
                    "io.quarkus.rest.client..",
                    "io.vertx.ext.web.client..",
                    "io.vertx.mutiny.ext.web.client..",
                    "org.apache.http..")
            .because("budget, token and circuit breaker are there");

    static final ArchRule codeOpensNoUrls =
            noClasses().should().dependOnClassesThat(equivalentTo(URL.class).or(equivalentTo(HttpURLConnection.class)));

    static final ArchRule packagesAreCalledByWhatTheyDo =
            noClasses().should().resideInAnyPackage("..util..", "..common..", "..service..", "..impl..", "..dto..");

    static final ArchRule nothingIsInjectedIntoFields = noFields().should().beAnnotatedWith(Inject.class);

    static final ArchRule configurationIsMapped =
            noClasses().should().dependOnClassesThat(equivalentTo(ConfigProperty.class));

    /** Except a doctor that has to put back what it wrote. */
    static final ArchRule codeDoesNotSleep = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("com.rocketmat.score.write.WriteModeProbe")
            .should()
            .accessTargetWhere(callOf(Thread.class, "sleep").or(callOf(TimeUnit.class, "sleep")))
            .because("a thread that waits is a tenant that waits");

    /** Except the last message of a failed start, when the log is already closed. */
    static final ArchRule codeDoesNotPrint = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("com.rocketmat.ops.Main")
            .should(ACCESS_STANDARD_STREAMS)
            .because("logs are JSON");

    static final ArchRule timeIsThatOfAllReplicas = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("com.rocketmat.ops.SharedClock")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(InstantSource.class, "system")
            .because("machines' clocks differ: inject the clock");

    static final ArchRule entitiesAreActiveRecords =
            classes().that().areAnnotatedWith(Entity.class).should().beAssignableTo(PanacheEntityBase.class);

    static final ArchRule entitiesCarryTheirTenant = classes()
            .that()
            .areAnnotatedWith(Entity.class)
            .should(haveAFieldThat(field -> field.isAnnotatedWith(org.hibernate.annotations.TenantId.class)));

    static final ArchRule transactionsNameTheirTenant =
            methods().that(areTransactions()).should(nameTheirTenant());

    static final ArchRule oneKindOfTransactionIsDeclared = noMethods()
            .that()
            .areAnnotatedWith(AcrossTenants.class)
            .should()
            .beAnnotatedWith(Transactional.class)
            .because("both would begin a transaction");

    static final ArchRule transactionsAreDeclared = noClasses()
            .should()
            .dependOnClassesThat(equivalentTo(QuarkusTransaction.class).or(equivalentTo(UserTransaction.class)))
            .because("a transaction takes its tenant from the method");

    static final ArchRule onlyAnnotationsOpenScopes = noClasses()
            .that()
            .resideOutsideOfPackage("com.rocketmat.tenant..")
            .should()
            .dependOnClassesThat(equivalentTo(TenantScope.class));

    static final ArchRule resourcesNameWhoMayCall = methods()
            .that()
            .areMetaAnnotatedWith(HttpMethod.class)
            .and()
            .areDeclaredInClassesThat()
            .areNotInterfaces()
            .should(carryRoles());

    static final ArchRule filtersAreMadeWhereTheyRun = noMethods()
            .that()
            .areAnnotatedWith(ServerRequestFilter.class)
            .or()
            .areAnnotatedWith(ServerResponseFilter.class)
            .should()
            .beDeclaredInClassesThat()
            .areAnnotatedWith(Singleton.class)
            .because(
                    "Quarkus makes those while a native image is built, with the builder's configuration and processors");

    static final ArchRule resourcesOfTheConsoleRefuseForeignForms = classes()
            .that()
            .resideInAPackage("com.rocketmat.console..")
            .and()
            .areAnnotatedWith("jakarta.ws.rs.Path")
            .should()
            .beAnnotatedWith("com.rocketmat.console.session.SameSite");

    static final ArchRule nothingOfTheTestsIsInTheProduct = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.rocketmat.sandbox..", "org.junit..", "org.assertj..", "net.jqwik..", "io.zonky..");

    @Test
    void noPackageHasTooManyFiles() {
        assertThat(Stream.concat(Packages.product().stream(), Packages.sandbox().stream()))
                .allSatisfy(each -> assertThat(each.files()).as(each.name()).isBetween(1, FILES_THAT_A_PACKAGE_HOLDS));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void allClassesKeepTo(String name, ArchRule rule) {
        rule.check(OwnClasses.ALL);
    }

    static Stream<Arguments> rules() throws IllegalAccessException {
        List<Arguments> rules = new ArrayList<>();
        for (Field field : ArchitectureTest.class.getDeclaredFields()) {
            if (field.getType() == ArchRule.class) {
                rules.add(Arguments.of(field.getName(), field.get(null)));
            }
        }
        return rules.stream();
    }

    static LayeredArchitecture layers(Map<String, Set<String>> mayUse) {
        LayeredArchitecture layers = layeredArchitecture().consideringOnlyDependenciesInLayers();
        for (String name : mayUse.keySet()) {
            layers = layers.layer(name).definedBy(Packages.BASE + name);
        }
        for (var uses : new TreeMap<>(mayUse).entrySet()) {
            var rule = layers.whereLayer(uses.getKey());
            layers = uses.getValue().isEmpty()
                    ? rule.mayNotAccessAnyLayer()
                    : rule.mayOnlyAccessLayers(uses.getValue().toArray(String[]::new));
        }
        return layers.ensureAllClassesAreContainedInArchitecture();
    }

    /** The product's packages are layers too, so that their use is seen. */
    static Map<String, Set<String>> withTheProducts(Map<String, Set<String>> mayUse) {
        Map<String, Set<String>> all = new HashMap<>(MAY_USE);
        all.putAll(mayUse);
        return all;
    }

    private static ArchRule onlyItself(String name) {
        return onlyItself(name, "");
    }

    /** @param list the one class outside that names what is declared there */
    private static ArchRule onlyItself(String name, String list) {
        String own = "com.rocketmat." + name + "..";
        return noClasses()
                .that()
                .resideOutsideOfPackage(own)
                .and()
                .doNotHaveFullyQualifiedName(list)
                .should()
                .dependOnClassesThat(resideInAPackage(own));
    }

    private static ArchRule only(String name, String... packages) {
        return noClasses()
                .that()
                .resideOutsideOfPackage("com.rocketmat." + name + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages);
    }

    private static DescribedPredicate<JavaAccess<?>> callOf(Class<?> owner, String method) {
        return describe(owner.getSimpleName() + "." + method, access -> {
            AccessTarget target = access.getTarget();
            return target.getName().equals(method) && target.getOwner().isEquivalentTo(owner);
        });
    }

    private static ArchCondition<JavaClass> haveAFieldThat(Predicate<JavaField> wanted) {
        return ArchCondition.from(describe(
                "have a field with @TenantId",
                entity -> entity.getAllFields().stream().anyMatch(wanted)));
    }

    /** By themselves or by their class, whose observers only join the transaction of an event. */
    private static DescribedPredicate<JavaMethod> areTransactions() {
        return describe(
                "are transactions",
                method -> (method.isMetaAnnotatedWith(Transactional.class) && !suspends(method))
                        || (method.getOwner().isMetaAnnotatedWith(Transactional.class)
                                && !method.getOwner().isAnnotatedWith(Interceptor.class)
                                && !method.getModifiers().contains(JavaModifier.PRIVATE)
                                && !method.getModifiers().contains(JavaModifier.STATIC)
                                && method.getParameters().stream()
                                        .noneMatch(parameter -> parameter.isAnnotatedWith(Observes.class))));
    }

    private static boolean suspends(JavaMethod method) {
        return method.tryGetAnnotationOfType(Transactional.class)
                .filter(declared -> declared.value() == TxType.NOT_SUPPORTED)
                .isPresent();
    }

    /** In a {@link PerTenant} bean, the first parameter names the tenant and opens the scope. Access to all tenants is explicit. */
    private static ArchCondition<JavaMethod> nameTheirTenant() {
        return ArchCondition.from(describe(
                "take a TenantId first in a bean that is @PerTenant, or be @AcrossTenants",
                method -> method.isAnnotatedWith(AcrossTenants.class)
                        != (method.getOwner().isMetaAnnotatedWith(PerTenant.class)
                                && !method.getRawParameterTypes().isEmpty()
                                && method.getRawParameterTypes().getFirst().isEquivalentTo(TenantId.class))));
    }

    /** At sign-in there is only a token. */
    private static ArchCondition<JavaMethod> carryRoles() {
        return ArchCondition.from(describe("carry @RolesAllowed, themselves or their class", method -> {
            JavaClass resource = method.getOwner();
            boolean open = method.isAnnotatedWith(PermitAll.class);
            return method.isAnnotatedWith(RolesAllowed.class)
                    || (resource.isAnnotatedWith(RolesAllowed.class) && !open)
                    || (open && resource.getFullName().equals("com.rocketmat.console.SignInResource"));
        }));
    }
}
