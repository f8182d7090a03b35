package com.rocketmat.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.architecture.OwnClasses;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Faults that the native build would report only after minutes. */
class NativeImageTest {

    private static final String TRAINING = "com.rocketmat.training.fit";

    /** Not available in the builder: native libraries, PDFBox's graphics, randomness, threads. */
    private static final List<String> AT_RUN_TIME =
            List.of("ai.onnxruntime.", "com.google.protobuf.", "ml.dmlc.", "org.apache.pdfbox.");

    /** Our static initialisers run in the builder. */
    @Test
    void noStaticInitialiserUsesWhatStartsAtRunTime() {
        assertThat(OwnClasses.ALL.stream()
                        .filter(type -> !type.getPackageName().startsWith(TRAINING))
                        .flatMap(NativeImageTest::begunWith))
                .isEmpty();
        // the rule sees what it forbids
        assertThat(OwnClasses.ALL.stream().flatMap(NativeImageTest::begunWith)).isNotEmpty();
    }

    /** The image cannot train, so its main method must not reach the trainer's libraries. */
    @Test
    void onlyTheTrainersProcessReachesTheTrainer() {
        assertThat(callersOf("Fit", "of")).containsExactly(TRAINING + ".FitMessages");
        assertThat(callersOf("FitMessages", "answer")).containsExactly(TRAINING + ".FitWorker");
        assertThat(callersOf("FitWorker", "main")).isEmpty();
    }

    private Set<String> callersOf(String type, String method) {
        return OwnClasses.ALL.get(TRAINING + "." + type).getAccessesToSelf().stream()
                .filter(access -> access.getName().equals(method))
                .map(access -> access.getOriginOwner().getName())
                .filter(caller -> !caller.endsWith("." + type))
                .collect(Collectors.toSet());
    }

    private static Stream<JavaAccess<?>> begunWith(JavaClass type) {
        return type.getStaticInitializer().stream()
                .flatMap(initialiser -> initialiser.getAccessesFromSelf().stream())
                .filter(access -> {
                    JavaClass owner = access.getTargetOwner();
                    return AT_RUN_TIME.stream().anyMatch(owner.getName()::startsWith)
                            || owner.isAssignableTo(Random.class)
                            || owner.isAssignableTo(Thread.class);
                })
                .map(access -> (JavaAccess<?>) access);
    }
}
