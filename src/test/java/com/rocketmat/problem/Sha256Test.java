package com.rocketmat.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Sha256Test {

    /** Must agree with the digests that other tools compute for files and tokens. */
    @Test
    void isTheOneOfEverybodyElse() {
        assertThat(Sha256.hex(new byte[0]))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(Sha256.hex("abc")).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void takesATextInUtf8() {
        assertThat(Sha256.hex("\u00e4")).isEqualTo(Sha256.hex(new byte[] {(byte) 0xc3, (byte) 0xa4}));
    }
}
