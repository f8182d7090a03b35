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

/** Extracts action and ids from a body while it arrives, and keeps nothing else: the sender is only known after the last byte. */
final class NoticeReader {

    /** No field that matters is longer, and the parser buffers each text to its end. */
    private static final int MAX_TEXT_LENGTH = 256 * 1024;

    /** A forged body may have a million, and a token costs far more than its bytes. */
    private static final long MAX_TOKENS = 200_000;

    private static final int MAX_DEPTH = 6;
    private static final int MAX_APPLICATIONS = 1_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(MAX_TEXT_LENGTH)
                    .maxNestingDepth(100)
                    .maxNameLength(1_000)
                    .maxTokenCount(MAX_TOKENS)
                    .build())
            // forged names must not fill the parser's symbol table
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
    private boolean hasScoreField;
    private boolean hasScore;
    private boolean optsOut;
    private boolean unreadable;

    /**
     * @param scoreField the key of the tenant's score field
     * @param optOutField the key of the field in which a candidate with a score may object
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
            // not logged, because its message quotes the body
            unreadable = true;
        }
    }

    /** Empty if the body is unreadable or incomplete. */
    Optional<Notice> end() {
        feeder.endOfInput();
        try {
            if (!unreadable) {
                read();
            }
        } catch (IOException e) {
            unreadable = true;
        }
        return unreadable || action.isEmpty()
                ? Optional.empty()
                : Optional.of(notice()).filter(Notice::hasIdsForEffect);
    }

    private Notice notice() {
        Effect effect = Effect.of(action);
        return effect == Effect.NOTHING || (effect == Effect.READ && !mayNeedScore())
                ? Notice.withoutEffect(Effect.knownOrOther(action))
                : new Notice(
                        Effect.knownOrOther(action),
                        effect,
                        Set.copyOf(applications),
                        Optional.ofNullable(candidate),
                        Optional.ofNullable(winner));
    }

    /** Not after our own PATCH, which Greenhouse echoes as an update with the score. */
    private boolean mayNeedScore() {
        boolean scoreMissing = hasScoreField && !hasScore;
        return !prospect && (!action.equals("application_updated") || optsOut || scoreMissing);
    }

    private void read() throws IOException {
        for (JsonToken token = parser.nextToken();
                token != null && token != JsonToken.NOT_AVAILABLE;
                token = parser.nextToken()) {
            JsonStreamContext place = parser.getParsingContext();
            if (token.isScalarValue() && place.getNestingDepth() <= MAX_DEPTH) {
                take(token, place.pathAsPointer().toString());
            }
        }
    }

    private void take(JsonToken token, String path) throws IOException {
        switch (path) {
            case "/action" -> action = parser.getText();
            case "/payload/application/id" -> addApplication(token);
            case "/payload/application/prospect" -> prospect = token == JsonToken.VALUE_TRUE;
            case "/payload/application/candidate/id",
                    "/payload/application/candidate_id",
                    "/payload/candidate/id",
                    "/payload/person/id",
                    "/payload/candidate_id" -> candidate = id(token, candidate);
            case "/payload/person/new_candidate_id" -> winner = id(token, winner);
            default -> {
                if (path.startsWith("/payload/person/deleted_application_ids/")
                        || path.startsWith("/payload/person/application_ids/")) {
                    addApplication(token);
                } else {
                    hasScoreField |= isIn(scoreField, path);
                    hasScore |= isFilled(scoreField, token, path);
                    // a No may be the form's default, which every echo of ours would carry
                    optsOut |= isFilled(optOutField, token, path) && token != JsonToken.VALUE_FALSE;
                }
            }
        }
    }

    private void addApplication(JsonToken token) throws IOException {
        Long id = id(token, null);
        if (id != null && applications.size() < MAX_APPLICATIONS) {
            applications.add(id);
        }
    }

    /** A field is an object with a name, a type and a value; an empty one has null, an empty text or an empty list. */
    private boolean isFilled(String field, JsonToken token, String path) throws IOException {
        boolean value = path.equals(field) || isIn(field + "/value", path);
        return value && token != JsonToken.VALUE_NULL && !parser.getText().isBlank();
    }

    private static boolean isIn(String field, String path) {
        return path.startsWith(field) && (path.length() == field.length() || path.charAt(field.length()) == '/');
    }

    /** Only positive longs: Greenhouse rejects calls with any other id, which would stop the tenant's slices. */
    private Long id(JsonToken token, Long defaultId) throws IOException {
        return token == JsonToken.VALUE_NUMBER_INT
                        && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER
                        && parser.getLongValue() > 0
                ? Long.valueOf(parser.getLongValue())
                : defaultId;
    }
}
