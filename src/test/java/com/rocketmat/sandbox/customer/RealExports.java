package com.rocketmat.sandbox.customer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The models of the test resources with scores from the library that trained them. */
public final class RealExports {

    private static final String CASES = "-cases.json";

    /** All that have cases, so that none is forgotten. */
    public static final List<String> NAMES = names();

    private RealExports() {}

    private static List<String> names() {
        try (Stream<Path> files =
                Files.list(Path.of(RealExports.class.getResource("/models/").toURI()))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(CASES))
                    .map(name -> name.substring(0, name.length() - CASES.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
