package com.rocketmat.score.write;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.feature.FeatureDescription;
import com.rocketmat.score.Reason;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Matcher;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReasonsTextTest {

    @Test
    void listsSignedWeightsAndNames() {
        assertThat(ReasonsText.of(List.of(
                        reason("candidate.experience_years", "12.0"),
                        reason("job.open_days", "-4.5"),
                        reason("application.custom[notice]", "0.03"))))
                .isEqualTo("+12 candidate.experience_years, -4.5 job.open_days, +0.03 application.custom[notice]");
    }

    @Test
    void writesRoundWeightsPlainly() {
        assertThat(ReasonsText.of(List.of(reason("a", "100.0"), reason("b", "-0.00001"))))
                .isEqualTo("+100 a, -0.00001 b");
    }

    @Test
    void isEmptyWithoutReasons() {
        assertThat(ReasonsText.of(List.of())).isEmpty();
    }

    @Test
    void omitsTheLastReasonsIfTheTextIsTooLong() {
        Reason question = reason("application.answer[" + "Why do you want to work with us? ".repeat(3) + "]", "12.0");

        assertThat(ReasonsText.of(List.of(question, question, question, reason("job.open_days", "1.5"))))
                .isEqualTo(ReasonsText.of(List.of(question, question)))
                .endsWith("with us? ]");
    }

    @Test
    void shortensTheOnlyNameIfItIsTooLong() {
        assertThat(ReasonsText.of(List.of(reason("x".repeat(300), "1.0")))).isEqualTo("+1 " + "x".repeat(250) + "…");
        assertThat(ReasonsText.of(List.of(reason("x".repeat(251), "1.0")))).isEqualTo("+1 " + "x".repeat(251));
    }

    @Test
    void doesNotSplitASurrogatePair() {
        assertThat(ReasonsText.of(List.of(reason("x".repeat(249) + "😀y", "1.0"))))
                .isEqualTo("+1 " + "x".repeat(249) + "…");
    }

    @Test
    void isOneLine() {
        assertThat(ReasonsText.of(List.of(reason("application.answer[Two\r\n\tlines]", "1.0"))))
                .isEqualTo("+1 application.answer[Two lines]");
    }

    @Property
    void fitsInAShortText(@ForAll @Size(max = 3) List<@StringLength(max = 1000) String> names, @ForAll double weight) {
        BigDecimal rounded = Double.isFinite(weight) ? new BigDecimal(weight) : BigDecimal.ONE;

        String text = ReasonsText.of(
                names.stream().map(name -> new Reason(name, rounded)).toList());

        assertThat(text).hasSizeLessThan(255);
    }

    @Property
    void aTextOfOursIsRecognisedWhateverItsParameters(
            @ForAll @Size(min = 1, max = 3) List<@From("features") String> features,
            @ForAll @Scale(6) @BigRange(min = "-100000", max = "100000") BigDecimal weight) {
        String text = ReasonsText.of(
                features.stream().map(name -> new Reason(name, weight)).toList());

        assertThat(ReasonsText.isOurs(text)).as(text).isTrue();
    }

    /** Members of families with anything in brackets. */
    @Provide
    Arbitrary<String> features() {
        Arbitrary<String> inBrackets = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(600),
                Arbitraries.strings().withChars("], [+1…😀\n").ofMaxLength(300),
                Arbitraries.of("Salary, in € [gross]?", "a], -3 candidate.custom[b", "notice"));
        List<String> names = new FeatureCatalogue()
                .describe().stream().map(FeatureDescription::name).toList();
        return Combinators.combine(Arbitraries.of(names), inBrackets)
                .as((name, parameter) -> name.replaceAll("\\[.*", Matcher.quoteReplacement("[" + parameter + "]")));
    }

    @Test
    void theTextForNoReasonsIsOurs() {
        assertThat(ReasonsText.isOurs(ReasonsText.replacing(List.of()))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "I know her",
                "+1 from me",
                "+12 candidate.experience_years (but see notes)",
                "See notes: +12 candidate.experience_years",
                "+12 candidate.experience_years, I know her",
                "+12 candidate.experience_years, ",
                "+12 application.custom[notice]\nI know her",
                "+12 application.custom[notice] and I know her…",
                "+12 candidate.Experience",
                "12 candidate.experience_years",
                "no single feature moved it, but I know her",
                "+1 job.title, +1 job.title, +1 job.title, +1 job.title"
            })
    void aPersonsTextIsNotOurs(String text) {
        assertThat(ReasonsText.isOurs(text)).isFalse();
    }

    @Test
    void aTextThatIsLongerThanOursIsAPersons() {
        assertThat(ReasonsText.isOurs("+1 application.custom[%s]".formatted("x".repeat(300))))
                .isFalse();
    }

    private static Reason reason(String feature, String weight) {
        return new Reason(feature, new BigDecimal(weight));
    }
}
