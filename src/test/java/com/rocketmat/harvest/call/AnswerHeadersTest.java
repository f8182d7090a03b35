package com.rocketmat.harvest.call;

import static com.rocketmat.harvest.Answers.headers;
import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.harvest.Answers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerHeadersTest {

    private static final String PAGE = "https://harvest.greenhouse.io/v3/applications?cursor=eyJxIjp7fX0%3D";

    @Test
    void allHeadersAreRead() {
        AnswerHeaders answer = headers(Map.of(
                "Date", "Tue, 24 Nov 2026 10:00:07 GMT",
                "X-RateLimit-Limit", "150",
                "X-RateLimit-Remaining", "149",
                "X-RateLimit-Reset", "1795514437",
                "Link", "<" + PAGE + ">; rel=\"next\"",
                "X-Request-Id", "0f0e0d"));

        assertThat(answer)
                .isEqualTo(new AnswerHeaders(
                        Optional.of(Instant.parse("2026-11-24T10:00:07Z")),
                        OptionalInt.of(150),
                        OptionalInt.of(149),
                        Optional.of(Instant.parse("2026-11-24T10:00:37Z")),
                        Optional.empty(),
                        Optional.of(PAGE),
                        "0f0e0d"));
    }

    @Test
    void anAnswerOfTheCdnHasNoHeaders() {
        assertThat(headers(Map.of()))
                .isEqualTo(new AnswerHeaders(
                        Optional.empty(),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "none"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                "next",
                "<https://harvest.greenhouse.io/v3/applications?cursor=x>",
                "<https://harvest.greenhouse.io/v3/applications?cursor=x>; rel=\"prev\"",
                "<https://harvest.greenhouse.io/v3/applications?page=9>; rel=\"last\"",
                "<https://harvest.greenhouse.io/v3/applications?cursor=x>; rel=\"nextish\"",
                "<https://harvest.greenhouse.io/v3/applications?cursor=x>; rel=\"prev-next\"",
                "<https://harvest.greenhouse.io/v3/applications?cursor=x>; rel=nextish",
                "<https://harvest.greenhouse.io/v3/applications?cursor=x>; title=a, b; rel=next",
                "<https://x/prev>; title=\"<https://x/none>; rel=next\"; rel=prev",
                "<https://harvest.greenhouse.io/v3/applications?cursor=x>; title=\"next\"",
                "<https://harvest.greenhouse.io/v3/applications?cursor=x>; title=\"; rel=next\"",
                "<https://harvest.greenhouse.io/v3/applications?cursor=x> rel=\"next\"",
                "<>; rel=\"next\""
            })
    void withoutANextLinkAPageIsTheLast(String link) {
        assertThat(next(link)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<%s>; rel=\"next\"",
                "<%s>;rel=\"next\"",
                "<%s> ; rel=next",
                "<%s>; REL=\"Next\"",
                "<%s>; rel = \"next\"",
                "<%s>; title=\"more\"; rel=\"next\"",
                "<%s>; title=\"2 > 1; and so on\" ; rel=\"next\"",
                "<%s>; title=\"say \\\"hi\\\"\"; rel=\"next\"",
                "<%s>; rel=\"next\"; title=\"more\"",
                "<%s>; rel=\"next last\"",
                "<%s>; rel=\"prev next\"",
                "<https://x/prev>; rel=\"prev\"; title=\"; rel=next\", <%s>; rel=\"next\"",
                "<https://x/prev>; rel=prev, <%s>; rel=next",
                "<https://harvest.greenhouse.io/v1/a?page=1>; rel=\"prev\",<%s>; rel=\"next\",<https://x/last>; rel=\"last\""
            })
    void theNextLinkIsFoundInAnySpelling(String link) {
        assertThat(next(link.formatted(PAGE))).contains(PAGE);
    }

    /** As long as Quarkus reads headers. */
    @Test
    @Timeout(5)
    void aHostileLinkIsParsedQuickly() {
        assertThat(next("<a>" + ";".repeat(8_000))).isEmpty();
        assertThat(next("<".repeat(4_000) + "a>;rel=\"" + " next".repeat(800))).isEmpty();
        assertThat(next("<a>" + ";a=\"b\"".repeat(1_300) + ";rel=next")).contains("a");
    }

    private static Optional<String> next(String link) {
        return headers(Map.of("Link", link)).next();
    }

    @Test
    void retryAfterIsInSeconds() {
        assertThat(headers(Map.of("Retry-After", "0")).retryAfter())
                .as("the rest of a second")
                .contains(Duration.ofSeconds(1));
        assertThat(headers(Map.of("Retry-After", "23")).retryAfter()).contains(Duration.ofSeconds(23));
    }

    /** As v1's documentation had it in 2023, or as HTTP has it. */
    @ParameterizedTest
    @CsvSource({
        "1795514410,3",
        "1795514407,1",
        "1795514000,1",
        "'Tue, 24 Nov 2026 10:00:10 GMT',3",
        "'Tue, 24 Nov 2026 10:00:07 GMT',1",
        "'Tue, 24 Nov 2026 09:00:00 GMT',1"
    })
    void retryAfterMayBeAMoment(String moment, long seconds) {
        Instant now = Instant.ofEpochSecond(1_795_514_407);

        assertThat(Answers.refused(now, moment).retryAfter()).contains(Duration.ofSeconds(seconds));
        assertThat(headers(Map.of("Retry-After", moment)).retryAfter())
                .as("without a Date")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "soon", "1.5", "7s", "Tue, 24 Nov 10:00:07", "9999999999999", "٣"})
    void anUnreadableNumberCountsAsAbsent(String junk) {
        AnswerHeaders answer = headers(Map.of(
                "Date", "Tue, 24 Nov 2026 10:00:00 GMT",
                "Retry-After", junk,
                "X-RateLimit-Limit", junk,
                "X-RateLimit-Remaining", junk,
                "X-RateLimit-Reset", junk));

        assertThat(answer.retryAfter()).isEmpty();
        assertThat(answer.limit()).isEmpty();
        assertThat(answer.remaining()).isEmpty();
        assertThat(answer.reset()).isEmpty();
    }

    @Test
    void aLimitBeyondAnIntCountsAsAbsent() {
        assertThat(headers(Map.of("X-RateLimit-Limit", "2147483648")).limit()).isEmpty();
        assertThat(headers(Map.of("X-RateLimit-Limit", "2147483647")).limit()).hasValue(Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "now", "2026-11-24T10:00:07Z", "Mon, 24 Nov 2026 10:00:07 GMT", "1795514437"})
    void anUnreadableDateCountsAsAbsent(String junk) {
        assertThat(headers(Map.of("Date", junk)).date()).isEmpty();
    }

    @Property
    void noHeaderValueIsAnError(@ForAll String junk) {
        AnswerHeaders answer = AnswerHeaders.of(_ -> junk);

        assertThat(answer.requestId()).isEqualTo(junk);
    }
}
