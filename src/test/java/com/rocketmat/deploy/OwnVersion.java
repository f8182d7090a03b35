package com.rocketmat.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The version of the release that is built here, or that is being prepared. */
final class OwnVersion {

    private static final Pattern PROJECT =
            Pattern.compile("<artifactId>rocketmat-greenhouse</artifactId>\\s*<version>(.*?)(?:-SNAPSHOT)?</version>");

    private OwnVersion() {}

    static String released() {
        try {
            return PROJECT.matcher(Files.readString(Path.of("pom.xml")))
                    .results()
                    .findFirst()
                    .orElseThrow()
                    .group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
