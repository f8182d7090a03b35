package com.rocketmat.feature.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ResumeWorkerTest {

    private final ByteArrayOutputStream answers = new ByteArrayOutputStream();

    @Test
    @Tag("finding-D5")
    void endsWithItsInput() {
        byte[] file = "Eight years of Java".getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream requests = new ByteArrayOutputStream();

        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            DataOutputStream request = new DataOutputStream(requests);
            request.writeInt(file.length);
            request.write(file);
            ResumeWorker.serve(
                    new DataInputStream(new ByteArrayInputStream(requests.toByteArray())),
                    new DataOutputStream(answers));
        });

        assertThat(answers.toByteArray()).startsWith(ResumeWorker.READY, ResumeWorker.TAKEN);
        assertThat(answers.toString(StandardCharsets.UTF_8)).endsWith("Eight years of Java");
    }
}
