package com.rocketmat.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.ConfigValidationException.Problem;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

    @Test
    void coreDumpsContainNoMemory() throws IOException {
        Path filter = Path.of("/proc/self/coredump_filter");
        assumeThat(filter).exists();

        Main.keepMemoryOutOfCoreDumps();

        assertThat(filter).hasContent("00000000");
    }

    @Test
    void theLastLineNamesAnInvalidSetting() {
        String problem = "rocketmat.retention.decisions must be longer than or equal to 184 days";
        var refused = new ConfigValidationException(new Problem[] {new Problem(problem)});

        assertThat(Main.reason(new ExceptionInInitializerError(refused)))
                .hasValueSatisfying(reason -> assertThat(reason).endsWith(problem));
        assertThat(Main.reason(new IllegalStateException("anything else"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "42501, quarkus.flyway.username",
        "55P03, another transaction",
        "25006, standby",
        "3F000, search_path",
        "08006, certificate",
        "53300, max_connections",
        "28P01, running and reachable",
        "08001, running and reachable",
        "3D000, running and reachable",
        "57P03, running and reachable"
    })
    void theLastLineSaysWhatToDoAboutTheDatabase(String state, String remedy) {
        var refused = new IllegalStateException(new SQLException("refused", state));

        assertThat(Main.reason(refused))
                .hasValueSatisfying(reason -> assertThat(reason).contains("SQLSTATE " + state, remedy));
    }

    @Test
    void theLastLineSaysWhatToDoIfTheDatabaseDoesNotAnswer() {
        assertThat(Main.reason(new SQLException("Acquisition timeout")))
                .hasValueSatisfying(reason -> assertThat(reason).contains("(SQLException)", "running and reachable"));
    }

    /** Only the failure itself says which statement failed, and why. */
    @ParameterizedTest
    @ValueSource(strings = {"23505", "42601", "53100", "40P01"})
    void aFailedMigrationIsLogged(String state) {
        assertThat(Main.reason(new IllegalStateException(new SQLException("refused", state))))
                .isEmpty();
    }

    /** It may be an address with a password, and the converter quotes it too. */
    @Test
    void theLastLineDoesNotQuoteTheValueOfAnInvalidSetting() {
        var settings = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(RequestConfig.class)
                .withMapping(ReplicasConfig.class)
                .withDefaultValue("rocketmat.requests.time", "hunter2")
                .withDefaultValue("rocketmat.replicas.max", "hun\"ter2");

        assertThatThrownBy(settings::build)
                .satisfies(refused -> assertThat(Main.reason(refused))
                        .get()
                        .asString()
                        .contains("rocketmat.requests.time", "rocketmat.replicas.max")
                        .doesNotContain("hun", "ter2"));
    }
}
