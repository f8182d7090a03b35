package com.rocketmat.decision.seal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rocketmat.decision.ExportFrame;
import com.rocketmat.problem.Sha256;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.vault.Transit;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The first and last line of a signed export. The first line names the tenant, so that the file cannot be passed off as another's. The
 * last line has the digest of all bytes before it, and a signature of the digest's 32 bytes.
 */
final class SignedExport implements ExportFrame {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final MessageDigest digest = Sha256.digest();
    private final TenantId tenant;
    private final long since;
    private final Instant at;
    private final Function<byte[], Transit.Signed> signer;

    SignedExport(TenantId tenant, long since, Instant at, Function<byte[], Transit.Signed> signer) {
        this.tenant = tenant;
        this.since = since;
        this.at = at;
        this.signer = signer;
    }

    @Override
    public byte[] first() {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("export", "decisions");
        line.put("tenant", tenant.value());
        line.put("since", since);
        line.put("at", at.toString());
        return line(line);
    }

    @Override
    public void sent(byte[] bytes) {
        digest.update(bytes);
    }

    @Override
    public byte[] last() {
        byte[] message = digest.digest();
        Transit.Signed signed = signer.apply(message);
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("sha256", HexFormat.of().formatHex(message));
        line.put("algorithm", "Ed25519");
        line.put("keyVersion", signed.keyVersion());
        line.put("signature", signed.base64());
        return line(line);
    }

    private static byte[] line(Map<String, Object> line) {
        try {
            return (JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers can always be written", e);
        }
    }
}
