package com.rocketmat.decision;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.decision.ChainCheck.Position;
import com.rocketmat.decision.ChainPages.Link;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Every change of a chain is found at the changed row. */
class ChainPropertiesTest {

    private static final Position BEGINNING = new Position(0, new byte[ChainedRow.DIGEST_BYTES]);
    private static final int NUMBER = 1;
    private static final Instant AT = Instant.parse("2026-11-24T12:00:05.123456Z");

    @Property
    void anUnchangedChainIsIntact(@ForAll("chains") List<Link> chain) {
        assertThat(verify(chain, BEGINNING, head(chain)))
                .isEqualTo(new Verification(true, chain.size(), null, text(chain.size())));
    }

    @Property
    void everyChangeOfAColumnIsFound(
            @ForAll("chains") List<Link> chain, @ForAll int which, @ForAll("changes") Change change) {
        int place = Math.floorMod(which, chain.size());
        ChainedRow after = change.of(chain.get(place).row());
        List<Link> changed = new ArrayList<>(chain);
        changed.set(place, new Link(after, chain.get(place).digest(), false));

        Verification verification = verify(changed, BEGINNING, head(chain));

        assertThat(verification.ok()).isFalse();
        assertThat(verification.brokenAt()).isEqualTo(place + 1);
    }

    /** An attacker can recompute the digest of a row, but not those after it or the head. */
    @Property
    void aChangeWithARecomputedDigestIsFoundAtTheNextRow(
            @ForAll("chains") List<Link> chain, @ForAll int which, @ForAll("changes") Change change) {
        int place = Math.floorMod(which, chain.size());
        ChainedRow after = change.of(chain.get(place).row());
        if (after.number() != place + 1) {
            return;
        }
        byte[] previous = place == 0 ? BEGINNING.digest() : chain.get(place - 1).digest();
        List<Link> changed = new ArrayList<>(chain);
        changed.set(place, new Link(after, after.digest(previous), false));

        Verification verification = verify(changed, BEGINNING, head(chain));

        assertThat(verification.ok()).isFalse();
        assertThat(verification.brokenAt()).isGreaterThanOrEqualTo(place + 1L);
        if (place == chain.size() - 1) {
            assertThat(verification.detail()).startsWith("row %d was changed".formatted(place + 1));
        }
    }

    @Property
    void aRemovedRowIsFound(@ForAll("chains") List<Link> chain, @ForAll int which) {
        int place = Math.floorMod(which, chain.size());
        List<Link> less = new ArrayList<>(chain);
        less.remove(place);

        Verification verification = verify(less, BEGINNING, head(chain));

        assertThat(verification.brokenAt()).isEqualTo(place + 1);
        assertThat(verification.detail()).startsWith("row %d is missing".formatted(place + 1));
    }

    @Property
    void aTruncatedChainIsFound(@ForAll("chains") List<Link> chain, @ForAll int which) {
        int remaining = Math.floorMod(which, chain.size());

        assertThat(verify(chain.subList(0, remaining), BEGINNING, head(chain)).brokenAt())
                .isEqualTo(remaining + 1);
    }

    @Property
    void anInsertedRowIsFound(@ForAll("chains") List<Link> chain, @ForAll int which, @ForAll("rows") ChainedRow added) {
        int place = Math.floorMod(which, chain.size() + 1);
        List<ChainedRow> rows = new ArrayList<>(chain.stream().map(Link::row).toList());
        rows.add(place, added);
        List<Link> more = chained(rows, BEGINNING);
        for (int row = 0; row < place; row++) {
            more.set(row, chain.get(row));
        }

        assertThat(verify(more, BEGINNING, head(chain)).ok()).isFalse();
    }

    /** Far behind it, where no page has read them, too. */
    @Property
    void rowsBehindTheEndAreFoundAtTheFirstOfThem(
            @ForAll("chains") List<Link> chain, @ForAll int which, @ForAll boolean unread) {
        int end = Math.floorMod(which, chain.size());
        List<Link> kept = chain.subList(0, end);
        ChainCheck check = new ChainCheck(BEGINNING);
        follow(check, unread ? kept : chain);

        assertThat(check.result(kept.isEmpty() ? BEGINNING : head(kept), chain.size())
                        .brokenAt())
                .isEqualTo(end + 1);
    }

