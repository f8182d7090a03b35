package com.rocketmat.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.guide.Sources;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Words and phrases that make a reader stop are not used in code, comments and pages. */
class AvoidedWordsTest {

    /** In lower case or capitalised, but not as constants and not within names like {@code noBody}. */
    private static final Pattern AVOIDED = Pattern.compile("\\b(?:"
            + String.join(
                    "|",
                    List.of(
                            "[Ww]hoever",
                            "[Ww]homever",
                            "[Ww]hatever",
                            "[Ww]hichever",
                            "[Nn]obody",
                            "[Ss]omebody",
                            "[Aa]nybody",
                            "[Ll]ikewise",
                            "[Tt]hereby",
                            "(?<!there )(?:is|are) none",
                            "is no JSON",
                            "the room of",
                            "other rooms",
                            "goes by",
                            "gets? on",
                            "be(?:came|comes?) of",
                            "put right",
                            "all the same",
                            "for want of",
                            "in the place of",
                            "in the shadow",
                            "stands? in for",
                            "once more"))
            + ")\\b");

    private static final Set<String> READ =
            Set.of("css", "env", "hcl", "html", "java", "js", "md", "properties", "py", "sh", "sql", "xml", "yaml");

    /** This list itself. */
    private static final Path LEFT_OUT = Path.of("src/test/java/com/rocketmat/architecture/AvoidedWordsTest.java");

    @Test
    void sourcesManifestsAndPagesUsePlainWords() {
        assertThat(Stream.of("src", "deploy", "pom.xml", "README.md", "CHANGELOG.md")
                        .map(Path::of)
                        .flatMap(folder -> Sources.below(folder, "").stream())
                        .filter(file -> READ.contains(extension(file)))
                        .filter(file -> !LEFT_OUT.equals(file))
                        .flatMap(AvoidedWordsTest::avoided))
                .as("name the person, thing or reason that is meant")
                .isEmpty();
    }

    private static String extension(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static Stream<String> avoided(Path file) {
        List<String> lines = Sources.text(file).lines().toList();
        return IntStream.range(0, lines.size())
                .filter(line -> AVOIDED.matcher(lines.get(line)).find())
                .mapToObj(line ->
                        "%s:%d %s".formatted(file, line + 1, lines.get(line).strip()));
    }
}
