package com.rocketmat.architecture;

import com.rocketmat.architecture.Packages.Described;
import com.rocketmat.guide.GuidePage;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The guide's table of packages. {@code -Dpackages.page=write} regenerates it. */
class PackagesTest {

    @Test
    void theTableMatchesTheCode() throws IOException {
        GuidePage.named("packages").is(page());
    }

    private static String page() {
        return """
            # Packages

            Data goes down the table's last column; nothing points up. `package-info.java` says what a package is for, and may use; a test holds it
            to that, to %d files, and this table to the code. Lines are those that are not blank, rounded to hundreds.

            %s
            The sandbox that tests run in, without its own tests:

            %s\
            """.formatted(
                ArchitectureTest.FILES_THAT_A_PACKAGE_HOLDS, table(Packages.product()), table(Packages.sandbox()));
    }

    private static String table(List<Described> packages) {
        StringBuilder table = new StringBuilder("""
            | package | what lives there | files | lines | public types | may use |
            |---|---|--:|--:|--:|---|
            """);
        long lines = 0;
        int files = 0;
        for (Described described : packages) {
            table.append("| `%s` | %s | %d | %,d | %d | %s |%n"
                    .formatted(
                            described.name(),
                            described.what().replace("{@code ", "`").replace("}", "`"),
                            described.files(),
                            hundreds(described.lines()),
                            described.publicTypes(),
                            described.mayUse().isEmpty() ? "–" : String.join(", ", described.mayUse())));
            lines += described.lines();
            files += described.files();
        }
        return table.append("| | | %d | %,d | | |%n".formatted(files, hundreds(lines)))
                .toString();
    }

    /** Rounded, so that not every change of the code changes the page. */
    private static long hundreds(long lines) {
        return Math.max(1, Math.round(lines / 100.0)) * 100;
    }
}
