package com.rocketmat.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The packages of the sandbox, as {@link ArchitectureTest} has the product's; tests may use all of them. */
@AnalyzeClasses(packages = "com.rocketmat.sandbox", importOptions = SandboxArchitectureTest.WithoutTests.class)
class SandboxArchitectureTest {

    @ArchTest
    static final ArchRule packagesUseThePackagesTheyMay = ArchitectureTest.layers(Packages.mayUse(Packages.sandbox()));

    @ArchTest
    static final ArchRule theSimulatorKnowsNothingOfTheProduct = noClasses()
            .that()
            .resideInAPackage("com.rocketmat.sandbox.greenhouse..")
            .should()
            .dependOnClassesThat(resideInAPackage("com.rocketmat..")
                    .and(resideInAPackage("com.rocketmat.sandbox..").negate()))
            .because("it is written from what is known of Greenhouse, not from what our client sends");

    @ArchTest
    static void noPackageHasTooManyFiles(JavaClasses classes) {
        assertThat(Packages.sandbox())
                .allSatisfy(each -> assertThat(each.files())
                        .as(each.name())
                        .isBetween(1, ArchitectureTest.FILES_THAT_A_PACKAGE_HOLDS));
    }

    static final class WithoutTests implements ImportOption {

        @Override
        public boolean includes(Location location) {
            return !location.contains("Test.class") && !location.contains("Test$");
        }
    }
}
