package com.rocketmat.score.write;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.score.Reason;
import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

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

    private static Reason reason(String feature, String weight) {
        return new Reason(feature, new BigDecimal(weight));
    }
}
