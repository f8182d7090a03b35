package com.rocketmat.deploy.scaling;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.Map;
import java.util.PriorityQueue;

/** Replicas with their workers on one schedule, second by second, under an autoscaler. */
final class Cluster {

    /** Time from the scaling decision until a pod takes work: scheduling, image, start. */
    private static final int START = 30;

    /** From the service's timer over Prometheus' scrape to the adapter's answer. */
    private static final int METRICS_LATE = 30;

    private final Autoscaler autoscaler;
    private final OrdinaryDay load;
    private final Replica replica;

    private final PriorityQueue<Customer> schedule = new PriorityQueue<>(Comparator.comparingDouble(Customer::due));
    private final PriorityQueue<Running> running = new PriorityQueue<>(Comparator.comparingDouble(Running::end));
    private final Deque<Integer> starting = new ArrayDeque<>();
    private final Deque<Map<String, Double>> scraped = new ArrayDeque<>();
    private final int[] busyLately;

    private int ready;

    private record Running(Customer customer, double end) {}

    /**
     * Properties of every replica.
     *
     * @param workers concurrent slices
     * @param processor requested, in cores
     * @param busy processor time of a slice, as a share of its duration: the rest is waiting for Greenhouse
     */
    record Replica(int workers, double processor, double busy) {}

    /** @param average seconds over which the number of busy workers is averaged */
    Cluster(Autoscaler autoscaler, OrdinaryDay load, Replica replica, int average) {
        this.autoscaler = autoscaler;
        this.load = load;
        this.replica = replica;
        busyLately = new int[average];
        schedule.addAll(load.customers());
    }

    /** From midnight to midnight. */
    Day run() {
        Day day = new Day();
        int replicas = autoscaler.least();
        ready = replicas;
        for (int now = 0; now < Day.SECONDS; now++) {
            if (now % 60 == 0) {
                load.minute(now / 60);
            }
            while (!starting.isEmpty() && starting.getFirst() <= now) {
                starting.removeFirst();
                ready++;
            }
            work(now, now + 1.0);
            busyLately[now % busyLately.length] = running.size();
            double lag = lag(now);
            if (now % Autoscaler.PERIOD == 0) {
                int wanted = autoscaler.look(now, replicas, ready, metrics(lag));
                change(now, wanted - replicas);
                replicas = wanted;
            }
            day.note(now, replicas, lag);
        }
        return day;
    }

    private void change(int now, int more) {
        for (int i = 0; i < more; i++) {
            starting.addLast(now + START);
        }
        for (int i = 0; i > more; i--) {
            if (starting.isEmpty()) {
                ready--;
            } else {
                starting.removeLast();
            }
        }
    }

    /** The next event: the end of a slice, or the start of one if a worker is free. */
    private void work(double from, double until) {
        int most = ready * replica.workers();
        double now = from;
        while (true) {
            boolean begins = running.size() < most && !schedule.isEmpty();
            double begin = begins ? Math.max(now, schedule.peek().due()) : until;
            double end =
                    running.isEmpty() ? until : Math.max(now, running.peek().end());
            now = Math.min(begin, end);
            if (now >= until) {
                return;
            }
            if (end <= begin) {
                schedule.add(running.poll().customer());
            } else {
                Customer customer = schedule.poll();
                running.add(new Running(customer, customer.slice(now, load.call(now))));
            }
        }
    }

    private double lag(double now) {
        return schedule.isEmpty() ? 0 : Math.max(0, now - schedule.peek().due());
    }

    /** As the controller gets them: delayed, and averaged over processes. */
    private Map<String, Double> metrics(double lag) {
        double busy = Arrays.stream(busyLately).average().orElseThrow();
        double cpu = 100 * busy * replica.busy() / (replica.processor() * ready);
        Map<String, Double> now =
                Map.of("rocketmat_due_lag_seconds", Math.floor(lag), "rocketmat_busy_workers", busy, "cpu", cpu);
        scraped.addLast(now);
        return scraped.size() > METRICS_LATE / Autoscaler.PERIOD ? scraped.removeFirst() : scraped.getFirst();
    }
}
