package com.rocketmat.console;

import com.rocketmat.console.element.Badge;
import com.rocketmat.console.element.BarChart;
import com.rocketmat.console.element.Moment;
import com.rocketmat.console.element.Progress;
import java.util.List;

/**
 * One tenant.
 *
 * @param next what it is due for
 * @param runs whether its secret is valid, so that it can be run and examined
 * @param paused whether it is paused by an operator or its secret
 * @param held whether an operator has paused it, which resuming ends
 * @param doctor the doctor's latest report, or null
 * @param would scores that a dry run would have written, newest applications first
 * @param more whether there are more scores than shown
 * @param webhooks null where none is expected
 */
public record TenantPage(
        TenantRow tenant,
        String next,
        boolean runs,
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
        List<ScoreRow> would,
        boolean more,
        Webhooks webhooks,
        Examined doctor) {

    public record Fact(String name, String value) {}

    /** What has come of them; {@code waiting} are the events that are still to be worked on, or null. */
    public record Webhooks(List<Came> came, String waiting) {}

    /** Webhooks of one action with the same outcome. */
    public record Came(String action, String outcome, String number, Moment last) {}

    public record Count(Badge state, String scores) {}
}
