package com.rocketmat.deploy;

import com.rocketmat.guide.Sources;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The version of the release that is built here, or that is being prepared. */
final class OwnVersion {

    private static final Pattern PROJECT =
            Pattern.compile("<artifactId>rocketmat-greenhouse</artifactId>\\s*<version>(.*?)(?:-SNAPSHOT)?</version>");

    private OwnVersion() {}

    static String released() {
        return PROJECT.matcher(Sources.text(Path.of("pom.xml")))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }
}
