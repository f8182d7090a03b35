package com.rocketmat.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever bytes are uploaded: they are stored with their checks passed, or refused with a remedy. */
@Timeout(30)
class DamagedFileTest {

    @ParameterizedTest
    @ValueSource(strings = {"sklearn_logistic_zipmap", "sklearn_pipeline_columns", "xgboost_binary"})
    void never_ends_in_anything_but_a_verdict(String name) {
        byte[] whole = Fixture.file(name + ".onnx");
        Manifest manifest = Fixture.manifest(name);
        Random random = new Random(20261124);
        int refused = 0;
        for (int i = 0; i < 120; i++) {
            byte[] damaged = i % 4 == 0 ? cut(whole, random) : changed(whole, random);
            try {
                Fixture.check(damaged, manifest);
            } catch (ModelRefused e) {
                assertThat(e.remedy()).isNotBlank();
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(30);
    }

    private static byte[] cut(byte[] whole, Random random) {
        return Arrays.copyOf(whole, random.nextInt(whole.length));
    }

    private static byte[] changed(byte[] whole, Random random) {
        byte[] changed = whole.clone();
        for (int i = 0; i < 5; i++) {
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
        }
        return changed;
    }
}
