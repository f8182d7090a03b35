package com.rocketmat.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.guide.GuidePage;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Property;
import org.jboss.jandex.MethodInfo;
import org.junit.jupiter.api.Test;

/** The guide's list of tests that {@code verify} leaves to the nightly build. {@code -Dtests.page=write} regenerates it. */
class TestsPageTest {

    @Test
    void theListNamesTheNightlyTests() throws IOException {
        GuidePage.named("tests").has("list", nightly());
    }

    /** An annotation wins over the property {@code jqwik.tries.default}, which the page says is 1,000 by night. */
    @Test
    void noPropertyHasItsOwnNumberOfTries() {
        assertThat(CompiledTests.all())
                .filteredOn(test -> test.hasDeclaredAnnotation(Property.class))
                .isNotEmpty()
                .allMatch(
                        property -> property.declaredAnnotation(Property.class).value("tries") == null);
    }

    private static String nightly() {
        Map<String, Set<String>> byClass = CompiledTests.all().stream()
                .filter(CompiledTests::nightly)
                .collect(Collectors.groupingBy(
                        test -> test.declaringClass().simpleName(),
                        TreeMap::new,
                        Collectors.mapping(TestsPageTest::shown, Collectors.toCollection(TreeSet::new))));
        return byClass.entrySet().stream()
                .map(row -> "| `%s` | %s |%n".formatted(row.getKey(), String.join(", ", row.getValue())))
                .collect(Collectors.joining("", "| class | tests |\n|---|---|\n", ""));
    }

    private static String shown(MethodInfo test) {
        return CompiledTests.wholeClassNightly(test) ? "all" : "`" + test.name() + "`";
    }
}