    @Property
    void swappedRowsAreFound(@ForAll("chains") List<Link> chain, @ForAll int one, @ForAll int other) {
        int first = Math.floorMod(one, chain.size());
        int second = Math.floorMod(other, chain.size());
        if (first == second) {
            return;
        }
        List<Link> swapped = new ArrayList<>(chain);
        swapped.set(first, renumbered(chain.get(second), first + 1));
        swapped.set(second, renumbered(chain.get(first), second + 1));

        assertThat(verify(swapped, BEGINNING, head(chain)).brokenAt()).isEqualTo(Math.min(first, second) + 1);
    }

    /** Retention removes the first rows and records the last of them as the root. */
    @Property
    void rowsRemovedByRetentionAreNotMissing(@ForAll("chains") List<Link> chain, @ForAll int which) {
        int removed = Math.floorMod(which, chain.size() + 1);
        Position root = removed == 0
                ? BEGINNING
                : new Position(removed, chain.get(removed - 1).digest());

        Verification verification = verify(chain.subList(removed, chain.size()), root, head(chain));

        assertThat(verification.ok()).isTrue();
        assertThat(verification.rows()).isEqualTo(chain.size() - removed);
    }

    @Property
    void aRowFromBeforeTheRootIsFound(@ForAll("chains") List<Link> chain, @ForAll int which) {
        int removed = 1 + Math.floorMod(which, chain.size());
        Position root = new Position(removed, chain.get(removed - 1).digest());

        assertThat(verify(chain.subList(removed - 1, chain.size()), root, head(chain))
                        .ok())
                .isFalse();
    }

    /** Retention may run between two pages of a verification. */
    @Property
    void rowsRemovedDuringAVerificationAreNotMissing(
            @ForAll("chains") List<Link> chain, @ForAll int one, @ForAll int other) {
        int followed = Math.floorMod(one, chain.size());
        int removed = followed + Math.floorMod(other, chain.size() - followed + 1);
        ChainCheck check = new ChainCheck(BEGINNING);
        follow(check, chain.subList(0, followed));

        check.skipTo(
                removed == 0
                        ? BEGINNING
                        : new Position(removed, chain.get(removed - 1).digest()));
        follow(check, chain.subList(removed, chain.size()));

        assertThat(check.result(head(chain), chain.size()).ok()).isTrue();
    }

    /** A release that changes the canonical form breaks the chains of all customers. */
    @Test
    void theCanonicalFormIsEachColumnBehindItsLength() throws Exception {
        var row = new ChainedRow(
                "acme",
                1,
                AT,
                new UUID(3, 4),
                5L,
                "SCORED",
                "9f",
                new BigDecimal("87.50"),
                0.875,
                "[]",
                "LIVE",
                null,
                new byte[] {7});
        var form = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(form)) {
            out.write(BEGINNING.digest());
            String[] texts = {
                "acme",
                "1",
                "1795521605123456",
                "00000000-0000-0003-0000-000000000004",
                "5",
                "SCORED",
                "9f",
                "87.50",
                "3fec000000000000",
                "[]",
                "LIVE"
            };
            for (String text : texts) {
                out.writeInt(text.length());
                out.writeBytes(text);
            }
            out.writeInt(-1);
            out.writeInt(1);
            out.write(7);
        }

