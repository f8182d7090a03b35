package com.rocketmat.console;

import com.rocketmat.console.element.BarChart;
import com.rocketmat.console.training.Card;
import java.util.List;

/**
 * One version of a tenant's model.
 *
 * @param overridden how many written scores people have replaced, or null if none was written
 * @param card its model card, or null
 * @param comparison with the active version, or null
 * @param noComparison why there is no comparison, or null
 */
public record ModelPage(
        String tenant, ModelRow model, String overridden, Card card, Compared comparison, String noComparison) {

    /** Compares the scores of applications that both versions have scored. */
    public record Compared(
            String activeName, String activeVersion, List<TenantPage.Fact> facts, BarChart differences) {}
}
