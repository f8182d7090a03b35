package com.rocketmat.guide;

import static java.util.Map.entry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * A property of the service, as its {@code @ConfigMapping} declares it.
 *
 * @param byDefault none when it may be absent
 * @param meaning its Javadoc, as Markdown
 */
public record Property(String name, String type, Optional<String> byDefault, String meaning) {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern CAPITAL = Pattern.compile("([a-z0-9])([A-Z])");

    private static final Map<String, String> TYPES = Map.ofEntries(
            entry("boolean", "true or false"),
            entry("int", "number"),
            entry("long", "number"),
            entry(OptionalInt.class.getName(), "number"),
            entry(String.class.getName(), "text"),
            entry(Duration.class.getName(), "duration"),
            entry(Path.class.getName(), "path"),
            entry(URI.class.getName(), "address"),
            entry("io.quarkus.runtime.configuration.MemorySize", "size"),
            entry("java.util.List<java.lang.String>", "list"));

    /** Ordered by prefix, then as in the source. */
    public static Stream<Property> all() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<Property> all = files.filter(file -> file.toString().endsWith("Config.java"))
                    .flatMap(Property::of)
                    .toList();
            return all.stream().sorted(Comparator.comparing(Property::prefix));
        }
    }

    String prefix() {
        return name.substring(0, name.lastIndexOf('.'));
    }

    private static Stream<Property> of(Path file) {
        try {
            String source = Files.readString(file);
            Class<?> mapping = Class.forName(SOURCES.relativize(file)
                    .toString()
                    .replaceAll("\\.java$", "")
                    .replace('/', '.'));
            ConfigMapping annotation = mapping.getAnnotation(ConfigMapping.class);
            return annotation == null
                    ? Stream.empty()
                    : Arrays.stream(mapping.getDeclaredMethods())
                            .sorted(Comparator.comparingInt(method -> place(source, method)))
                            .map(method -> of(annotation.prefix(), method, source));
        } catch (IOException | ClassNotFoundException e) {
            throw new AssertionError(file.toString(), e);
        }
    }

    private static Property of(String prefix, Method method, String source) {
        String name = Optional.ofNullable(method.getAnnotation(WithName.class))
                .map(WithName::value)
                .orElseGet(() ->
                        CAPITAL.matcher(method.getName()).replaceAll("$1-$2").toLowerCase(java.util.Locale.ROOT));
        return new Property(
                prefix + "." + name,
                type(method),
                Optional.ofNullable(method.getAnnotation(WithDefault.class)).map(WithDefault::value),
                meaning(source, method));
    }

    private static String type(Method method) {
        String declared = method.getGenericReturnType().getTypeName();
        String value = declared.replaceAll("^java\\.util\\.Optional<(.*)>$", "$1");
        String type = TYPES.get(value);
        if (type == null) {
            throw new AssertionError("no word for the type of " + method + ": add it to Property.TYPES");
        }
        return type + bounds(method);
    }

    private static String bounds(Method method) {
        return bound(method, Min.class, least -> ", at least " + least.value())
                + bound(method, DurationMin.class, least -> ", at least " + length(least))
                + bound(method, Positive.class, _ -> ", at least 1")
                + bound(method, Max.class, most -> ", at most " + most.value())
                + bound(method, DurationMax.class, most -> ", at most " + length(most));
    }

    private static <A extends Annotation> String bound(Method method, Class<A> type, Function<A, String> text) {
        return Optional.ofNullable(method.getAnnotation(type)).map(text).orElse("");
    }

    private static String length(DurationMin least) {
        return Stream.of(
                        least.days() + "d",
                        least.hours() + "h",
                        least.minutes() + "m",
                        least.seconds() + "s",
                        least.millis() + "ms")
                .filter(part -> !part.startsWith("0"))
                .findFirst()
                .orElse("0s");
    }

    private static String length(DurationMax most) {
        return most.days() > 0 ? most.days() + "d" : most.minutes() + "m";
    }

    private static int place(String source, Method method) {
        return source.indexOf(" " + method.getName() + "();");
    }

    /** The Javadoc in front of the method and its annotations. */
    private static String meaning(String source, Method method) {
        int end = source.lastIndexOf("*/", place(source, method));
        int begin = source.lastIndexOf("/**", end);
        if (begin < 0 || source.substring(end, place(source, method)).contains("();")) {
            throw new AssertionError(method + " has no Javadoc");
        }
        return source.substring(begin + "/**".length(), end)
                .replaceAll("\\s*\n\\s*\\*\\s?", " ")
                .replaceAll("\\{@code ([^}]*)}", "`$1`")
                .replace("|", "\\|")
                .strip();
    }
}
