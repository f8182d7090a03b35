package com.rocketmat.sync;

import com.rocketmat.sandbox.greenhouse.switches.ErrorSwitches;
import com.rocketmat.sandbox.greenhouse.switches.RateSwitches;
import com.rocketmat.sandbox.greenhouse.switches.ReadSwitches;
import com.rocketmat.sandbox.greenhouse.switches.Switches;
import com.rocketmat.sandbox.greenhouse.switches.WriteSwitches;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

/** Draws a Greenhouse's undocumented behaviour, among everything that the service has to tolerate. */
final class DrawnSwitches {

    /** An index, given the number of values. */
    private final IntUnaryOperator pick;

    private final Map<String, Object> drawn = new TreeMap<>();

    private DrawnSwitches(IntUnaryOperator pick) {
        this.pick = pick;
    }

    /** Returns what was drawn. */
    static Map<String, Object> draw(long seed, Switches switches) {
        return new DrawnSwitches(new Random(seed)::nextInt).set(switches);
    }

    /** Of two values the one that is not the default; returns all. */
    static Map<String, Object> last(Switches switches) {
        return new DrawnSwitches(values -> values - 1).set(switches);
    }

    /** Restores the simulator's defaults. */
    static void undo(Switches switches) {
        new DrawnSwitches(_ -> 0).set(switches);
    }

    private Map<String, Object> set(Switches switches) {
        rows(switches);
        writes(switches);
        calls(switches);
        return drawn;
    }

    private void rows(Switches switches) {
        switches.unsetFields = one(Switches.UnsetFields.values());
        switches.currencyShape = one(Switches.CurrencyShape.values());
        switches.archivedFields = yesOrNo("archivedFields");
        switches.jobInterviewStageId = yesOrNo("jobInterviewStageId");
        switches.reads.numbers = one(ReadSwitches.NumberShape.values());
        switches.reads.users = one(ReadSwitches.UserShape.values());
        switches.reads.confidentialJobs = noOrYes("confidentialJobs");
        switches.reads.applicationsOfHidden = yesOrNo("applicationsOfHidden");
        switches.life.anonymiseMovesUpdatedAt = yesOrNo("anonymiseMovesUpdatedAt");
    }

    private void writes(Switches switches) {
        switches.patchMovesUpdatedAt = yesOrNo("patchMovesUpdatedAt");
        switches.patchMovesLastActivityAt = noOrYes("patchMovesLastActivityAt");
        switches.convertedWritable = noOrYes("convertedWritable");
        switches.writes.closedWritable = yesOrNo("closedWritable");
        // at least as many as the scores have
        switches.writes.decimals = one("decimals", List.of(30, 2));
        switches.writes.excessDecimals = one(WriteSwitches.ExcessDecimals.values());
        switches.errors.valueErrors = one(ErrorSwitches.ValueErrors.values());
        switches.webhooks.echo = yesOrNo("echo");
    }

    private void calls(Switches switches) {
        switches.lastPageLink = one(Switches.LastPageLink.values());
        switches.tokenExpiry = one(Switches.TokenExpiry.values());
        switches.resetHeader = one(Switches.ResetHeader.values());
        switches.rates.key = one(RateSwitches.Key.values());
        switches.rates.refusedCallsCount = yesOrNo("refusedCallsCount");
        switches.rates.limitBeforeScope = noOrYes("limitBeforeScope");
        switches.errors.unknownBodies = one(ErrorSwitches.Bodies.values());
    }

    private boolean yesOrNo(String name) {
        return one(name, List.of(true, false));
    }

    private boolean noOrYes(String name) {
        return one(name, List.of(false, true));
    }

    private <E extends Enum<E>> E one(E[] values) {
        return one(values[0].getDeclaringClass().getSimpleName(), List.of(values));
    }

    /** The first value is the simulator's default. */
    private <T> T one(String name, List<T> values) {
        T value = values.get(pick.applyAsInt(values.size()));
        drawn.put(name, value);
        return value;
    }
}
