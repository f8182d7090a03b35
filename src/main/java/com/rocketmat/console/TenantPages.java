package com.rocketmat.console;

import com.rocketmat.console.TenantPage.Count;
import com.rocketmat.console.element.Badge;
import com.rocketmat.console.element.BarChart;
import com.rocketmat.console.element.Progress;
import com.rocketmat.console.element.Words;
import com.rocketmat.console.session.Addresses;
import com.rocketmat.doctor.DoctorReport;
import com.rocketmat.harvest.session.RateWindows;
import com.rocketmat.model.ModelResource;
import com.rocketmat.model.ModelState;
import com.rocketmat.score.ScoreFigures;
import com.rocketmat.score.ScoreResource;
import com.rocketmat.score.ScoreState;
import com.rocketmat.score.ScoreView;
import com.rocketmat.sync.run.RunLog;
import com.rocketmat.sync.run.RunResource;
import com.rocketmat.sync.run.RunUnderWay;
import com.rocketmat.sync.run.RunView;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.TenantResource;
import com.rocketmat.tenant.TenantView;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.state.TenantState;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts a tenant's page together, from what the API shows of it and a few figures. */
@ApplicationScoped
class TenantPages {

    private static final int RUNS = 20;
    private static final int FAILURES = 10;
    private static final int WOULD_BE_WRITTEN = 20;
    private static final List<String> SERVING = List.of(ModelState.ACTIVE.value(), ModelState.SHADOW.value());
    private static final int SERVING_AT_MOST = 20;
    /** The lists of the API begin here. */
    private static final String FIRST_SCORE = "999999999999999999.";

    private final TenantResource tenants;
    private final TenantRegistry registry;
    private final RunResource runLog;
    private final RunLog runs;
    private final ScoreResource scores;
    private final ScoreFigures figures;
    private final ModelResource models;
    private final RateWindows windows;
    private final Clock clock;

    TenantPages(
            TenantResource tenants,
            TenantRegistry registry,
            RunResource runLog,
            RunLog runs,
            ScoreResource scores,
            ScoreFigures figures,
            ModelResource models,
            RateWindows windows,
            Clock clock) {
        this.tenants = tenants;
        this.registry = registry;
        this.runLog = runLog;
        this.runs = runs;
        this.scores = scores;
        this.figures = figures;
        this.models = models;
        this.windows = windows;
        this.clock = clock;
    }

    /** @param doctor what it has just found, if it was asked */
    TenantPage page(String tenant, Optional<DoctorReport> doctor) {
        TenantView view = tenants.get(tenant);
        TenantId id = registry.require(tenant);
        Instant now = clock.instant();
        // before what was done is looked at: a run that is over by now has done it all
        List<RunUnderWay> underWay = runs.underWay(id);
        List<RunView> log = runLog.list(tenant, null, RUNS).items();
        Map<ScoreState, Long> counts = figures.byState(id);
        ScoreView.Listing would = scores.list(tenant, ScoreState.DRY.name(), FIRST_SCORE, WOULD_BE_WRITTEN);
        return new TenantPage(
                TenantRow.of(view, now),
                registry.settings(id).isPresent(),
                view.state() == TenantState.PAUSED,
                registry.settings(id).map(SettingsFacts::of).orElse(List.of()),
                progress(id, view, underWay, log, now),
                Timeline.of(log, now),
                log.stream().map(run -> RunRow.of(run, now)).toList(),
                counts.entrySet().stream()
                        .map(count -> new Count(Badge.of(count.getKey()), Words.number(count.getValue())))
                        .toList(),
                distribution(id, view),
                serving(tenant, now),
                rows(scores.list(tenant, ScoreState.REFUSED.name(), FIRST_SCORE, FAILURES), now),
                rows(would, now),
                would.next() != null,
                doctor.map(Examined::of).orElse(null),
                Addresses.tenant(tenant),
                Addresses.models(tenant),
                Addresses.events(tenant));
    }

    private Progress progress(
            TenantId id, TenantView view, List<RunUnderWay> underWay, List<RunView> log, Instant now) {
        boolean writes = view.state() != TenantState.DRY_RUN;
        if (!underWay.isEmpty()) {
            return Progress.of(underWay.getFirst(), view.backlog(), writes, windows.of(id), now);
        }
        return Progress.of(log, writes);
    }

    private BarChart distribution(TenantId id, TenantView view) {
        List<ScoreFigures.Bar> bars =
                view.activeModel() == null ? List.of() : figures.distribution(id, view.activeModel());
        long all = bars.stream().mapToLong(ScoreFigures.Bar::scores).sum();
        return BarChart.of(
                Words.count(all, "score") + " by the active model, by value",
                bars.stream().map(bar -> column(bar, bars.indexOf(bar))).toList());
    }

    private static BarChart.Column column(ScoreFigures.Bar bar, int place) {
        String from = Words.decimal(bar.from());
        return new BarChart.Column(from + " to " + Words.decimal(bar.to()), place % 4 == 0 ? from : "", bar.scores());
    }

    private List<ModelRow> serving(String tenant, Instant now) {
        return models.list(tenant, SERVING, ModelPages.FIRST, SERVING_AT_MOST).items().stream()
                .sorted((one, other) -> other.state().compareTo(one.state()))
                .map(model -> ModelRow.of(tenant, model, now))
                .toList();
    }

    private static List<ScoreRow> rows(ScoreView.Listing scores, Instant now) {
        return scores.items().stream().map(score -> ScoreRow.of(score, now)).toList();
    }
}
