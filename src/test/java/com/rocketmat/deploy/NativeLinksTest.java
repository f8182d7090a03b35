package com.rocketmat.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A library compiled against another version of one that it uses. */
@Tag("finding-D1")
class NativeLinksTest {

    private static final String LIBRARY = """
            package library;
            public class Library extends Base implements Runnable {
                public String headerName = "";
                public static void greet(int times) {}
                public void run() {}
            }
            class Base {
                protected int inherited;
            }
            """;
    private static final String OTHER = "package library; public class Other {}";
    private static final String USER = """
            package user;
            class User extends library.Library {
                Object all() {
                    library.Library.greet(inherited);
                    new library.Other().hashCode();
                    run();
                    toString();
                    return headerName + new int[0].clone().length;
                }
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void whatIsThereIsFound() throws IOException {
        assertThat(broken(Map.of("Library", LIBRARY, "Other", OTHER))).isEmpty();
    }

    @Test
    void aFieldThatIsGoneIsFound() throws IOException {
        assertThat(broken(Map.of("Library", LIBRARY.replace("headerName", "header"), "Other", OTHER)))
                .containsExactly("user/User -> user/User.headerName:Ljava/lang/String;");
    }

    @Test
    void aMethodOfAnotherSignatureIsFound() throws IOException {
        assertThat(broken(Map.of("Library", LIBRARY.replace("int times", "long times"), "Other", OTHER)))
                .containsExactly("user/User -> library/Library.greet(I)V");
    }

    @Test
    void aClassThatIsGoneIsFound() throws IOException {
        assertThat(broken(Map.of("Library", LIBRARY))).containsExactly("user/User -> library/Other");
    }

    @Test
    void aLibraryThatIsNotThereAtAllIsOptional() throws IOException {
        assertThat(broken(Map.of("Unrelated", "package unrelated; class Unrelated {}")))
                .isEmpty();
    }

    private Set<String> broken(Map<String, String> libraries) throws IOException {
        Path compiled = classes("before", Map.of("Library", LIBRARY, "Other", OTHER, "User", USER));
        Path user = jar(compiled, "user");
        Path present = jar(classes("now", libraries), "");
        return NativeLinks.broken(List.of(user, present));
    }

    private Path classes(String name, Map<String, String> sources) throws IOException {
        Path target = Files.createDirectories(folder.resolve(name));
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-classpath", "", "-d", target.toString()));
        for (var source : sources.entrySet()) {
            Path file = target.resolve(source.getKey() + ".java");
            arguments.add(Files.writeString(file, source.getValue()).toString());
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
        return target;
    }

    private static Path jar(Path classes, String from) throws IOException {
        Path jar = classes.resolveSibling(classes.getFileName() + ".jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(file);
                Stream<Path> found = Files.walk(classes.resolve(from))) {
            for (Path path :
                    found.filter(path -> path.toString().endsWith(".class")).toList()) {
                entries.putNextEntry(new ZipEntry(classes.relativize(path).toString()));
                entries.write(Files.readAllBytes(path));
            }
        }
        return jar;
    }
}
