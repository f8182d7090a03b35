package com.rocketmat.sandbox.greenhouse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** What goes wrong, and when. The first rule that covers a request counts. */
public final class Faults {
    private final List<Rule> rules = new ArrayList<>();
    private int fired;

    /** A rule for one request, unless told otherwise; it holds once it has an answer. */
    public Rule on(Match match) {
        return new Rule(this, match);
    }

    /** Every request that is covered fails with a probability; the seed makes runs alike. */
    public void randomly(double share, long seed, Match match, Fault... faults) {
        Rule rule = on(match).always();
        rule.share = share;
        rule.random = new Random(seed);
        rule.answer(faults);
    }

    public synchronized void clear() {
        rules.clear();
    }

    /** How many requests had a fault. */
    public synchronized int fired() {
        return fired;
    }

    synchronized Optional<Fault> next(Request request, String caller) {
        for (Rule rule : rules) {
            if (rule.match.covers(request, caller)) {
                Optional<Fault> fault = rule.fire();
                if (fault.isPresent()) {
                    fired++;
                    return fault;
                }
            }
        }
        return Optional.empty();
    }

    private synchronized void add(Rule rule) {
        rules.add(rule);
    }

    /** How often a fault comes, and which. */
    public static final class Rule {
        private final Faults faults;
        private final Match match;
        private List<Fault> answers = List.of();
        private int skipped;
        private int left = 1;
        private double share = 1;
        private Random random = new Random(0);
        private int given;

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

        /** The first requests that are covered are left alone. */
        public Rule after(int n) {
            skipped = n;
            return this;
        }

        /** Of several the requests get one after the other; when random, any. */
        public void answer(Fault... wanted) {
            answers = List.of(wanted);
            faults.add(this);
        }

        private Optional<Fault> fire() {
            if (skipped > 0) {
                skipped--;
                return Optional.empty();
            }
            if (left == 0 || (share < 1 && random.nextDouble() >= share)) {
                return Optional.empty();
            }
            if (left != Integer.MAX_VALUE) {
                left--;
            }
            return Optional.of(answers.get(share < 1 ? random.nextInt(answers.size()) : given++ % answers.size()));
        }
    }
}
