package com.rocketmat.architecture;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Property;
import org.jboss.jandex.DotName;
import org.jboss.jandex.Index;
import org.jboss.jandex.MethodInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** All test methods with their tags, read from the class files. */
final class CompiledTests {

    private static final Set<DotName> TESTS = Stream.of(Test.class, ParameterizedTest.class, Property.class)
            .map(DotName::createSimple)
            .collect(Collectors.toSet());

    private static final DotName TAG = DotName.createSimple(Tag.class);
    private static final String NIGHTLY = "nightly";

    private static final Index INDEX = index();

    private CompiledTests() {}

    static List<MethodInfo> all() {
        return INDEX.getKnownClasses().stream()
                .flatMap(type -> type.methods().stream())
                .filter(method -> TESTS.stream().anyMatch(method::hasDeclaredAnnotation))
                .toList();
    }

    /** Its own tags, not those of its class. */
    static Stream<String> tags(MethodInfo test) {
        return test.declaredAnnotationsWithRepeatable(TAG, INDEX).stream()
                .map(tag -> tag.value().asString());
    }

    /** Whether it runs in {@code -Pnightly} alone. */
    static boolean nightly(MethodInfo test) {
        return wholeClassNightly(test) || tags(test).anyMatch(NIGHTLY::equals);
    }

    static boolean wholeClassNightly(MethodInfo test) {
        return test.declaringClass().declaredAnnotationsWithRepeatable(TAG, INDEX).stream()
                .anyMatch(tag -> tag.value().asString().equals(NIGHTLY));
    }

    private static Index index() {
        try {
            Path compiled = Path.of(CompiledTests.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return ClassFiles.below(compiled, Tag.class);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
