package com.rocketmat.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ChildWorkerTest {

    private final ByteArrayOutputStream requests = new ByteArrayOutputStream();
    private final ByteArrayOutputStream messages = new ByteArrayOutputStream();

    @Test
    @Tag("finding-D5")
    void endsWithItsInput() throws IOException {
        byte[] file = "Eight years of Java".getBytes(StandardCharsets.UTF_8);
        Message.writeParts(new DataOutputStream(requests), List.of(file));

        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> new ChildWorker((request, _) -> request)
                        .serve(
                                new DataInputStream(new ByteArrayInputStream(requests.toByteArray())),
                                new DataOutputStream(messages)));

        DataInputStream said = new DataInputStream(new ByteArrayInputStream(messages.toByteArray()));
        assertThat(Message.read(said)).isInstanceOf(Message.Ready.class);
        assertThat(Message.read(said)).isInstanceOf(Message.Taken.class);
        assertThat(Message.read(said))
                .isInstanceOfSatisfying(
                        Message.Answer.class,
                        answer -> assertThat(answer.parts()).containsExactly(file));
        assertThat(said.available()).isZero();
    }

    /** Its heap may be full before it has the whole request, which another process could not read either. */
    @Test
    void aRequestIsTakenBeforeItIsRead() throws IOException {
        new DataOutputStream(requests).writeInt(1);

        new ChildWorker((_, _) -> {
                    throw new IllegalStateException("there is no whole request");
                })
                .serve(
                        new DataInputStream(new ByteArrayInputStream(requests.toByteArray())),
                        new DataOutputStream(messages));

        DataInputStream said = new DataInputStream(new ByteArrayInputStream(messages.toByteArray()));
        assertThat(Message.read(said)).isInstanceOf(Message.Ready.class);
        assertThat(Message.read(said)).isInstanceOf(Message.Taken.class);
    }
}
