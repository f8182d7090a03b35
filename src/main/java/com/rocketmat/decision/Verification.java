package com.rocketmat.decision;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Whether a tenant's log is as it was written.
 *
 * @param rows how many are, from the first one kept
 * @param brokenAt number of the first row that is not, or is missing; null if all are
 * @param detail in words
 */
@Schema(examples = """
        {"ok": false, "rows": 4711, "brokenAt": 4712, "detail": "row 4712 was changed: its digest does not fit"}""")
public record Verification(
        boolean ok, long rows, @Schema(nullable = true) Long brokenAt, String detail) {}
