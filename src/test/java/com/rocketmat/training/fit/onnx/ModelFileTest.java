package com.rocketmat.training.fit.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.model.Fixture;
import com.rocketmat.model.Graph;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class ModelFileTest {

    /** The active version may be a forest of 64 MiB, and the process that trains has no memory to spare for its nodes. */
    @Test
    void anUploadIsToldFromATrainedFileWithoutItsNodes() {
        byte[] upload = Graph.from(Graph.FLOAT, 1)
                .node(Graph.ML, "TreeEnsembleRegressor", "x", "y", Graph.integers("nodes_treeids", new long[500_000]))
                .toBytes();
        ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        ModelFile.isOne(upload);

        long before = threads.getCurrentThreadAllocatedBytes();
        boolean trained = ModelFile.isOne(upload);
        long taken = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(trained).isFalse();
        assertThat(ModelFile.isOne(Fixture.file("sklearn_texts.onnx")))
                .as("it names another producer")
                .isFalse();
        assertThat(taken).isLessThan(upload.length / 10);
    }
}
