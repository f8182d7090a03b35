package com.rocketmat.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The packages of the sandbox; tests may use all of them. The simulator's use nothing of the product: it is written from what is known of
 * Greenhouse, not from what our client sends.
 */
class SandboxArchitectureTest {

    static final Map<String, Set<String>> MAY_USE = Packages.mayUse(Packages.sandbox());

    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(location -> !location.contains("Test.class") && !location.contains("Test$"))
            .importPackages("com.rocketmat.sandbox");

    @Test
    void packagesMakeNoCycles() {
        ArchitectureTest.packagesMakeNoCycles.check(CLASSES);
    }
}
