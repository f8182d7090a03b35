package com.rocketmat.decision.seal;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.tenant.scope.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EnvelopeTest {

    private static final UUID ALIAS = new UUID(1, 2);
    private static final SealedRow ROW = new SealedRow(new TenantId("acme"), ALIAS, 17, "version-1");
    private static final byte[] PLAIN = "candidate.experience_years 4.5".getBytes(StandardCharsets.UTF_8);

    private final Envelope envelope = new Envelope();
    private final DataKey key = key(3, 1);
    private final byte[] salt = filled(32, 2);

    @Property
    void aSealOpensForItsRow(@ForAll @Size(max = 5000) byte[] plain) {
        byte[] sealed = envelope.seal(key, salt, ROW, plain);

        assertThat(envelope.open(key, salt, ROW, sealed)).contains(plain);
        assertThat(Envelope.keyId(sealed)).contains(3L);
    }

    /** Sealed with OpenSSL. A release that changes the format could not open older seals. */
    @Test
    void oldSealsCanBeOpened() {
        byte[] old = HexFormat.of()
                .parseHex(
                        "010000000000000003000102030405060708090a0b"
                                + "ed27116a4b58d7c506927928d083c6c6366112db574772100a1394dbc194355af938bc755fcd150ef89caef5a095");

        assertThat(envelope.open(key, salt, ROW, old)).contains(PLAIN);
    }

    @Test
    void everyFlippedBitIsFound() {
        byte[] sealed = envelope.seal(key, salt, ROW, PLAIN);
        for (int bit = 0; bit < sealed.length * Byte.SIZE; bit++) {
            byte[] flipped = sealed.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);

            assertThat(envelope.open(key, salt, ROW, flipped)).as("bit %d", bit).isEmpty();
        }
    }

    @Property
    void aTruncatedSealDoesNotOpen(@ForAll @IntRange(max = 1_000_000) int length) {
        byte[] sealed = envelope.seal(key, salt, ROW, PLAIN);

        assertThat(envelope.open(key, salt, ROW, Arrays.copyOf(sealed, length % sealed.length)))
                .isEmpty();
    }

    @Test
    void aSealOpensForNoOtherRowSaltOrKey() {
        byte[] sealed = envelope.seal(key, salt, ROW, PLAIN);

        for (SealedRow other : List.of(
                new SealedRow(new TenantId("bolt"), ALIAS, 17, "version-1"),
                new SealedRow(new TenantId("acme"), new UUID(1, 3), 17, "version-1"),
                new SealedRow(new TenantId("acme"), ALIAS, 18, "version-1"),
                new SealedRow(new TenantId("acme"), ALIAS, 17, "version-2"))) {
            assertThat(envelope.open(key, salt, other, sealed)).as("%s", other).isEmpty();
        }
        assertThat(envelope.open(key, filled(32, 9), ROW, sealed)).isEmpty();
        assertThat(envelope.open(key(3, 9), salt, ROW, sealed)).isEmpty();
        assertThat(envelope.open(key(4, 1), salt, ROW, sealed)).isEmpty();
    }

    @Test
    void theSameValuesAreSealedDifferentlyEachTime() {
        assertThat(envelope.seal(key, salt, ROW, PLAIN)).isNotEqualTo(envelope.seal(key, salt, ROW, PLAIN));
    }

    @Property
    void keysAreDerivedLikeTheJdkDoes(
            @ForAll @Size(min = 1, max = 80) byte[] secret,
            @ForAll @Size(min = 1, max = 80) byte[] salt,
            @ForAll @Size(max = 80) byte[] info)
            throws GeneralSecurityException {
        byte[] expected = KDF.getInstance("HKDF-SHA256")
                .deriveData(HKDFParameterSpec.ofExtract()
                        .addIKM(secret)
                        .addSalt(salt)
                        .thenExpand(info, 32));

        assertThat(Envelope.hkdf(secret, salt, info)).isEqualTo(expected);
    }

    @Test
    void aKeyPrintsStars() {
        assertThat(key).hasToString("***");
        assertThat(Envelope.keyId(new byte[0])).isEmpty();
    }

    private static DataKey key(long id, int fill) {
        return new DataKey(id, filled(32, fill));
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
