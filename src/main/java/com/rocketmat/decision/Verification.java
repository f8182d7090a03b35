package com.rocketmat.decision;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Whether a tenant's log is unchanged.
 *
 * @param rows number of unchanged rows, from the first existing row
 * @param brokenAt number of the first row that was changed or is missing; null if there is none
 * @param detail the result in words
 */
@Schema(examples = """
        {"ok": false, "rows": 4711, "brokenAt": 4712, "detail": "row 4712 was changed: its digest does not match"}""")
public record Verification(
        boolean ok, long rows, @Schema(nullable = true) Long brokenAt, String detail) {}
