package com.rocketmat.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.jandex.Index;
import org.jboss.jandex.Indexer;

/** An index of the class files in a directory. */
final class ClassFiles {

    private ClassFiles() {}

    /** Includes some classes of libraries, such as repeatable annotations. */
    static Index below(Path directory, Class<?>... libraries) {
        Indexer indexer = new Indexer();
        try (Stream<Path> files = Files.walk(directory.resolve("com"))) {
            for (Class<?> library : libraries) {
                indexer.indexClass(library);
            }
            List<Path> classes =
                    files.filter(file -> file.toString().endsWith(".class")).toList();
            for (Path file : classes) {
                try (InputStream type = Files.newInputStream(file)) {
                    indexer.index(type);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return indexer.complete();
    }
}
