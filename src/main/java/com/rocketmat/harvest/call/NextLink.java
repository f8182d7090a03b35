package com.rocketmat.harvest.call;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The address of the next page in a {@code Link} header (RFC 8288). All quantifiers are possessive, so that no header makes a match recurse
 * or backtrack.
 */
final class NextLink {

    private static final String QUOTED = "\"((?:[^\"\\\\]++|\\\\.)*+)\"";
    private static final Pattern LINK = Pattern.compile("<([^<>]++)>((?:[^<>\",]++|" + QUOTED + ")*+)");
    private static final Pattern PARAMETER =
            Pattern.compile("\\G[^;\"]*+;\\s*+([^=\\s;\"]*+)\\s*+(?:=\\s*+(?:" + QUOTED + "|([^;\"\\s]*+)))?+");

    private NextLink() {}

    static Optional<String> in(String header) {
        return LINK.matcher(header)
                .results()
                .filter(link -> isNext(link.group(2)))
                .map(link -> link.group(1))
                .findFirst();
    }

    /** A link may have several relations. */
    private static boolean isNext(String parameters) {
        return PARAMETER
                .matcher(parameters)
                .results()
                .filter(parameter -> "rel".equalsIgnoreCase(parameter.group(1)))
                .map(rel -> Objects.requireNonNullElse(rel.group(2), Objects.requireNonNullElse(rel.group(3), "")))
                .flatMap(relations -> Stream.of(relations.split("\\s+")))
                .anyMatch("next"::equalsIgnoreCase);
    }
}
