package com.rocketmat.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rocketmat.guide.GuidePage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The types of problems, their page, and the code that uses them are one. After a change {@code -Dproblems.page=write} writes the page. */
class ProblemTypeTest {

    private static final Path SOURCES = Path.of("src/main/java/com/rocketmat");

    /** How the code names them: the constant, the end of the type, or the name of a model's check, which is the end of one. */
    private static final Pattern CONSTANT = Pattern.compile("\\bProblemType\\.([A-Z][A-Z0-9_]+)\\b");

    private static final Pattern LITERAL = Pattern.compile("\"(?:/problems/)?(model-[a-z-]+[a-z])\"");
    private static final Pattern CHECK =
            Pattern.compile("(?:new UploadCheck|FileChecks\\.size|new ModelRefused)\\(\\s*\"(?!model-)([a-z-]+)\"");

    /** Names of threads and jobs. */
    private static final Set<String> NO_PROBLEMS = Set.of("model-deadline", "model-trial", "model-trials");

    @Test
    void the_page_is_the_one_that_the_types_give() throws IOException {
        GuidePage.named("problems").is(page());
    }

    @Test
    void each_that_the_code_names_is_one_and_each_one_is_named() {
        Set<String> listed =
                Arrays.stream(ProblemType.values()).map(ProblemType::label).collect(Collectors.toSet());

        assertThat(named(sources())).isEqualTo(listed);
    }

    @Test
    void one_that_is_not_listed_is_found() {
        assertThat(
                        named(
                                "throw ProblemType.SOMETHING_ELSE.problem(x); new ModelRefused(\"flavour\", a); \"/problems/model-taste\""))
                .containsExactly("model-flavour", "model-taste", "something-else");
        assertThatThrownBy(() -> ProblemType.valueOf("SOMETHING_ELSE")).isInstanceOf(IllegalArgumentException.class);
    }

    private static Set<String> named(String source) {
        Set<String> names = new TreeSet<>();
        for (Matcher found = CONSTANT.matcher(source); found.find(); ) {
            names.add(found.group(1).toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        for (Matcher found = LITERAL.matcher(source); found.find(); ) {
            names.add(found.group(1));
        }
        for (Matcher found = CHECK.matcher(source); found.find(); ) {
            names.add("model-" + found.group(1));
        }
        names.removeAll(NO_PROBLEMS);
        return names;
    }

    private static String sources() {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("ProblemType.java"))
                    .map(ProblemTypeTest::read)
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
                # Types of problems

                Every error of the API is a problem detail (RFC 9457). Its `type` is one of these and does not change; `title` and `detail` may.
                `remedy` says what to do, `field` or `violations` what of the call is meant. Made from the code (`ProblemTypeTest`), not by hand.

                | type | status | when |
                |---|---|---|
                """);
        for (ProblemType type : ProblemType.values()) {
            page.append("| `%s` | %d | %s |%n".formatted(type.uri(), type.status(), type.meaning()));
        }
        return page.toString();
    }
}
