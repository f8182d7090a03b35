package com.rocketmat.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A class compiled against another version of the library that it uses. */
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
    void aReferenceToAMissingMemberOrClassIsFound() throws IOException {
        String changed = LIBRARY.replace("headerName", "header").replace("int times", "long times");

        assertThat(brokenWith(LIBRARY, OTHER)).isEmpty();
        assertThat(brokenWith(changed))
                .containsExactly(
                        "user/User -> library/Library.greet(I)V",
                        "user/User -> library/Other",
                        "user/User -> user/User.headerName:Ljava/lang/String;");
    }

    @Test
    void aLibraryThatIsMissingAsAWholeIsOptional() throws IOException {
        assertThat(brokenWith("package unrelated; class Unrelated {}")).isEmpty();
    }

    private Set<String> brokenWith(String... libraries) throws IOException {
        Path user = jar(compiled("before", LIBRARY, OTHER, USER), "user");
        return new NativeLinks(List.of(user, jar(compiled("now", libraries), ""))).broken();
    }

    private Path compiled(String name, String... sources) throws IOException {
        Path target = Files.createDirectories(folder.resolve(name + sources.length));
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-classpath", "", "-d", target.toString()));
        for (String source : sources) {
            String type = source.replaceAll("(?s).*?class (\\w+).*", "$1");
            arguments.add(
                    Files.writeString(target.resolve(type + ".java"), source).toString());
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
