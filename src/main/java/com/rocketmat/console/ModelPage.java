package com.rocketmat.console;

import com.rocketmat.console.element.BarChart;
import com.rocketmat.console.training.Card;
import java.util.List;

/**
 * One version of a tenant's model.
 *
 * @param overridden how many written scores people have replaced, or null if none was written
 * @param card what it is for and what it is worth, or null
 * @param comparison with the active version, or null
 * @param without why there is no comparison, or null
 */
public record ModelPage(
        String tenant, ModelRow model, String overridden, Card card, Compared comparison, String without) {

    /** How this version scores the applications that the active one has scored too. */
    public record Compared(
            String activeName, String activeVersion, List<TenantPage.Fact> facts, BarChart differences) {}
}
