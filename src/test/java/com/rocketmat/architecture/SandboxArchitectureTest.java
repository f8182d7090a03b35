package com.rocketmat.architecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;

/**
 * The packages of the sandbox; tests may use all of them. The simulator's use nothing of the product: it is written from what is known of
 * Greenhouse, not from what our client sends.
 */
@AnalyzeClasses(packages = "com.rocketmat.sandbox", importOptions = SandboxArchitectureTest.WithoutTests.class)
class SandboxArchitectureTest {

    static final Map<String, Set<String>> MAY_USE = Packages.mayUse(Packages.sandbox());

    @ArchTest
    static final ArchRule packagesUseThoseThatTheyMay =
            ArchitectureTest.layers(ArchitectureTest.withTheProducts(MAY_USE)).withOptionalLayers(true);

    @ArchTest
    static final ArchRule packagesMakeNoCycles = ArchitectureTest.packagesMakeNoCycles;

    static final class WithoutTests implements ImportOption {

        @Override
        public boolean includes(Location location) {
            return !location.contains("Test.class") && !location.contains("Test$");
        }
    }
}
