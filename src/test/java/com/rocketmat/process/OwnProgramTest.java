package com.rocketmat.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OwnProgramTest {

    @Test
    void besideThePackagedApplicationItsClassesAreFound() {
        assertThat(OwnProgram.classPath("/work/quarkus-run.jar"))
                .isEqualTo("/work/app/*:/work/lib/main/*:/work/lib/boot/*");
        assertThat(OwnProgram.classPath("/a/classes:/b.jar")).isEqualTo("/a/classes:/b.jar");
    }
}