        assertThat(row.digest(BEGINNING.digest()))
                .isEqualTo(MessageDigest.getInstance("SHA-256").digest(form.toByteArray()));
    }

    /** Changes one column, even if it is null. */
    record Change(int column) {

        private static final RecordComponent[] COLUMNS = ChainedRow.class.getRecordComponents();

        ChainedRow of(ChainedRow row) {
            return with(row, column, other(values(row)[column]));
        }

        private Object other(Object value) {
            return switch (value) {
                case Long number -> number + 1;
                case Instant at -> at.plus(1, ChronoUnit.MICROS);
                case UUID alias -> new UUID(alias.getMostSignificantBits(), alias.getLeastSignificantBits() + 1);
                case String text -> text + "x";
                case BigDecimal score -> score.add(new BigDecimal("0.01"));
                case Double raw -> Double.longBitsToDouble(Double.doubleToLongBits(raw) ^ 1);
                case byte[] digest -> flipped(digest);
                case null -> COLUMNS[column].getType() == byte[].class ? new byte[0] : empty();
                default -> throw new IllegalStateException("a column of a new type: " + COLUMNS[column]);
            };
        }

        private Object empty() {
            Class<?> type = COLUMNS[column].getType();
            return type == String.class
                    ? ""
                    : type == Long.class ? Long.valueOf(1) : type == Double.class ? Double.valueOf(0) : BigDecimal.ZERO;
        }

        private static byte[] flipped(byte[] digest) {
            if (digest.length == 0) {
                return new byte[] {0};
            }
            byte[] flipped = digest.clone();
            flipped[0] ^= 1;
            return flipped;
        }

        static ChainedRow with(ChainedRow row, int column, Object value) {
            Object[] values = values(row);
            values[column] = value;
            try {
                return ChainedRow.class
                        .getDeclaredConstructor(Arrays.stream(COLUMNS)
                                .map(RecordComponent::getType)
                                .toArray(Class<?>[]::new))
                        .newInstance(values);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        private static Object[] values(ChainedRow row) {
            return Arrays.stream(COLUMNS)
                    .map(part -> {
                        try {
                            return part.getAccessor().invoke(row);
                        } catch (ReflectiveOperationException e) {
                            throw new IllegalStateException(e);
                        }
                    })
                    .toArray();
        }
    }

    @Provide
    Arbitrary<Change> changes() {
        return Arbitraries.integers().between(0, Change.COLUMNS.length - 1).map(Change::new);
    }

    @Provide
    Arbitrary<List<Link>> chains() {
        return rows().list().ofMinSize(1).ofMaxSize(8).map(rows -> chained(rows, BEGINNING));
    }

    @Provide
    Arbitrary<ChainedRow> rows() {
        Arbitrary<String> texts = Arbitraries.strings().ofMaxLength(5).injectNull(0.3);
        return Combinators.combine(
                        Arbitraries.longs().between(1, 9).injectNull(0.3),
                        texts,
                        Arbitraries.bigDecimals().ofScale(2).injectNull(0.3),
                        Arbitraries.doubles().injectNull(0.3),
                        texts,
                        texts,
                        texts,
                        Arbitraries.bytes().array(byte[].class).ofMaxSize(3).injectNull(0.5))
                .as((job, version, value, raw, reasons, mode, detail, digest) -> new ChainedRow(
                        "acme",
                        0,
                        AT,
                        new UUID(3, 4),
                        job,
                        "SCORED",
                        version,
                        value,
                        raw,
                        reasons,
                        mode,
                        detail,
                        digest));
    }

    private static List<Link> chained(List<ChainedRow> rows, Position root) {
        List<Link> links = new ArrayList<>();
        byte[] digest = root.digest();
        for (ChainedRow row : rows) {
            ChainedRow numbered = numbered(row, root.number() + links.size() + 1);
            digest = numbered.digest(digest);
            links.add(new Link(numbered, digest, false));
        }
        return links;
    }

    private static Link renumbered(Link link, long number) {
        return new Link(numbered(link.row(), number), link.digest(), false);
    }

    private static ChainedRow numbered(ChainedRow row, long number) {
        return Change.with(row, NUMBER, number);
    }

    private static Position head(List<Link> chain) {
        return new Position(chain.size(), chain.getLast().digest());
    }

    private static String text(int rows) {
        return rows == 1 ? "1 row is unchanged" : rows + " rows are unchanged";
    }

    private static Verification verify(List<Link> links, Position root, Position head) {
        ChainCheck check = new ChainCheck(root);
        if (links.isEmpty() || check.checkStart(links.getFirst().row().number(), root)) {
            // a page starts after the root
            follow(
                    check,
                    links.stream()
                            .filter(link -> link.row().number() > root.number())
                            .toList());
        }
        return check.result(head, links.isEmpty() ? 0 : links.getLast().row().number());
    }

    private static void follow(ChainCheck check, List<Link> links) {
        for (Link link : links) {
            if (!check.follow(link)) {
                return;
            }
        }
    }
}
