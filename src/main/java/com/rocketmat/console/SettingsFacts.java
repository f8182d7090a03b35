package com.rocketmat.console;

import com.rocketmat.console.TenantPage.Fact;
import com.rocketmat.console.element.Formats;
import com.rocketmat.tenant.settings.Credential;
import com.rocketmat.tenant.settings.TenantSchedule;
import com.rocketmat.tenant.settings.TenantSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A tenant's settings, without its secrets. */
final class SettingsFacts {

    private SettingsFacts() {}

    static List<Fact> of(TenantSettings settings) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Schedule", schedule(settings.schedule())));
        facts.add(new Fact(
                "Mode",
                switch (settings.mode()) {
                    case LIVE -> "live";
                    case DRY_RUN -> "dry run: scores are recorded, not written";
                    case PAUSED -> "paused";
                }));
        facts.add(new Fact("Harvest", settings.credential() instanceof Credential.ApiKey ? "v1, by API key" : "v3"));
        facts.add(new Fact("Score field", settings.scoreField()));
        settings.reasonsField().ifPresent(field -> facts.add(new Fact("Reasons field", field)));
        facts.add(new Fact(
                "Jobs",
                settings.jobs().isEmpty()
                        ? "every open job"
                        : Formats.count(settings.jobs().size(), "job")));
        settings.applicationsSince().ifPresent(day -> facts.add(new Fact("Applications since", day + " (UTC)")));
        settings.optOutField().ifPresent(field -> facts.add(new Fact("Opt-out field", field)));
        facts.add(new Fact(
                "Writes",
                switch (settings.writeMode()) {
                    case FULL -> "all fields";
                    case MERGE -> "our fields only";
                }));
        facts.add(new Fact(
                "New model",
                switch (settings.rescore()) {
                    case NEVER -> "scores new applications only";
                    case ON_NEW_MODEL -> "scores open applications again";
                }));
        facts.add(new Fact(
                "Decision log",
                switch (settings.decisions()) {
                    case SCORES -> "scores";
                    case FEATURES -> "scores and encrypted feature values";
                    case OFF -> "off";
                }));
        facts.add(new Fact(
                "Webhooks", settings.webhookSecret().isPresent() ? "signed with webhook_secret" : "none accepted"));
        facts.add(new Fact(
                "Trainings",
                settings.trainingSchedule().map(SettingsFacts::schedule).orElse("by hand") + ", to predict "
                        + settings.trainingLabel().text()));
        return facts;
    }

    /** In the notation of the secret, for example 1h30m. */
    private static String asInSecret(Duration period) {
        return period.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
    }

    private static String schedule(TenantSchedule schedule) {
        return switch (schedule) {
            case TenantSchedule.Every every -> "every " + asInSecret(every.period());
            case TenantSchedule.Cron cron -> cron.expression() + " (" + cron.zone() + ")";
        };
    }
}
