package com.rocketmat.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What autoscalers are told of busy workers, evaluated by promtool. */
class BusyWorkersTest {

    @TempDir
    private Path directory;

    /** Its mean of two minutes would otherwise count beside its successor's, so that every update brings more replicas. */
    @Test
    void eachPodCountsOnceAndOneThatIsGoneNotBesideItsSuccessor() throws IOException {
        Tool.Answer answer = asked(deployed());

        assertThat(answer.status()).as(answer.both()).isZero();
    }

    @Test
    void theAdapterAsksAsKedaDoes() throws IOException {
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

    /** Half a minute after one of two pods, each with ten slices, was replaced; Prometheus scrapes the other one as two jobs. */
    private Tool.Answer asked(String query) throws IOException {
        ObjectNode test = new ObjectMapper().createObjectNode();
        test.putArray("rule_files");
        ObjectNode only = test.withArray("tests").addObject().put("interval", "15s");
        series(only, "pod='stays'", "10x60");
        series(only, "pod='goes'", "10x39 stale");
        series(only, "pod='comes'", "_x39 10x20");
        series(only, "pod='stays',job='by its annotations'", "10x60");
        ObjectNode asked = only.withArray("promql_expr_test")
                .addObject()
                .put("expr", query)
                .put("eval_time", "630s");
        asked.putArray("exp_samples").addObject().put("labels", "{}").put("value", 20);
        Path file = Files.writeString(directory.resolve("test.yaml"), test.toString());
        return Tool.named("promtool").run("test", "rules", file.toString());
    }

    private static void series(ObjectNode test, String labels, String values) {
        test.withArray("input_series")
                .addObject()
                .put("series", "rocketmat_busy_workers{namespace='rocketmat',%s}".formatted(labels))
                .put("values", values);
    }
}
