package com.rocketmat.console;

import com.rocketmat.console.ModelPage.Compared;
import com.rocketmat.console.ModelPage.Retirement;
import com.rocketmat.console.TenantModelsPage.Refusal;
import com.rocketmat.console.TenantPage.Fact;
import com.rocketmat.console.element.BarChart;
import com.rocketmat.console.element.Formats;
import com.rocketmat.console.session.Addresses;
import com.rocketmat.console.training.Card;
import com.rocketmat.console.training.TrainingRow;
import com.rocketmat.model.ModelCards;
import com.rocketmat.model.ModelResource;
import com.rocketmat.model.ModelState;
import com.rocketmat.model.ModelView;
import com.rocketmat.model.Models;
import com.rocketmat.model.manifest.ModelRefused;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.problem.ListPage;
import com.rocketmat.score.Comparison;
import com.rocketmat.score.Comparisons;
import com.rocketmat.score.ScoresInFields;
import com.rocketmat.sync.ComparisonResource;
import com.rocketmat.sync.ComparisonView;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.scope.DatabaseTrouble;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.settings.TenantSettings.DecisionLog;
import com.rocketmat.training.job.TrainingRequests;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@ApplicationScoped
class ModelPages {

    private static final int VERSIONS = 100;
    private static final int TRAININGS = 5;
    private static final int CONFLICT = 409;
    private static final String AGAIN = ": open this page again in a few seconds";

    private final TenantRegistry tenants;
    private final Models models;
    private final ModelResource resource;
    private final ComparisonResource comparisons;
    private final ScoresInFields inFields;
    private final ModelCards cards;
    private final TrainingRequests trainings;

    ModelPages(
            TenantRegistry tenants,
            Models models,
            ModelResource resource,
            ComparisonResource comparisons,
            ScoresInFields inFields,
            ModelCards cards,
            TrainingRequests trainings) {
        this.tenants = tenants;
        this.models = models;
        this.resource = resource;
        this.comparisons = comparisons;
        this.inFields = inFields;
        this.cards = cards;
        this.trainings = trainings;
    }

    TenantModelsPage list(String tenant, Optional<HttpProblem> refused) {
        TenantId id = tenants.require(tenant);
        // before the versions: the page refreshes until no training is open, and then shows what its training made
        List<TrainingRow> latest = trainings.page(id, Long.MAX_VALUE, TRAININGS).stream()
                .map(TrainingRow::of)
                .toList();
        ListPage<ModelView> newest =
                ListPage.of(VERSIONS, size -> models.newest(id, EnumSet.allOf(ModelState.class), size));
        return new TenantModelsPage(
                tenant,
                newest.rows(),
                newest.next(oldest -> Addresses.with(
                        Addresses.MODELS, Map.of("q", tenant, "after", tenant + "." + oldest.version()))),
                latest,
                latest.stream().anyMatch(TrainingRow::open),
                refused.map(ModelPages::refusal).orElse(null));
    }

    private static Refusal refusal(HttpProblem problem) {
        String check = problem instanceof ModelRefused refused ? refused.check() : null;
        return new Refusal(
                check, ProblemPage.parameter(problem, "field"), problem.getDetail(), ProblemPage.remedy(problem));
    }

    ModelPage one(String tenant, String version) {
        ModelView model = resource.get(tenant, version);
        Compared comparison = null;
        String noComparison = null;
        if (model.state() != ModelState.ACTIVE) {
            try {
                comparison = compared(comparisons.compare(tenant, version));
            } catch (HttpProblem e) {
                // other failures are transient, and say nothing about the version
                noComparison = e.getStatusCode() == CONFLICT ? e.getDetail() : e.getDetail() + AGAIN;
            } catch (RuntimeException e) {
                noComparison = tooSlow(e);
            }
        }
        return new ModelPage(
                tenant,
                model,
                Retirement.of(model.state(), tenant),
                overridden(tenants.require(tenant), version),
                Card.of(cards.find(tenants.require(tenant), version)),
                comparison,
                noComparison);
    }

    /** In place of what it takes long to count: the rest of the page is shown. */
    private static String tooSlow(RuntimeException failure) {
        if (!DatabaseTrouble.causes(failure)) {
            throw failure;
        }
        return "The database did not answer in time" + AGAIN;
    }

    private String overridden(TenantId tenant, String version) {
        ScoresInFields.Share share;
        try {
            share = inFields.share(tenant, version);
        } catch (RuntimeException e) {
            return "not known. " + tooSlow(e);
        }
        if (share.written() == 0) {
            return null;
        }
        return tenants.settings(tenant)
                        .map(TenantSettings::decisions)
                        .filter(DecisionLog.OFF::equals)
                        .isPresent()
                ? "not known: decisions=off"
                : "%s of %s".formatted(Formats.number(share.overridden()), Formats.number(share.written()));
    }

    static Compared compared(ComparisonView view) {
        Comparison all = view.comparison();
        List<Fact> facts = List.of(
                new Fact(
                        "Scored by both",
                        (all.applications() < Comparisons.NEWEST ? "" : "the newest ")
                                + Formats.count(all.applications(), "application")),
                new Fact(
                        "Not scored",
                        Formats.number(all.failed())
                                + (all.lastFailure() == null ? "" : "; the last failure: " + all.lastFailure())),
                new Fact("Average difference", points(all.differences().mean())),
                new Fact(
                        "Middle half of the differences",
                        points(all.differences().p25()) + " to "
                                + points(all.differences().p75())),
                new Fact("Moved by more than 5 points", Formats.percent(all.movedMoreThan5())),
                new Fact("Moved by more than 10 points", Formats.percent(all.movedMoreThan10())),
                new Fact(
                        "Rank correlation",
                        all.rankCorrelation() == null
                                ? "none: all scores are equal"
                                : Formats.decimal(all.rankCorrelation())));
        return new Compared(
                view.activeName(),
                Formats.version(view.activeVersion()),
                facts,
                BarChart.of(
                        "Number of applications by difference in points from the active version",
                        all.histogram().stream().map(ModelPages::column).toList()));
    }

    private static BarChart.Column column(Comparison.Bar bar) {
        String from = bar.from() == null ? null : signed(bar.from());
        String to = bar.to() == null ? null : signed(bar.to());
        String label = from == null ? "below " + to : to == null ? from + " and more" : from + " to " + to;
        return new BarChart.Column(label, from == null ? "" : from, bar.applications());
    }

    private static String points(double points) {
        return (points < 0 ? "−" : points > 0 ? "+" : "") + Formats.decimal(Math.abs(points)) + " points";
    }

    private static String signed(int edge) {
        return edge < 0 ? "−" + -edge : edge > 0 ? "+" + edge : "0";
    }
}
