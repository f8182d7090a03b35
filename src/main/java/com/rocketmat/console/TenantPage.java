package com.rocketmat.console;

import com.rocketmat.console.element.BarChart;
import com.rocketmat.console.element.Progress;
import com.rocketmat.model.ModelState;
import com.rocketmat.model.ModelView;
import com.rocketmat.score.ScoreState;
import com.rocketmat.score.ScoreView;
import com.rocketmat.sync.run.RunView;
import com.rocketmat.tenant.TenantView;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One tenant.
 *
 * @param next label of the next due time
 * @param runnable whether its secret is valid, so that it can run and the doctor can check it
 * @param paused whether it is paused by an operator or its secret
 * @param held whether an operator has paused it
 * @param doctor the doctor's latest report, or null
 * @param dryRunScores scores that a live run would have written, newest applications first
 * @param webhooks null if the tenant does not use webhooks
 */
public record TenantPage(
        TenantView tenant,
        boolean allPaused,
        String next,
        boolean runnable,
        boolean paused,
        boolean held,
        List<Fact> facts,
        Progress progress,
        Timeline timeline,
        List<RunView> lastRuns,
        Map<ScoreState, Long> counts,
        BarChart scores,
        List<ModelView> models,
        List<ScoreView> failures,
        List<ScoreView> dryRunScores,
        Webhooks webhooks,
        Examined doctor) {

    public record Fact(String name, String value) {}

    /** {@code waiting} describes the events that are not processed yet, or is null. */
    public record Webhooks(List<WebhookRow> rows, String waiting) {}

    /** Webhooks of one action with the same outcome. */
    public record WebhookRow(String action, String outcome, String number, Instant last) {}

    public List<ModelView> shadows() {
        return models.stream()
                .filter(model -> model.state() == ModelState.SHADOW)
                .toList();
    }
}
