package com.rocketmat.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The autoscalers' query for busy workers, evaluated by promtool. */
class BusyWorkersTest {

    @TempDir
    private Path directory;

    /** Half a minute after a pod was replaced. If its average of two minutes counted too, every update would add replicas. */
    @Test
    void eachPodCountsOnceAndAReplacedOneNoMore() throws IOException {
        String test = """
            rule_files: []
            tests:
              - interval: 15s
                input_series:
                  - {series: "rocketmat_busy_workers{namespace='rocketmat',pod='stays'}", values: "10x60"}
                  - {series: "rocketmat_busy_workers{namespace='rocketmat',pod='goes'}", values: "10x39 stale"}
                  - {series: "rocketmat_busy_workers{namespace='rocketmat',pod='comes'}", values: "_x39 10x20"}
                  # the same pod as another job
                  - {series: "rocketmat_busy_workers{namespace='rocketmat',pod='stays',job='annotations'}", values: "10x60"}
                promql_expr_test:
                  - eval_time: 630s
                    exp_samples: [{labels: "{}", value: 20}]
                    expr: >-
                      %s
            """.formatted(deployed());
        Path file = Files.writeString(directory.resolve("test.yaml"), test);

        Tool.Answer answer = Tool.named("promtool").run("test", "rules", file.toString());

        assertThat(answer.status()).as(answer.both()).isZero();
    }

    @Test
    void theAdapterUsesTheSameQueryAsKeda() throws IOException {
        String adapter = Manifests.document(Path.of("deploy/k8s/adapter/rule.yaml"))
                .at("/rules/external/1/metricsQuery")
                .asText();

        assertThat(adapter.replace("<<.Series>>", "rocketmat_busy_workers")
                        .replace("<<.LabelMatchers>>", "namespace=\"rocketmat\""))
                .isEqualTo(deployed() + " by (<<.GroupBy>>)");
    }

    private static String deployed() throws IOException {
        return Manifests.rendered("overlays/production-keda")
                .the("ScaledObject")
                .at("/spec/triggers/1/metadata/query")
                .asText();
    }
}
