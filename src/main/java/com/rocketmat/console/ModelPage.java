package com.rocketmat.console;

import com.rocketmat.console.element.BarChart;
import java.util.List;

/**
 * One version of a tenant's model.
 *
 * @param comparison with the active one, or null where there is none
 * @param without why there is none, or null
 */
public record ModelPage(
        String tenant,
        String tenantAddress,
        String modelsAddress,
        ModelRow model,
        Compared comparison,
        String without) {

    /** What a version makes of the applications that the active one has scored too. */
    public record Compared(String activeName, List<TenantPage.Fact> facts, BarChart differences) {}
}
