package com.rocketmat.problem;

import java.util.Optional;

/** Parses ids in addresses: integers of 64 bits, like Greenhouse's. */
public final class WholeNumber {

    private WholeNumber() {}

    /** Empty for any other text. */
    public static Optional<Long> of(String text) {
        try {
            // parseLong alone also reads signs and the digits of other scripts
            return text.matches("\\d+") ? Optional.of(Long.valueOf(text)) : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /** Reads the id before the first dot of a cursor; throws an HttpProblem with 400 if it is too large. */
    public static long ofCursor(String cursor) {
        return of(cursor.substring(0, cursor.indexOf('.')))
                .orElseThrow(() -> ProblemType.BAD_PARAMETER
                        .problem("Invalid cursor", "use one that an answer gave as next")
                        .with("field", "cursor"));
    }
}
