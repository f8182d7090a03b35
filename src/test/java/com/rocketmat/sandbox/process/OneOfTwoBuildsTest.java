package com.rocketmat.sandbox.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two concurrent builds on one machine do not interfere. */
@Tag("finding-B9")
class OneOfTwoBuildsTest {

    private static final int PORTS = 300;

    @Test
    void whatTestsWriteIntoTheTemporaryDirectoryIsBelowTheirBuild() throws IOException {
        Path build = Path.of("target").toRealPath();
        Path file = Files.createTempFile("of-this-build", null);

        Files.delete(file);
        assertThat(file.getParent().toRealPath())
                .isDirectory()
                .startsWith(build)
                .isEqualTo(Path.of(System.getProperty("java.io.tmpdir")).toRealPath());
    }

    /** The other build is this class in another JVM: they share only the machine. */
    @Test
    void noPortIsGivenToBoth() throws ReflectiveOperationException, IOException {
        URL classes = FreePort.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader other = new URLClassLoader(new URL[] {classes}, null)) {
            var find = other.loadClass(FreePort.class.getName()).getDeclaredMethod("find");
            find.setAccessible(true);
            Set<Object> own = new HashSet<>();
            Set<Object> others = new HashSet<>();
            for (int i = 0; i < PORTS; i++) {
                own.add(FreePort.find());
                others.add(find.invoke(null));
            }

            assertThat(own).hasSize(PORTS).doesNotContainAnyElementsOf(others);
            assertThat(others).hasSize(PORTS);
        }
    }
}
