package com.rocketmat.decision.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.rocketmat.feature.FeatureValue;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
                Arbitraries.of(0.0, -0.0, Double.NaN, Double.MIN_VALUE, Double.NEGATIVE_INFINITY)
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
                "01789c63606060656060604cf47310628001c6244f288b1dc44b0e01922c51f9875783782921ff81e006585daa2e00d1fd0ace";
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

    @Test
    void anUnknownFormatIsRefused() {
        byte[] bytes = FeatureBytes.of(ROW);
        bytes[0] = 7;

        assertThatThrownBy(() -> FeatureBytes.read(bytes)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Doubles are equal for all NaNs. */
    private static Object bits(FeatureValue value) {
        return value instanceof FeatureValue.Numeric(double number) ? Double.doubleToRawLongBits(number) : value;
    }
}
