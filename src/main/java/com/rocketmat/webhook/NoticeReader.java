package com.rocketmat.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Takes action and ids out of a body while it comes in. Nothing else of it is held, however large it is: who sends it is known only
 * once its last byte is there.
 */
final class NoticeReader {

    /** More than that is in no field that matters, and would be held until its end. */
    private static final int LONGEST_TEXT = 256 * 1024;

    /** A stranger's body of the same size may have a million, each of which takes far more work than its bytes. */
    private static final long MOST_TOKENS = 200_000;

    private static final int DEEPEST = 6;
    private static final int MOST_APPLICATIONS = 1_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(LONGEST_TEXT)
                    .maxNestingDepth(100)
                    .maxNameLength(1_000)
                    .maxTokenCount(MOST_TOKENS)
                    .build())
            // names that strangers make up are not to be remembered
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private static final String FIELDS = "/payload/application/custom_fields/";

    private final String scoreField;
    private final String optOutField;
    private final JsonParser parser;
    private final ByteArrayFeeder feeder;
    private final Set<Long> applications = new LinkedHashSet<>();
    private String action = "";
    private Long candidate;
    private Long winner;
    private boolean prospect;
    private boolean scoreShown;
    private boolean scored;
    private boolean optsOut;
    private boolean unreadable;

    /**
     * @param scoreField the tenant's, whose value tells an application without a score
     * @param optOutField the tenant's, in which a candidate may object whose application has one
     */
    NoticeReader(String scoreField, String optOutField) {
        this.scoreField = FIELDS + scoreField;
        this.optOutField = FIELDS + optOutField;
        try {
            this.parser = JSON.createNonBlockingByteArrayParser();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.feeder = (ByteArrayFeeder) parser.getNonBlockingInputFeeder();
    }

    void add(byte[] part) {
        if (unreadable) {
            return;
        }
        try {
            feeder.feedInput(part, 0, part.length);
            read();
        } catch (IOException e) {
            // its message quotes the body
            unreadable = true;
        }
    }

    /** Empty when the body is not to be understood. */
    Optional<Notice> end() {
        feeder.endOfInput();
        try {
            if (!unreadable) {
                read();
            }
        } catch (IOException e) {
            unreadable = true;
        }
        return Optional.of(notice()).filter(read -> !unreadable && !action.isEmpty() && read.complete());
    }

    private Notice notice() {
        Effect effect = Effect.of(action);
        // our own PATCH comes back as an update in which the score is
        boolean idle = effect == Effect.NOTHING
                || (effect == Effect.READ
                        && (prospect || (action.equals("application_updated") && !optsOut && (!scoreShown || scored))));
        return idle
                ? Notice.without(Effect.known(action))
                : new Notice(
                        Effect.known(action),
                        effect,
                        Set.copyOf(applications),
                        Optional.ofNullable(candidate),
                        Optional.ofNullable(winner));
    }

    private void read() throws IOException {
        for (JsonToken token = parser.nextToken();
                token != null && token != JsonToken.NOT_AVAILABLE;
                token = parser.nextToken()) {
            JsonStreamContext place = parser.getParsingContext();
            if (token.isScalarValue() && place.getNestingDepth() <= DEEPEST) {
                take(token, place.pathAsPointer().toString());
            }
        }
    }

    private void take(JsonToken token, String at) throws IOException {
        switch (at) {
            case "/action" -> action = parser.getText();
            case "/payload/application/id" -> application(token);
            case "/payload/application/prospect" -> prospect = token == JsonToken.VALUE_TRUE;
            case "/payload/application/candidate/id",
                    "/payload/application/candidate_id",
                    "/payload/candidate/id",
                    "/payload/person/id",
                    "/payload/candidate_id" -> candidate = id(token, candidate);
            case "/payload/person/new_candidate_id" -> winner = id(token, winner);
            default -> {
                if (at.startsWith("/payload/person/deleted_application_ids/")
                        || at.startsWith("/payload/person/application_ids/")) {
                    application(token);
                } else {
                    scoreShown |= isIn(scoreField, at);
                    scored |= fills(scoreField, token, at);
                    // a No may be the form's default, and would be in every echo
                    optsOut |= fills(optOutField, token, at) && token != JsonToken.VALUE_FALSE;
                }
            }
        }
    }

    private void application(JsonToken token) throws IOException {
        Long id = id(token, null);
        if (id != null && applications.size() < MOST_APPLICATIONS) {
            applications.add(id);
        }
    }

    /** A field has a name, a type and a value, which is null, an empty text or an empty list where there is none. */
    private boolean fills(String field, JsonToken token, String at) throws IOException {
        boolean value = at.equals(field) || isIn(field + "/value", at);
        return value && token != JsonToken.VALUE_NULL && !parser.getText().isBlank();
    }

    private static boolean isIn(String field, String at) {
        return at.startsWith(field) && (at.length() == field.length() || at.charAt(field.length()) == '/');
    }

    /** Greenhouse would refuse each call that names another, which would stop the tenant's slices. */
    private Long id(JsonToken token, Long otherwise) throws IOException {
        return token == JsonToken.VALUE_NUMBER_INT
                        && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER
                        && parser.getLongValue() > 0
                ? Long.valueOf(parser.getLongValue())
                : otherwise;
    }
}
