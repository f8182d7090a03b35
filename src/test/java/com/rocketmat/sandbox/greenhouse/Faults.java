package com.rocketmat.sandbox.greenhouse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** What goes wrong or happens, and when. Of faults the first rule that covers a request counts. */
public final class Faults {
    private final List<Rule> rules = new ArrayList<>();
    private final List<Rule> happenings = new ArrayList<>();
    private int fired;

    /** A rule for one request, unless told otherwise; it holds once it has an answer. */
    public Rule on(Match match) {
        return new Rule(this, match);
    }

    /** Something happens right before the next request that is covered is served: people change rows, a sibling mints, … */
    public void before(Match match, Runnable happening) {
        on(match).happens(happening);
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
        happenings.clear();
    }

    /** How many requests had a fault. */
    public synchronized int fired() {
        return fired;
    }

    /** What happens before this request is done when this returns; then its fault, if it has one. */
    Optional<Fault> next(Request request, String caller) {
        due(request, caller).forEach(Runnable::run); // without the lock: what happens may make rules, or requests
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

    /** How often a fault comes, and which. */
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
            faults.add(faults.rules, this);
        }

        /** It is done before the request is served, and the request may have a fault of its own. */
        public void happens(Runnable wanted) {
            happening = wanted;
            faults.add(faults.happenings, this);
        }

        private boolean fires() {
            if (skipped > 0) {
                skipped--;
                return false;
            }
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
