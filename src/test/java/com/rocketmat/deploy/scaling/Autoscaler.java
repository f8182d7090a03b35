package com.rocketmat.deploy.scaling;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * The control loop of Kubernetes' HorizontalPodAutoscaler v2 (pkg/controller/podautoscaler): the largest replica count of all
 * metrics, limited by the stabilisation windows, then by the policies.
 */
final class Autoscaler {

    /** The controller's interval, {@code --horizontal-pod-autoscaler-sync-period}. */
    static final int PERIOD = 15;

    private final int least;
    private final int most;
    private final List<Target> targets;
    private final Rule up;
    private final Rule down;
    private final List<Moment> recommendations = new ArrayList<>();
    private final List<Moment> added = new ArrayList<>();
    private final List<Moment> removed = new ArrayList<>();

    /** @param replicas recommended, or changed, at that time */
    private record Moment(long at, int replicas) {}

    private Autoscaler(int least, int most, List<Target> targets, Rule up, Rule down) {
        this.least = least;
        this.most = most;
        this.targets = targets;
        this.up = up;
        this.down = down;
    }

    static Autoscaler of(JsonNode horizontalPodAutoscaler) {
        JsonNode spec = horizontalPodAutoscaler.path("spec");
        List<Target> targets = new ArrayList<>();
        spec.path("metrics").forEach(metric -> targets.add(Target.of(metric)));
        return new Autoscaler(
                spec.path("minReplicas").asInt(1),
                spec.path("maxReplicas").asInt(),
                targets,
                Rule.of(spec.at("/behavior/scaleUp")),
                Rule.of(spec.at("/behavior/scaleDown")));
    }

    int least() {
        return least;
    }

    /**
     * One iteration of the loop.
     *
     * @param now in seconds
     * @param observed by metric name
     * @return the desired number of replicas
     */
    int look(long now, int replicas, int ready, Map<String, Double> observed) {
        int wanted = targets.stream()
                .mapToInt(target -> target.replicas(observed.get(target.metric()), replicas, ready))
                .max()
                .orElseThrow();
        int allowed = within(now, replicas, stabilised(now, replicas, wanted));
        if (allowed > replicas) {
            added.add(new Moment(now, allowed - replicas));
        } else if (allowed < replicas) {
            removed.add(new Moment(now, replicas - allowed));
        }
        return allowed;
    }

    private int stabilised(long now, int replicas, int wanted) {
        int upwards = wanted;
        int downwards = wanted;
        for (Moment before : recommendations) {
            if (before.at > now - up.window()) {
                upwards = Math.min(upwards, before.replicas);
            }
            if (before.at > now - down.window()) {
                downwards = Math.max(downwards, before.replicas);
            }
        }
        recommendations.add(new Moment(now, wanted));
        int longest = Math.max(up.window(), down.window());
        recommendations.removeIf(moment -> moment.at <= now - longest);
        return Math.min(Math.max(replicas, upwards), downwards);
    }

    private int within(long now, int replicas, int wanted) {
        if (wanted > replicas) {
            int furthest = replicas + way(up, limit -> start(replicas, now, limit) + limit.pods() - replicas);
            return Math.min(Math.min(wanted, furthest), most);
        }
        int furthest = replicas - way(down, limit -> replicas - start(replicas, now, limit) + limit.pods());
        return Math.max(Math.max(wanted, furthest), least);
    }

    /** The allowed change in the number of replicas. */
    private static int way(Rule rule, ToIntFunction<Rule.Limit> ofLimit) {
        return Math.max(0, rule.limits().stream().mapToInt(ofLimit).max().orElseThrow());
    }

    /** The number of replicas when the limit's period began. */
    private int start(int replicas, long now, Rule.Limit limit) {
        return replicas - sum(added, now, limit.period()) + sum(removed, now, limit.period());
    }

    private static int sum(List<Moment> changes, long now, int period) {
        return changes.stream()
                .filter(change -> change.at > now - period)
                .mapToInt(Moment::replicas)
                .sum();
    }
}
