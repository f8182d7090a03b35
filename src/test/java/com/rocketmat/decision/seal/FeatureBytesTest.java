package com.rocketmat.decision.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.rocketmat.feature.FeatureValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.zip.DeflaterOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FeatureBytesTest {

    private static final Map<String, FeatureValue> ROW = Map.of("candidate.title", new FeatureValue.Text("Engineer"));

    @Property
    void everyValueIsReadBackExactly(@ForAll("rows") Map<String, FeatureValue> row) {
        Map<String, FeatureValue> read = FeatureBytes.read(FeatureBytes.of(row));

        assertThat(List.copyOf(read.keySet())).isEqualTo(List.copyOf(row.keySet()));
        assertThat(read).allSatisfy((name, value) -> assertThat(bits(value)).isEqualTo(bits(row.get(name))));
    }

    @Provide
    static Arbitrary<Map<String, FeatureValue>> rows() {
        Arbitrary<FeatureValue> value = Arbitraries.oneOf(
                Arbitraries.longs().map(bits -> new FeatureValue.Numeric(Double.longBitsToDouble(bits))),
                Arbitraries.of(
                                0.0,
                                -0.0,
                                Double.NaN,
                                Double.MIN_VALUE,
                                Double.MAX_VALUE,
                                Double.POSITIVE_INFINITY,
                                Double.NEGATIVE_INFINITY)
                        .map(FeatureValue.Numeric::new),
                Arbitraries.longs().map(FeatureValue.Identifier::new),
                // all of UTF-16, including unpaired surrogates
                Arbitraries.strings().ofMaxLength(3000).map(FeatureValue.Text::new),
                Arbitraries.just(FeatureValue.MISSING));
        return Arbitraries.maps(Arbitraries.strings().ofMaxLength(40), value)
                .ofMaxSize(30)
                .map(LinkedHashMap::new);
    }

    /** A release that changes the format could not read older values. */
    @Test
    void oldBytesCanBeRead() {
        String kept =
                "01789cab564a54b232d133d5514a52b232d7514a56b2528aca3fbc5a49472905c88c294db1303000725295acf24a73726a012d5a0d23";
        assertThat(FeatureBytes.read(HexFormat.of().parseHex(kept)))
                .containsExactly(
                        entry("a", new FeatureValue.Numeric(4.5)),
                        entry("b", new FeatureValue.Identifier(7)),
                        entry("c", new FeatureValue.Text("Zoë")),
                        entry("d", new FeatureValue.Text("\ud800")),
                        entry("e", FeatureValue.MISSING));
    }

    @Test
    void aResumeIsCompressed() {
        String resume = "Led a team of five engineers who built payment systems. ".repeat(500);
        byte[] bytes = FeatureBytes.of(Map.of("resume.text", new FeatureValue.Text(resume)));

        assertThat(bytes.length).isLessThan(resume.length() / 4);
        assertThat(FeatureBytes.read(bytes)).containsValue(new FeatureValue.Text(resume));
    }

    /** As in UTF-8: if all but ASCII were escaped, these took twice as much. */
    @Test
    void anotherScriptIsNotEscaped() throws IOException {
        String text = new Random(7)
                .ints(2_000, 'а', 'я' + 1)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(plain)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }

        assertThat(FeatureBytes.of(Map.of("resume.text", new FeatureValue.Text(text))).length)
                .isLessThan(plain.size() + 50);
    }

    @Test
    void anUnknownFormatIsRefused() {
        byte[] bytes = FeatureBytes.of(ROW);
        bytes[0] = 7;

        assertThatThrownBy(() -> FeatureBytes.read(bytes)).isInstanceOf(IllegalArgumentException.class);
    }

    /** All NaNs are one. */
    private static Object bits(FeatureValue value) {
        return value instanceof FeatureValue.Numeric(double number) ? Double.doubleToLongBits(number) : value;
    }
}
