package com.rocketmat.tenant.vault;

import io.quarkus.vault.client.VaultClient;
import io.quarkus.vault.client.http.jdk.JDKVaultHttpClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;

/** A client of Vault with a fixed token and a timeout of two seconds. */
final class TestClient {

    private TestClient() {}

    static VaultClient of(URI address, String token) {
        return VaultClient.builder()
                .baseUrl(address.toString())
                .executor(new JDKVaultHttpClient(HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()))
                .requestTimeout(Duration.ofSeconds(2))
                .clientToken(token)
                .build();
    }
}
