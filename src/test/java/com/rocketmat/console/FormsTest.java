package com.rocketmat.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FormsTest {

    private static final Path TEMPLATES = Path.of("src/main/resources/templates");
    private static final Pattern FORM = Pattern.compile("<form [^>]*method=\"post\".*?</form>", Pattern.DOTALL);

    /** Without it the form is refused. The sign-in form has no session yet. */
    @Test
    void everyPostFormHasTheFormToken() throws IOException {
        List<String> forms = new ArrayList<>();
        try (Stream<Path> templates = Files.walk(TEMPLATES)) {
            for (Path template : templates
                    .filter(each -> each.toString().endsWith(".html") && !each.endsWith("signIn.html"))
                    .toList()) {
                FORM.matcher(Files.readString(template))
                        .results()
                        .map(MatchResult::group)
                        .forEach(forms::add);
            }
        }

        assertThat(forms)
                .hasSizeGreaterThan(10)
                .allMatch(form -> form.contains("name=\"form_token\" value=\"{frame.formToken}\""));
    }
}
