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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files that do their trial's process no harm. */
@Timeout(180)
class TrialVerdictsTest {

    private static final String TEXT = Fixture.manifest("'candidate.experience_years'", "{'name':'y'}", "");
    private static final UploadedManifest ANY = UploadedManifest.parse(TEXT);
    private static final byte[] FILE = Graph.identity().toBytes();

    private final AtomicReference<Program> program = new AtomicReference<>(Trials.PROGRAM);
    private final Trials trials = new Trials(
            Fixture.limits(Duration.ofSeconds(20)),
            800L << 20,
            temporary -> program.get().command(temporary));

    /** A trial costs a process: a file that passed before with the same manifest needs none. */
    @Test
    void triesWhatPassedOnlyOnce() {
        UploadChecks.Passed passed = trials.examine(FILE, ANY);

        assertThat(trials.examine(FILE.clone(), ANY)).isSameAs(passed);
        assertThat(trials.examine(FILE, UploadedManifest.parse(TEXT + " ")))
                .as("another text may be another manifest")
                .isNotSameAs(passed);
    }

    @Test
    void aProcessThatCannotStartNowIsNoFaultOfTheFile() {
        program.set(_ -> List.of("/no/such/program"));
        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> trials.examine(FILE, ANY));

        program.set(Trials.PROGRAM);
        assertThat(trials.examine(FILE, ANY).checks()).allMatch(Check::passed);
    }

    @Test
    void passesOnWhatACheckSays() {
        UploadedManifest wrong = UploadedManifest.parse(TEXT.replace("\"y\"", "\"z\""));

        ModelRefused refused = catchThrowableOfType(ModelRefused.class, () -> trials.examine(FILE, wrong));

        assertThat(refused.getType()).hasToString("/problems/model-output");
        assertThat(refused.field()).isEqualTo("output.name");
        assertThat(refused.remedy()).isEqualTo("name one of [y]");
        assertThat(trials.examine(FILE, ANY).checks())
                .as("with the right manifest")
                .allMatch(Check::passed);
    }
}
