package com.rocketmat.sandbox.customer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** A customer with a few applications whose candidate has data of every kind. */
public final class SecretiveCustomer {

    public static final String NOTE = "wants eighty-four thousand and Žižkov";
    private static final String POINTS = "points";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private SecretiveCustomer() {}

    /** With the points that the models of {@link PointsCustomer} return, and a text field. */
    public static Organisation named(String name, int applications) {
        Organisation organisation = Organisation.empty(name, Instant.now().truncatedTo(ChronoUnit.SECONDS));
        organisation.rateLimit(10_000);
        organisation.addField(4_410_999_002L, POINTS, "number");
        organisation.addField(4_410_999_003L, "note", "short_text");
        long candidate = organisation.addCandidate("Zdeňka-Maria", "Quartermayne");
        organisation.change("candidates", candidate, row -> {
            row.put("company", "Lighthouses & Sons").put("title", "Keeper of the \"North\" Light");
            row.withArray("/email_addresses").addObject().put("value", "zdenka+jobs@quartermayne.example");
            row.withArray("/phone_numbers").addObject().put("value", "+420 555 010 203");
            row.withArray("/addresses").addObject().put("value", "Nad Šárkou 12/7");
        });
        long job = organisation.addJob("Head of Lamps");
        for (int i = 0; i < applications; i++) {
            long id = organisation.addApplication(
                    candidate, job, Map.of(POINTS, JSON.numberNode(i + 1), "note", JSON.textNode(NOTE)));
            organisation.change(
                    "applications",
                    id,
                    row -> row.withArray("/answers")
                            .addObject()
                            .put("question", "Why?")
                            .put("answer", "Because the sea is loud"));
        }
        return organisation;
    }

    public static boolean allScored(Organisation organisation) {
        return organisation.rows("applications").stream()
                .allMatch(row -> organisation.score(row.path("id").asLong(), PointsCustomer.SCORE_FIELD) != null);
    }
}
