package com.rocketmat.console.application;

import com.rocketmat.application.ApplicationReport;
import com.rocketmat.console.element.Badge;
import com.rocketmat.console.element.Moment;
import java.util.List;

/**
 * One application.
 *
 * @param report null if nothing is stored about the application
 * @param state null if there is no score
 * @param value null if there is no score
 * @param model the version, or null if it is no longer stored
 * @param looked what Greenhouse shows, or null if it was not asked
 */
public record ApplicationPage(
        String tenant,
        long application,
        String language,
        List<Choice> languages,
        ApplicationReport report,
        Badge state,
        String value,
        Moment scored,
        Moment written,
        String model,
        List<EventRow> history,
        Looked looked) {

    public record Choice(String code, String name, String address, boolean current) {}

    /** An entry of the decision log; {@code version} is the start of its digest, or null. */
    public record EventRow(Moment at, String meaning, String value, String version, String detail) {}

    public record Looked(Moment at, Badge verdict, ApplicationReport.Look look) {}
}
