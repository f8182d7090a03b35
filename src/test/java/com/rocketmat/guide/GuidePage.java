package com.rocketmat.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of the guide that is written from the code, whole or in part. With {@code -D<name>.page=write} its test writes it. */
public final class GuidePage {

    public static final Path GUIDE = Path.of("src/site/markdown");

    private final String name;
    private final Path file;

    private GuidePage(String name) {
        this.name = name;
        this.file = GUIDE.resolve(name + ".md");
    }

    public static GuidePage named(String name) {
        return new GuidePage(name);
    }

    /** The page is this text. */
    public void is(String text) throws IOException {
        if ("write".equals(System.getProperty(name + ".page"))) {
            Files.writeString(file, text);
        }
        assertThat(file).as("after a change, -D%s.page=write writes it", name).hasContent(text);
    }

    /** The page has this text between the comments {@code <!-- part: … -->} and {@code <!-- end of the part -->}. */
    public void has(String part, String text) throws IOException {
        String page = Files.readString(file);
        int begin = page.indexOf("-->\n", page.indexOf("<!-- " + part + ":")) + "-->\n".length();
        int end = page.indexOf("<!-- end of the " + part + " -->");
        assertThat(end).as("the place of the %s in %s", part, file).isGreaterThanOrEqualTo(begin);
        is(page.substring(0, begin) + text + page.substring(end));
    }

    public String text() throws IOException {
        return Files.readString(file);
    }
}
