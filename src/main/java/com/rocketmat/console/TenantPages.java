package com.rocketmat.console;

import com.rocketmat.console.element.BarChart;
import com.rocketmat.console.element.Formats;
import com.rocketmat.console.element.Progress;
import com.rocketmat.doctor.DoctorReport;
import com.rocketmat.harvest.session.Budgets;
import com.rocketmat.model.ModelState;
import com.rocketmat.model.ModelView;
import com.rocketmat.model.Models;
import com.rocketmat.score.ScoreFigures;
import com.rocketmat.score.ScoreState;
import com.rocketmat.score.ScoreView;
import com.rocketmat.score.Scores;
import com.rocketmat.sync.run.RunLog;
import com.rocketmat.sync.run.RunUnderWay;
import com.rocketmat.sync.run.RunView;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.TenantResource;
import com.rocketmat.tenant.TenantView;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.Credential.ApiKey;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.state.RunPermission;
import com.rocketmat.tenant.state.TenantState;
import com.rocketmat.tenant.state.TenantStates;
import com.rocketmat.webhook.WebhookFigures;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

@ApplicationScoped
class TenantPages {

    private static final int RUNS = 20;
    private static final int FAILURES = 10;
    private static final int DRY_RUN_SCORES = 20;
    private static final Set<ModelState> SERVING = Set.of(ModelState.ACTIVE, ModelState.SHADOW);
    private static final int MAX_SERVING = 20;
    private static final int WEBHOOKS = 20;

    private final TenantResource tenants;
    private final TenantRegistry registry;
    private final TenantStates states;
    private final RunLog runs;
    private final Scores scores;
    private final ScoreFigures figures;
    private final Models models;
    private final Budgets windows;
    private final WebhookFigures webhooks;
    private final Clock clock;

    TenantPages(
            TenantResource tenants,
            TenantRegistry registry,
            TenantStates states,
            RunLog runs,
            Scores scores,
            ScoreFigures figures,
            Models models,
            Budgets windows,
            WebhookFigures webhooks,
            Clock clock) {
        this.tenants = tenants;
        this.registry = registry;
        this.states = states;
        this.runs = runs;
        this.scores = scores;
        this.figures = figures;
        this.models = models;
        this.windows = windows;
        this.webhooks = webhooks;
        this.clock = clock;
    }

    TenantPage page(String tenant, Optional<DoctorReport> doctor) {
        TenantView view = tenants.get(tenant);
        TenantId id = registry.require(tenant);
        Instant now = clock.instant();
        // before the figures, which include the complete run if it ends in between
        List<RunUnderWay> underWay = runs.underWay(id);
        List<RunView> log = runs.latest(id, RUNS);
        ScoreFigures.OfTenant counts = figures.of(id, Optional.ofNullable(view.activeModel()));
        // only the active version's scores would be written when the tenant goes live
        List<ScoreView> dryRunScores = view.state() == TenantState.DRY_RUN && view.activeModel() != null
                ? scores.newest(id, ScoreState.DRY, view.activeModel(), DRY_RUN_SCORES)
                : List.of();
        // failures of former versions were mended, or appear in both
        List<ScoreView> failures = view.activeModel() == null
                ? List.of()
                : scores.newest(id, ScoreState.REFUSED, view.activeModel(), FAILURES);
        RunPermission permission = states.permission(id);
        Optional<TenantSettings> settings = registry.settings(id);
        return new TenantPage(
                view,
                permission == RunPermission.ALL_PAUSED,
                view.state() == TenantState.BLOCKED ? "next attempt" : "next run",
                settings.isPresent(),
                view.state() == TenantState.PAUSED,
                states.held(id),
                settings.map(SettingsFacts::of).orElse(List.of()),
                progress(
                        id,
                        view,
                        settings,
                        permission == RunPermission.GRANTED && view.state() != TenantState.BLOCKED,
                        underWay,
                        log,
                        now),
                Timeline.of(log, now),
                log,
                counts.byState(),
                distribution(counts.distribution()),
                serving(id),
                failures,
                dryRunScores,
                settings.flatMap(TenantSettings::webhookSecret)
                        .map(_ -> webhooks(webhooks.of(id), now))
                        .orElse(null),
                doctor.map(Examined::of).orElse(null));
    }

    private Progress progress(
            TenantId id,
            TenantView view,
            Optional<TenantSettings> settings,
            boolean mayRun,
            List<RunUnderWay> underWay,
            List<RunView> log,
            Instant now) {
        // the secret counts, too, since the tenant may be paused
        boolean writes = view.state() != TenantState.DRY_RUN
                && settings.filter(secret -> secret.mode() == TenantSettings.Mode.DRY_RUN)
                        .isEmpty();
        if (underWay.isEmpty()) {
            return Progress.of(log, writes, mayRun && view.reason() == null);
        }
        // of a sweep and the window beside it, the sweep: the window writes the scores of both
        RunUnderWay run = underWay.getLast();
        // after a failure, which is recorded for the first, the next attempt may be many minutes away
        boolean continues = mayRun && underWay.getFirst().view().error() == null;
        boolean oneByOne =
                settings.filter(secret -> secret.credential() instanceof ApiKey).isPresent();
        return Progress.of(
                run, view.backlog(), new Progress.Circumstances(writes, continues, oneByOne, windows.load(id), now));
    }

    private static TenantPage.Webhooks webhooks(WebhookFigures.Figures figures, Instant now) {
        return new TenantPage.Webhooks(
                figures.figures().stream()
                        .limit(WEBHOOKS)
                        .map(figure -> new TenantPage.WebhookRow(
                                figure.action(),
                                figure.outcome().replace('_', ' '),
                                Formats.number(figure.number()),
                                figure.last()))
                        .toList(),
                figures.oldest()
                        .map(oldest -> "%s waiting, the oldest for %s"
                                .formatted(
                                        Formats.count(figures.waiting(), "event"),
                                        Formats.span(Duration.between(oldest, now))))
                        .orElse(null));
    }

    private static BarChart distribution(List<ScoreFigures.Bar> bars) {
        long all = bars.stream().mapToLong(ScoreFigures.Bar::scores).sum();
        String newest = all < ScoreFigures.MOST_IN_BARS ? "" : ", of the newest applications";
        return BarChart.of(
                Formats.count(all, "score") + " by the active model, by value" + newest,
                bars.stream().map(bar -> column(bar, bars.indexOf(bar))).toList());
    }

    private static BarChart.Column column(ScoreFigures.Bar bar, int place) {
        String from = Formats.decimal(bar.from());
        return new BarChart.Column(from + " to " + Formats.decimal(bar.to()), place % 4 == 0 ? from : "", bar.scores());
    }

    private List<ModelView> serving(TenantId id) {
        return models.newest(id, SERVING, MAX_SERVING).stream()
                .sorted((one, other) -> other.state().compareTo(one.state()))
                .toList();
    }
}
