package com.rocketmat.sandbox.greenhouse.fault;

import com.rocketmat.sandbox.greenhouse.wire.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** Faults and events, and when they occur. The first fault rule that matches a request applies. */
public final class Faults {
    private final List<Rule> rules = new ArrayList<>();
    private final List<Rule> happenings = new ArrayList<>();
    private final List<String> neverMet = new ArrayList<>();
    private int fired;

    /** A rule for one request by default; it is active once its outcome is set. */
    public Rule on(Match match) {
        return new Rule(this, match);
    }

    /** Something happens right before the next matching request is served: people change rows, another client mints, … */
    public void before(Match match, Runnable happening) {
        on(match).happens(happening);
    }

    /** Every matching request fails with a probability; the seed makes runs repeatable. */
    public void randomly(double share, long seed, Match match, Fault... faults) {
        Rule rule = on(match).always();
        rule.share = share;
        rule.random = new Random(seed);
        rule.answer(faults);
    }

    public synchronized void clear() {
        neverMet.addAll(unmet());
        rules.clear();
        happenings.clear();
    }

    /** Ends all rules, and returns those that no request has met since this was asked last: a test that has one does not show what it says. */
    public synchronized List<String> unused() {
        clear();
        List<String> unused = List.copyOf(neverMet);
        neverMet.clear();
        return unused;
    }

    private List<String> unmet() {
        return Stream.concat(rules.stream(), happenings.stream())
                .filter(rule -> !rule.met)
                .map(rule -> rule.match + " " + rule.answers)
                .toList();
    }

    public synchronized int fired() {
        return fired;
    }

    /** Runs the events before this request; then returns its fault, if any. */
    public Optional<Fault> next(Request request, String caller) {
        due(request, caller).forEach(Runnable::run); // without the lock, because events may add rules or send requests
        return fault(request, caller);
    }

    private synchronized List<Runnable> due(Request request, String caller) {
        return happenings.stream()
                .filter(rule -> rule.match.covers(request, caller) && rule.fires())
                .map(rule -> rule.happening)
                .toList();
    }

    private synchronized Optional<Fault> fault(Request request, String caller) {
        for (Rule rule : rules) {
            if (rule.match.covers(request, caller) && rule.fires()) {
                fired++;
                return Optional.of(rule.pick());
            }
        }
        return Optional.empty();
    }

    private synchronized void add(List<Rule> list, Rule rule) {
        list.add(rule);
    }

    /** How often a fault occurs, and which. */
    public static final class Rule {
        private final Faults faults;
        private final Match match;
        private List<Fault> answers = List.of();
        private Runnable happening = () -> {};
        private int skipped;
        private int left = 1;
        private double share = 1;
        private Random random = new Random(0);
        private int given;
        private boolean met;

        private Rule(Faults faults, Match match) {
            this.faults = faults;
            this.match = match;
        }

        public Rule times(int n) {
            left = n;
            return this;
        }

        public Rule always() {
            left = Integer.MAX_VALUE;
            return this;
        }

        /** The first matching requests are not affected. */
        public Rule after(int n) {
            skipped = n;
            return this;
        }

        /** Several faults are applied in turn; if random, in any order. */
        public void answer(Fault... wanted) {
            answers = List.of(wanted);
            faults.add(faults.rules, this);
        }

        /** Runs before the request is served; the request may also have a fault. */
        public void happens(Runnable wanted) {
            happening = wanted;
            faults.add(faults.happenings, this);
        }

        private boolean fires() {
            if (skipped > 0) {
                skipped--;
                return false;
            }
            met = true;
            if (left == 0 || (share < 1 && random.nextDouble() >= share)) {
                return false;
            }
            if (left != Integer.MAX_VALUE) {
                left--;
            }
            return true;
        }

        private Fault pick() {
            return answers.get(share < 1 ? random.nextInt(answers.size()) : given++ % answers.size());
        }
    }
}
