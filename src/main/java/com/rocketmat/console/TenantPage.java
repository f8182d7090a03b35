package com.rocketmat.console;

import com.rocketmat.console.element.Badge;
import com.rocketmat.console.element.BarChart;
import com.rocketmat.console.element.Progress;
import java.util.List;

/**
 * One tenant.
 *
 * @param runs whether its secret can be used, so that it can be run and examined
 * @param paused whether an operator or the secret has paused it
 * @param doctor what the doctor has just found, or null
 * @param would scores that a dry run would have written, the newest applications first
 * @param more whether there are more of those than are shown
 * @param events where the page is told of changes
 */
public record TenantPage(
        TenantRow tenant,
        boolean runs,
        boolean paused,
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
        Examined doctor,
        String address,
        String modelsAddress,
        String events) {

    public record Fact(String name, String value) {}

    public record Count(Badge state, String scores) {}
}
