package com.rocketmat.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.guide.GuidePage;
import com.rocketmat.guide.Sources;
import com.rocketmat.model.manifest.ModelRefusals;
import com.rocketmat.problem.ProblemType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Problem types, their page, and the code agree. After a change, {@code -Dproblems.page=write} writes the page. */
class ProblemTypeTest {

    private static final Path SOURCES = Path.of("src/main/java/com/rocketmat");

    private static final String DECLARES = "new ProblemType(";
    private static final Pattern CONSTANT =
            Pattern.compile("ProblemType ([A-Z][A-Z0-9_]+) =\\s+new ProblemType\\(\\s*\"([a-z0-9-]+)\"");

    /** The code names a refusal of a model by the end of its type, or by a check's name, which is such an end. */
    private static final Pattern LITERAL = Pattern.compile("\"(?:/problems/)?(model-[a-z-]+[a-z])\"");

    private static final Pattern CHECK = Pattern.compile(
            "(?:new UploadCheck|FileChecks\\.size|new ModelRefused|new UploadedText)\\(\\s*\"(?!model-)([a-z-]+)\"");

    /** A thread, and a check that only warns. */
    private static final Set<String> NO_PROBLEMS = Set.of("model-deadline", "model-proxies");

    private final List<String> sources = Sources.texts(SOURCES, ".java").toList();

    @Test
    void thePageListsTheTypes() throws IOException {
        GuidePage.named("problems").is(page());
    }

    @Test
    void eachDeclaredTypeIsListedOnce() {
        List<String> declared = Stream.concat(
                        constants().map(constant -> constant.group(2)), labels(ModelRefusals.ALL).stream())
                .toList();

        assertThat(ProblemTypes.ALL.stream().map(ProblemType::label))
                .as("ProblemTypes.ALL, which has the ALL of each class of problems")
                .containsExactlyInAnyOrderElementsOf(declared);
        assertThat(declared).doesNotHaveDuplicates();
    }

    @Test
    void theCodeNamesExactlyTheDeclaredRefusalsOfModels() {
        String users =
                sources.stream().filter(source -> !source.contains(DECLARES)).collect(Collectors.joining("\n"));

        assertThat(named(users)).containsAll(labels(ModelRefusals.ALL));
        assertThat(labels(ProblemTypes.ALL)).containsAll(named(users));
    }

    private Stream<MatchResult> constants() {
        return sources.stream().flatMap(source -> CONSTANT.matcher(source).results());
    }

    private static Set<String> labels(List<ProblemType> types) {
        return types.stream().map(ProblemType::label).collect(Collectors.toSet());
    }

    private static Set<String> named(String source) {
        Set<String> names = new TreeSet<>();
        LITERAL.matcher(source).results().forEach(found -> names.add(found.group(1)));
        CHECK.matcher(source).results().forEach(found -> names.add("model-" + found.group(1)));
        names.removeAll(NO_PROBLEMS);
        return names;
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
            # Types of problems

            Every API error is a problem detail (RFC 9457). Its `type` is one of these and does not change; `title` and `detail` may.
            `remedy` says what to do, and `field` names the part of the call. `ProblemTypeTest` generates this page from the code.

            | type | status | when |
            |---|---|---|
            """);
        for (ProblemType type : ProblemTypes.ALL) {
            page.append("| `%s` | %d | %s |%n".formatted(type.uri(), type.status(), type.meaning()));
        }
        return page.toString();
    }
}
