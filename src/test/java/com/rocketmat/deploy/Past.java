package com.rocketmat.deploy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One replica's history in Prometheus: an hour with the values of the first scrape, then the scrapes, of which the last are repeated
 * so that a fault need not last as long as its alert waits. Scrapes get Prometheus's interval, however fast they were taken.
 */
public final class Past {

    static final Duration BEFORE = Duration.ofHours(1);

    private static final Pattern SAMPLE = Pattern.compile("(\\w+)(?:\\{(.*)})? (\\S+)");
    private static final Pattern COUNTER = Pattern.compile("\\w+_(total|count|sum)(\\{.*)?");

    private final Set<String> metrics;
    private final Duration interval;
    private final String labels;
    private final List<Map<String, Double>> scrapes = new ArrayList<>();
    private int goesOnFrom;

    /**
     * @param metrics to keep
     * @param labels that Prometheus adds
     */
    Past(Set<String> metrics, Duration interval, String labels) {
        this.metrics = metrics;
        this.interval = interval;
        this.labels = labels;
    }

    /** The replica's answer to a scrape; nothing if it is gone. */
    public void add(String exposition) {
        Map<String, Double> scrape = new HashMap<>();
        exposition.lines().map(SAMPLE::matcher).filter(Matcher::matches).forEach(sample -> {
            if (metrics.contains(sample.group(1))) {
                String own = sample.group(2) == null ? "" : sample.group(2) + ",";
                scrape.put(
                        "%s{%s%s}".formatted(sample.group(1), own, labels),
                        // Prometheus's notation for infinity is not a Java number
                        Double.valueOf(sample.group(3).replace("Inf", "Infinity")));
            }
        });
        scrapes.add(Map.copyOf(scrape));
    }

    /** The scrapes from here on are repeated; by default only the last one is. */
    public void goesOn() {
        goesOnFrom = scrapes.size();
    }

    Duration interval() {
        return interval;
    }

    /** By series, in promtool's notation, up to a time after the first scrape. */
    Map<String, String> series(Duration until) {
        Set<String> names = new TreeSet<>();
        scrapes.forEach(scrape -> names.addAll(scrape.keySet()));
        int samples = samples(BEFORE) + samples(until) + 1;
        Map<String, String> series = new TreeMap<>();
        names.forEach(name -> series.put(name, values(name, samples)));
        return series;
    }

    private int samples(Duration time) {
        return Math.toIntExact(time.dividedBy(interval));
    }

    private String values(String name, int samples) {
        StringBuilder values = new StringBuilder();
        boolean present = false;
        for (int i = 0; i < samples; i++) {
            OptionalDouble value = at(name, i - samples(BEFORE));
            if (value.isPresent()) {
                values.append(plain(value.getAsDouble()));
            } else {
                // Prometheus marks the end of a series once
                values.append(present ? "stale" : "_");
            }
            values.append(' ');
            present = value.isPresent();
        }
        return values.toString().strip();
    }

    /** The first scrape is sample 0. */
    private OptionalDouble at(String name, int sample) {
        if (sample < scrapes.size()) {
            return seen(name, Math.max(0, sample));
        }
        int from = goesOnFrom == 0 || goesOnFrom == scrapes.size() ? scrapes.size() - 1 : goesOnFrom;
        int length = scrapes.size() - from;
        int scrape = from + (sample - from) % length;
        OptionalDouble seen = seen(name, scrape);
        if (!COUNTER.matcher(name).matches() || scrapes.get(scrape).isEmpty()) {
            return seen;
        }
        int repeated = (sample - from) / length;
        double grown = seen(name, scrapes.size() - 1).orElse(0)
                - seen(name, Math.max(0, from - 1)).orElse(0);
        return OptionalDouble.of(seen.orElse(0) + repeated * grown);
    }

    private OptionalDouble seen(String name, int scrape) {
        Double value = scrapes.get(scrape).get(name);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private static String plain(double value) {
        return Double.isFinite(value)
                ? BigDecimal.valueOf(value).toPlainString()
                : Double.toString(value).replace("Infinity", "Inf");
    }
}
