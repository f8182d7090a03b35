package com.rocketmat.model.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.rocketmat.model.Fixture;
import com.rocketmat.model.Graph;
import com.rocketmat.model.manifest.ModelRefused;
import com.rocketmat.model.manifest.UploadedManifest;
import com.rocketmat.process.Program;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files that do not end their trial's process. */
@Timeout(180)
class TrialVerdictsTest {

    private static final String TEXT = Fixture.manifest("'candidate.experience_years'", "{'name':'y'}", "");
    private static final UploadedManifest ANY = UploadedManifest.parse(TEXT);
    private static final byte[] FILE = Graph.identity().toBytes();

    private final AtomicReference<Program> program = new AtomicReference<>(_ -> List.of("/no/such/program"));
    private final List<Path> processes = new ArrayList<>();
    private final Trials trials = new Trials(
            Fixture.limits(Duration.ofSeconds(20)),
            800L << 20,
            temporary -> program.get().command(temporary));

    /** A trial costs a process, and a process that one tenant's file may have changed is not used for another tenant. */
    @Test
    @Tag("finding-C")
    void eachFileIsTriedInItsOwnProcessAndNotAgainOnceItHasPassed() {
        assertThatExceptionOfType(UncheckedIOException.class)
                .as("a process that does not start is not the fault of the file")
                .isThrownBy(() -> trials.examine(FILE, ANY));

        program.set(temporary -> {
            processes.add(temporary);
            return Trials.PROGRAM.command(temporary);
        });
        UploadChecks.Passed passed = trials.examine(FILE, ANY);
        assertThat(passed.checks()).allMatch(Check::passed);

        UploadedManifest wrong = UploadedManifest.parse(TEXT.replace("\"y\"", "\"z\""));
        ModelRefused refused = catchThrowableOfType(ModelRefused.class, () -> trials.examine(FILE, wrong));
        assertThat(refused.getType()).hasToString("/problems/model-output");
        assertThat(refused.field()).isEqualTo("output.name");
        assertThat(refused.remedy()).isEqualTo("name one of [y]");

        assertThat(trials.examine(FILE.clone(), ANY)).isSameAs(passed);
        assertThat(processes).hasSize(2).doesNotHaveDuplicates();
    }
}
