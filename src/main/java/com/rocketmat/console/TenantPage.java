package com.rocketmat.console;

import com.rocketmat.console.element.Badge;
import com.rocketmat.console.element.BarChart;
import com.rocketmat.console.element.Moment;
import com.rocketmat.console.element.Progress;
import java.util.List;

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
        TenantRow tenant,
        String next,
        boolean runnable,
        boolean paused,
        boolean held,
        List<Fact> facts,
        Progress progress,
        Timeline timeline,
        List<RunRow> lastRuns,
        List<Count> counts,
        BarChart scores,
        List<ModelRow> models,
        List<ScoreRow> failures,
        List<ScoreRow> dryRunScores,
        Webhooks webhooks,
        Examined doctor) {

    public record Fact(String name, String value) {}

    /** {@code waiting} describes the events that are not processed yet, or is null. */
    public record Webhooks(List<WebhookRow> rows, String waiting) {}

    /** Webhooks of one action with the same outcome. */
    public record WebhookRow(String action, String outcome, String number, Moment last) {}

    public record Count(Badge state, String scores) {}
}
