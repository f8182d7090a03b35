package com.rocketmat.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** README and guide: links lead somewhere, names are those of the code, commands are shell, and the README stays short. */
class GuideTest {

    private static final Path README = Path.of("README.md");
    private static final int LINES = 150;
    private static final int BYTES = 8 * 1024;
    private static final Set<String> TOP_LEVEL = Set.of(
            ".ci",
            ".dockerignore",
            ".editorconfig",
            ".gitignore",
            ".mvn",
            "CHANGELOG.md",
            "LICENSE",
            "README.md",
            "deploy",
            "mvnw",
            "pom.xml",
            "src");

    /** Of the machine, not of the project; {@code .gitignore} names most. */
    private static final Set<String> NOT_OURS =
            Set.of(".classpath", ".git", ".idea", ".project", ".settings", ".factorypath", ".vscode", "target");

    private static final Pattern SHELL = Pattern.compile("^```sh\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern USED = Pattern.compile("\\$\\{?([A-Z][A-Z_]+)");
    private static final Pattern SET = Pattern.compile("\\b([A-Z][A-Z_]+)=");
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*[a-z](?:Test|IT))`");
    private static final Pattern TYPE = Pattern.compile("`(?:com\\.rocketmat\\.)?((?:[a-z]+\\.)+[A-Z]\\w+)`");
    private static final Pattern PROPERTY = Pattern.compile("(?<![.\\w])rocketmat\\.[a-z]+(?:[.-][a-z]+)*");
    private static final Pattern METRIC = Pattern.compile("`(rocketmat_[a-z_]+)[`{]");

    /** Settings of a PostgreSQL session, one also an attribute of spans; a seed of the tests; a host. */
    private static final Set<String> NO_PROPERTIES =
            Set.of("rocketmat.tenant", "rocketmat.purge", "rocketmat.crash.seed", "rocketmat.example");

    @Test
    void everyLinkLeadsToAnExistingFileAndAnchor() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            broken.addAll(Links.broken(page));
        }

        assertThat(broken).isEmpty();
    }

    @Test
    void everyPageOfTheGuideIsLinkedFromTheReadme() throws IOException {
        assertThat(Links.targets(README)).containsAll(guide());
    }

    @Test
    void theReadmeIsShort() throws IOException {
        assertThat(Files.readAllLines(README)).hasSizeLessThanOrEqualTo(LINES);
        assertThat(Files.size(README)).isLessThanOrEqualTo(BYTES);
    }

    @Test
    void theTopLevelContainsNothingElse() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(""))) {
            assertThat(files.map(Path::toString).filter(name -> !NOT_OURS.contains(name) && !name.endsWith(".iml")))
                    .isSubsetOf(TOP_LEVEL);
        }
    }

    @Test
    void everyBlockOfCommandsIsShell() throws IOException {
        List<String> blocks = found(SHELL);

        assertThat(blocks)
                .hasSizeGreaterThan(10)
                .allSatisfy(block -> assertThat(faults(block)).as(block).isEmpty());
        assertThat(faults(blocks.getLast() + "if true; then")).as("planted").isNotEmpty();
    }

    /** {@code FirstScoreIT} runs the README's commands so that an unset variable fails. */
    @Test
    void everyVariableInCommandsIsSetOnItsPage() throws IOException {
        for (Path page : guide()) {
            assertThat(unset(Files.readString(page))).as("%s", page).isEmpty();
        }
        assertThat(unset("$SAID\n```sh\nAPI=x\ncurl $API ${ID%%:*} \"$T_ID\" '$d'\n```\n"))
                .containsExactly("ID", "T_ID");
    }

    private static Set<String> unset(String page) {
        String commands = SHELL.matcher(page).results().map(GuideTest::part).collect(Collectors.joining("\n"));
        Set<String> unset = new TreeSet<>();
        USED.matcher(commands).results().map(GuideTest::part).forEach(unset::add);
        SET.matcher(commands).results().map(GuideTest::part).forEach(unset::remove);
        return unset;
    }

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        assertThat(unknown(TEST, names(Path.of("src/test/java/com/rocketmat"), Path::getFileName)))
                .isEmpty();
    }

    @Test
    void everyTypeThatIsNamedExists() throws IOException {
        Path sources = Path.of("src/main/java/com/rocketmat");

        assertThat(unknown(TYPE, names(sources, sources::relativize))).isEmpty();
    }

    @Test
    void everyPropertyThatIsNamedExists() throws IOException {
        Set<String> known = new TreeSet<>(NO_PROPERTIES);
        Property.all().forEach(property -> known.addAll(List.of(property.name(), property.prefix())));

        assertThat(unknown(PROPERTY, known)).isEmpty();
    }

    @Test
    void everyMetricThatIsNamedIsOnThePageOfMetrics() throws IOException {
        assertThat(unknown(METRIC, metrics())).isEmpty();
    }

    /** Names in README and guide that are not known. */
    private static Set<String> unknown(Pattern pattern, Set<String> known) throws IOException {
        Set<String> named = new TreeSet<>(found(pattern));
        assertThat(named).as("what %s finds", pattern).isNotEmpty();
        named.removeAll(known);
        return named;
    }

    private static Set<String> metrics() throws IOException {
        return Pattern.compile("^\\| `(rocketmat_[a-z_]+)` ", Pattern.MULTILINE)
                .matcher(GuidePage.named("metrics").text())
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    /** The first group of each match, or all of it, in README and guide. */
    private static List<String> found(Pattern pattern) throws IOException {
        List<String> found = new ArrayList<>();
        List<Path> pages = new ArrayList<>(guide());
        pages.add(README);
        for (Path page : pages) {
            pattern.matcher(Files.readString(page))
                    .results()
                    .map(GuideTest::part)
                    .forEach(found::add);
        }
        return found;
    }

    private static String part(MatchResult match) {
        return match.groupCount() == 0 ? match.group() : match.group(1);
    }

    /** The source files' paths, mapped and with dots. */
    private static Set<String> names(Path sources, UnaryOperator<Path> path) {
        return Sources.below(sources, ".java").stream()
                .map(path)
                .map(file -> file.toString().replaceAll("\\.java$", "").replace('/', '.'))
                .collect(Collectors.toSet());
    }

    private static List<Path> guide() {
        return Sources.below(GuidePage.GUIDE, ".md");
    }

    /** Everything in Markdown that belongs to the project. */
    private static List<Path> pages() {
        List<Path> pages = new ArrayList<>(List.of(README, Path.of("CHANGELOG.md")));
        pages.addAll(Sources.below(Path.of("src"), ".md"));
        pages.addAll(Sources.below(Path.of("deploy"), ".md"));
        return pages;
    }

    /** The shell's messages about a script that it does not run. */
    private static String faults(String script) {
        try {
            Process shell =
                    new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
            shell.getOutputStream().write(script.getBytes(StandardCharsets.UTF_8));
            shell.getOutputStream().close();
            return new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
