package com.rocketmat.console;

import com.rocketmat.console.element.BarChart;
import com.rocketmat.console.training.Card;
import com.rocketmat.model.ModelState;
import com.rocketmat.model.ModelView;
import java.util.List;

/**
 * One version of a tenant's model.
 *
 * @param retirement null if the version was never used
 * @param overridden how many written scores people have replaced, or null if none was written
 * @param card its model card, or null
 * @param comparison with the active version, or null
 * @param noComparison why there is no comparison, or null
 */
public record ModelPage(
        String tenant,
        ModelView model,
        Retirement retirement,
        String overridden,
        Card card,
        Compared comparison,
        String noComparison) {

    public boolean canActivate() {
        return model.state() != ModelState.ACTIVE;
    }

    public boolean canShadow() {
        return model.state() == ModelState.UPLOADED || model.state() == ModelState.RETIRED;
    }

    /** What retiring the version does. If its state is no longer {@code was}, the form is refused and changes nothing. */
    public record Retirement(String button, String effect, String was) {

        static Retirement of(ModelState state, String tenant) {
            String dropped = "Waiting scores of this version are not written; ";
            return switch (state) {
                case UPLOADED -> null;
                case ACTIVE ->
                    new Retirement(
                            "Retire", dropped + tenant + " is not scored until you activate a version.", state.value());
                case SHADOW -> new Retirement("Retire this shadow", dropped + "recorded scores stay.", state.value());
                case RETIRED, QUARANTINED ->
                    new Retirement(
                            "Drop waiting scores",
                            dropped + "their applications are left to the active version.",
                            state.value());
            };
        }
    }

    /** Compares the scores of applications that both versions have scored. */
    public record Compared(
            String activeName, String activeVersion, List<TenantPage.Fact> facts, BarChart differences) {}
}
