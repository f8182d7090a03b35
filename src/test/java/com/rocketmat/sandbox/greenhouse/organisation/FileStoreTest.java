package com.rocketmat.sandbox.greenhouse.organisation;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.sandbox.greenhouse.InProcessSandbox;
import com.rocketmat.sandbox.greenhouse.wire.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FileStoreTest {

    @AutoClose
    private final InProcessSandbox sandbox = new InProcessSandbox();

    private long application;
    private long resume;

    @BeforeEach
    void addResume() {
        application = sandbox.application();
        resume = sandbox.acme.addResume(application, "Ada's résumé.txt", "Ada".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aRequestWithACredentialIsRejected() {
        assertThat(fetch(url(), Map.of("Authorization", "Bearer " + sandbox.token()))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void anAddressIsValidForSevenDays() {
        String url = url();
        sandbox.clock.forward(Duration.ofDays(7).minusSeconds(1));
        assertThat(fetch(url, Map.of()).status()).isEqualTo(200);
        sandbox.clock.forward(Duration.ofSeconds(2));
        assertThat(fetch(url, Map.of()).status()).isEqualTo(403);
        sandbox.forgetToken();
        assertThat(fetch(url(), Map.of()).status()).isEqualTo(200);
    }

    @Test
    void aWrongSignatureIsRejected() {
        String url = url();
        assertThat(fetch(url.replaceFirst("Signature=.", "Signature=-"), Map.of())
                        .status())
                .isEqualTo(403);
        sandbox.acme.remove("attachments", resume);
        assertThat(fetch(url, Map.of()).status()).isEqualTo(404);
    }

    @Test
    void aReencodedAddressIsRejected() {
        String url = url();
        assertThat(url).endsWith("%3D");
        assertThat(fetch(url.replace("%3D", "="), Map.of()).status()).isEqualTo(403);
        assertThat(fetch(url.replace("%3D", "%253D"), Map.of()).status()).isEqualTo(403);
    }

    private String url() {
        return sandbox.row("/v3/attachments?ids=" + resume).path("url").asText();
    }

    private Response fetch(String url, Map<String, String> headers) {
        return sandbox.send("GET", url, headers, "");
    }
}
