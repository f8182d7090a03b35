package com.rocketmat.sandbox.vault;

import com.rocketmat.sandbox.process.SandboxProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Runs {@code deploy/k8s/vault/role.sh} against real servers, as a Vault administrator would; several threads may. */
public final class RoleScript {

    private static final Path BUILD = Path.of("target");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path directory;
    private final Path authority;

    private RoleScript(Path directory) {
        this.directory = directory;
        this.authority = directory.resolve("ca.pem");
    }

    /** With its own certificate authority, like a cluster. */
    public static RoleScript in(Path directory) {
        RoleScript script = new RoleScript(directory);
        List<Object> store =
                List.of("-alias", "ca", "-keystore", directory.resolve("store.p12"), "-storepass", "sandbox");
        script.keytool(store, "-genkeypair", "-keyalg", "EC", "-dname", "CN=cluster");
        script.keytool(store, "-exportcert", "-rfc", "-file", script.authority);
        return script;
    }

    /** For a Kubernetes namespace, with further environment such as {@code KUBERNETES_HOST}. */
    public void run(OpenBaoServer vault, String namespace, Map<String, String> more) {
        Path binary = OpenBaoBinary.find(BUILD).orElseThrow();
        ProcessBuilder script = new ProcessBuilder("sh", "deploy/k8s/vault/role.sh", namespace);
        Map<String, String> environment = script.environment();
        environment.put("PATH", binary.getParent() + ":" + environment.get("PATH"));
        environment.put("VAULT_ADDR", vault.address().toString());
        environment.put("VAULT_TOKEN", vault.administrator().token());
        environment.put("KUBERNETES_HOST", "https://127.0.0.1:6443");
        environment.put("KUBERNETES_CA", authority.toString());
        environment.putAll(more);
        run(script, "role-%s.log".formatted(UUID.randomUUID()));
    }

    private void keytool(List<Object> store, Object... command) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        Arrays.stream(command).forEach(word -> words.add(word.toString()));
        store.forEach(word -> words.add(word.toString()));
        run(new ProcessBuilder(words), "keytool.log");
    }

    private void run(ProcessBuilder command, String log) {
        try (SandboxProcess process = SandboxProcess.start(command, directory.resolve(log))) {
            if (process.exit(PATIENCE) != 0) {
                throw new IllegalStateException(process.tail());
            }
        }
    }
}
