package com.rocketmat.deploy;

import static com.rocketmat.deploy.Manifests.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.guide.GuidePage;
import com.rocketmat.guide.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a new operator would copy from the guide works, as far as that can be tested without a cluster. */
class KubernetesGuideTest {

    private static final GuidePage PAGE = GuidePage.named("kubernetes");
    private static final Path MANIFESTS = Path.of("deploy/k8s");
    private static final String OVERLAY = "overlays/mine";
    private static final String TRAINER = "overlays/trainer-mine";
    private static final String IMAGE = "registry.example.com/rocketmat-greenhouse:" + OwnVersion.released();
    private static final String PRODUCTION = "namespace: rocketmat\nresources: [../production]\n";

    private static final List<ObjectNode> APPLIED = new ArrayList<>();

    private static Manifests existingCluster;

    @TempDir
    private static Path copy;

    @TempDir
    private Path folder;

    @BeforeAll
    static void copyTheManifests() throws IOException {
        try (Stream<Path> files = Files.walk(MANIFESTS)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = copy.resolve(MANIFESTS.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    /** Once, because each start of the validator takes a second. */
    @AfterAll
    static void everyAppliedObjectHasAValidSchema() throws IOException {
        APPLIED.add((ObjectNode) Manifests.parsed(heredoc("CSR")));

        assertThat(Schemas.ofKubernetes(new Manifests("guide", APPLIED))).isEmpty();
    }

    @Test
    void theOverlayOfTheChapterCanBeApplied() throws IOException {
        assertThat(image(applied(OVERLAY, heredoc("KUSTOMIZATION")))).isEqualTo(IMAGE);
    }

    @Test
    void theOverlayForAnExistingClusterReachesItsVaultAndDatabase() throws IOException {
        Manifests applied = ofAnExistingCluster();
        JsonNode egress = applied.the("NetworkPolicy").at("/spec/egress");
        JsonNode last = egress.get(egress.size() - 1);

        assertThat(image(applied)).isEqualTo(IMAGE);
        assertThat(applied.config("QUARKUS_VAULT_URL").asText()).isEqualTo("https://vault.example.com:8200");
        assertThat(applied.config("ROCKETMAT_REPLICAS_MAX").asInt()).isEqualTo(10);
        assertThat(applied.config("QUARKUS_DATASOURCE_JDBC_URL").asText())
                .contains("//db.example.com:")
                .as("the certificate is still verified")
                .endsWith("?" + parameters(Manifests.rendered("overlays/production")));
        assertThat(last.findValuesAsText("port")).containsExactly("5432", "8200");
        assertThat(last.at("/to/0").has("ipBlock")).isTrue();
    }

    /** Otherwise no pod would become ready: only public authorities and the cluster's own are trusted. */
    @ParameterizedTest
    @ValueSource(strings = {"containers", "initContainers"})
    void aPrivateAuthorityOfVaultIsTrusted(String containers) throws IOException {
        Manifests applied = ofAnExistingCluster();
        Path authority = Path.of(applied.config("QUARKUS_VAULT_TLS_CA_CERT").asText());

        assertThat(applied.pod().at("/" + containers + "/0/volumeMounts"))
                .filteredOn(mount -> Path.of(text(mount, "/mountPath")).equals(authority.getParent()))
                .singleElement()
                .satisfies(mount -> assertThat(applied.pod().path("volumes"))
                        .filteredOn(volume -> volume.path("name").equals(mount.path("name")))
                        .extracting(volume -> volume.path("configMap").toString())
                        .containsExactly("{\"name\":\"rocketmat-vault-ca\",\"optional\":true}"));
        assertThat(PAGE.text())
                .contains("create configmap rocketmat-vault-ca --from-file=" + authority.getFileName() + "=…`");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../trainer", "../trainer-keda"})
    void theOverlayOfTheTrainerCanBeApplied(String base) throws IOException {
        Manifests applied = applied(TRAINER, heredoc("TRAINER").replace("[../trainer]", "[" + base + "]"));

        assertThat(image(applied)).isEqualTo(IMAGE + "-jvm");
        assertThat(chapter())
                .contains(
                        "docker build -f src/main/docker/Dockerfile.jvm -t " + IMAGE + "-jvm .\n",
                        "docker push " + IMAGE + "-jvm\n",
                        "kubectl apply --server-side -k deploy/k8s/" + TRAINER + "\n",
                        "rollout status deployment/" + text(applied.the("Deployment"), "/metadata/name") + "\n");
    }

    @Test
    void theTrainerTakesTheSamePatches() throws IOException {
        Manifests applied =
                applied(TRAINER, yamlUnder("A cluster that has its own").replace("../production", "../trainer"));

        assertThat(applied.the("NetworkPolicy").at("/spec/egress"))
                .isEqualTo(ofAnExistingCluster().the("NetworkPolicy").at("/spec/egress"));
        assertThat(applied.config("QUARKUS_VAULT_URL").asText()).isEqualTo("https://vault.example.com:8200");
    }

    /** Otherwise both would claim the same tenants, or the cluster would reject the second one's Ingress. */
    @Test
    void aSecondDeploymentSharesNothingWithTheFirst() throws IOException {
        Manifests first = Manifests.rendered("overlays/production");
        Manifests second = applied(OVERLAY, yamlUnder("A second deployment"));
        ObjectNode ingress = second.the("Ingress");

        assertThat(image(second)).isEqualTo(IMAGE);
        assertThat(second.config("QUARKUS_DATASOURCE_JDBC_URL").asText())
                .endsWith("?" + parameters(first))
                .isNotEqualTo(first.config("QUARKUS_DATASOURCE_JDBC_URL").asText());
        assertThat(PAGE.text())
                .contains("`VAULT_ROLE=%s KV_MOUNT=%s TRANSIT_MOUNT=%s deploy/k8s/vault/role.sh %s`"
                        .formatted(
                                second.config("QUARKUS_VAULT_AUTHENTICATION_KUBERNETES_ROLE")
                                        .asText(),
                                second.config("QUARKUS_VAULT_KV_SECRET_ENGINE_MOUNT_PATH")
                                        .asText(),
                                second.config("QUARKUS_VAULT_TRANSIT_SECRET_ENGINE_MOUNT_PATH")
                                        .asText(),
                                text(second.the("Namespace"), "/metadata/name")));
        assertThat(ingress.findValuesAsText("host")).containsExactly("staging.example.com");
        assertThat(ingress.at("/spec/tls/0/hosts").toString()).isEqualTo("[\"staging.example.com\"]");
        assertThat(second.objects())
                .extracting(JsonNode::toString)
                .noneMatch(object -> object.contains("namespace=\\\"rocketmat\\\""))
                .noneMatch(object -> object.contains("\"namespace\":\"rocketmat\""));
    }

    @Test
    void onlyTheOtherIngressControllerIsAllowedIn() throws IOException {
        Manifests applied = applied(OVERLAY, PRODUCTION + yamlUnder("Another ingress controller"));
        ObjectNode ingress = applied.the("Ingress");
        JsonNode web = applied.the("NetworkPolicy").at("/spec/ingress/0");

        assertThat(text(ingress, "/spec/ingressClassName")).isEqualTo("traefik");
        assertThat(ingress.toString()).doesNotContain("nginx");
        assertThat(web.findValuesAsText("port")).containsExactly("http");
        assertThat(web.path("from").toString())
                .isEqualTo("[{\"namespaceSelector\":{\"matchLabels\":{\"kubernetes.io/metadata.name\":\"traefik\"}}}]");
    }

    @Test
    void theConsolesIngressIsAllowedBesideThatOfWebhooks() throws IOException {
        Path overlay = Files.createDirectories(copy.resolve(OVERLAY));
        Files.writeString(overlay.resolve("console.yaml"), yamlUnder("An ingress for the console"));
        String patched = found(PAGE.text(), "```yaml\n(resources: \\[../production, console.yaml\\]\n.*?)```");

        Manifests applied = applied(OVERLAY, "namespace: rocketmat\n" + patched);

        assertThat(applied.the("NetworkPolicy")
                        .at("/spec/ingress/0/from")
                        .findValuesAsText("kubernetes.io/metadata.name"))
                .containsExactly("ingress-nginx", "ingress-internal");
        assertThat(applied.all("Ingress"))
                .flatExtracting(ingress -> ingress.findValuesAsText("path"))
                .containsExactlyInAnyOrder("/webhooks/greenhouse/", "/console", "/_static", "/api");
        assertThat(applied.config("QUARKUS_HTTP_PROXY_TRUSTED_PROXIES").asText())
                .isNotEmpty();
    }

    /** If one place keeps the old host, the controller presents its own certificate, which Greenhouse rejects. */
    @Test
    void thePageOfWebhooksSetsTheHostInAllPlacesAndTheSecret() throws IOException {
        String page = GuidePage.named("webhooks").text();
        String patches = found(page, "```yaml\n(.*?)```").replaceAll("(?m)^ {3}", "");
        ObjectNode ingress = applied(OVERLAY, PRODUCTION + patches).the("Ingress");

        assertThat(ingress.toString()).doesNotContain("rocketmat.example.com");
        assertThat(page).contains("secret tls " + text(ingress, "/spec/tls/0/secretName") + " ");
    }

    @Test
    void kindsThatAClusterDoesNotKnowCanBeLeftOut() throws IOException {
        Set<String> all = kinds(Manifests.rendered("overlays/production"));
        Set<String> left = kinds(applied(OVERLAY, PRODUCTION + yamlUnder("Without a component")));

        assertThat(all).containsAll(left);
        all.removeAll(left);
        assertThat(all).containsExactlyInAnyOrder("ServiceMonitor", "PrometheusRule", "Ingress");
    }

    private static Set<String> kinds(Manifests manifests) {
        return manifests.objects().stream().map(Manifests::kind).collect(Collectors.toSet());
    }

    private static String parameters(Manifests manifests) {
        return found(manifests.config("QUARKUS_DATASOURCE_JDBC_URL").asText(), "\\?(.*)$");
    }

    /** Otherwise a failover might forget an erasure. */
    @Test
    void theGuidesDatabaseReplicatesEachCommit() throws IOException {
        assertThat(heredoc("CLUSTER"))
                .contains("instances: 2\n", "synchronous: {method: any, number: 1, dataDurability: preferred}\n");
    }

    /** A restored cluster has a new authority and usually a new password of the owner; what cannot be read replaces nothing. */
    @Test
    void theCopiesOfTheDatabasesSecretsCanBeRepeated() throws IOException, InterruptedException {
        String copies = found(chapter(), "\n(OWNER=.*?)```");
        Path programs = Files.createDirectories(folder.resolve("programs"));
        Path applied = folder.resolve("applied");
        String apply = "[ $1 != apply ] || { echo again >> " + applied + "; exit; }; ";

        assertThat(copies.replace("\\\n", "").lines().filter(line -> line.contains(" create ")))
                .hasSize(2)
                .allMatch(line -> line.endsWith(" --dry-run=client -o yaml | kubectl apply -f -"));
        program(programs, "base64", "while read -r line || [ -n \"$line\" ]; do echo \"$line\"; done");
        program(programs, "kubectl", apply + "exit 1");
        shell(programs, copies);
        assertThat(applied).doesNotExist();
        program(programs, "kubectl", apply + "echo kept");
        assertThat(shell(programs, copies)).isZero();
        assertThat(applied).hasContent("again\nagain");
    }

    /** Otherwise a trial would migrate production's schema and stop its tenants. */
    @Test
    void theDevOverlayHasItsOwnDatabase() throws IOException {
        assertThat(database("overlays/dev")).isNotEqualTo(database("overlays/production"));
        assertThat(PAGE.text()).contains("`" + database("overlays/dev") + "` of its own");
    }

    private static String database(String overlay) throws IOException {
        return found(
                Manifests.rendered(overlay)
                        .config("QUARKUS_DATASOURCE_JDBC_URL")
                        .asText(),
                ":5432/(\\w+)");
    }

    @Test
    void jibPushesWhatTheOverlayPulls() throws IOException {
        String command = found(chapter(), "`\\./mvnw (package [^`]+)`");

        assertThat(command.split(" "))
                .contains("-Dquarkus.container-image.push=true", "-Dquarkus.container-image.image=" + IMAGE)
                .as("options that the image's name ignores")
                .noneMatch(option -> option.matches("-Dquarkus.container-image.(registry|group|name|tag)=.*"));
    }

    @Test
    void theGuideNamesThePackagesThatJibsBaseLacks() throws IOException {
        String properties = Files.readString(Path.of("src/main/resources/application.properties"));

        assertThat(found(chapter(), "`\\./mvnw package[^`]+`\n\\((.*?)\\)")).contains("jemalloc", "locale", "libgomp1");
        assertThat(found(properties, "Image without a container engine(.*?)\nquarkus"))
                .contains("jemalloc", "locale", "libgomp1");
    }

    /** The deployed image has no shell. */
    @Test
    void noCommandNeedsAProgramInTheServicesContainer() throws IOException {
        Pattern command = Pattern.compile("kubectl -n rocketmat (exec|debug)\\b[^`\n]*");
        List<String> commands = Sources.texts(GuidePage.GUIDE, ".md")
                .flatMap(page -> command.matcher(page).results())
                .map(MatchResult::group)
                .toList();
        String service = text(Manifests.rendered("base").container(), "/name");

        assertThat(commands)
                .isNotEmpty()
                .allMatch(it -> it.matches("(?s)kubectl -n rocketmat debug <pod> --image=\\w+ --target=" + service
                        + " --profile=restricted -- .*"));
    }

    /** With the shell's builtins and {@code sha256sum}; records what happens to the operator's secret. */
    @Test
    @Tag("finding-B5")
    void noOperatorIsWrittenWithoutAToken() throws IOException, InterruptedException {
        Path programs = Files.createDirectories(folder.resolve("programs"));
        Path written = folder.resolve("written");
        program(programs, "vault", "echo \"$@\" > " + written);
        program(programs, "sha256sum", "while read -r line || [ -n \"$line\" ]; do :; done; echo \"5d27 -\"");
        program(programs, "cut", "read -r first rest; echo \"$first\"");
        String step = found(chapter(), "\n(TOKEN=.*?)\nvault kv put secret/rocketmat/tenants/");

        assertThat(shell(programs, step)).isNotZero();
        assertThat(written).doesNotExist();

        program(programs, "openssl", "echo 0123456789abcdef");
        assertThat(shell(programs, step)).isZero();
        assertThat(written).hasContent("kv put secret/rocketmat/operators me=operator 5d27");
    }

    /** An image copies the whole checkout, and so may a commit. */
    @Test
    void noKeyIsWrittenIntoTheCheckout() throws IOException {
        String chapter = chapter();
        List<String> written = Pattern.compile("(?<![<&\\d])> ?(\\S+)|-(?:keyout|out) (\\S+)")
                .matcher(Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL)
                        .matcher(chapter)
                        .results()
                        .map(block -> block.group(1))
                        .collect(Collectors.joining("\n")))
                .results()
                .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
                .filter(file -> !file.startsWith("deploy/k8s/overlays/"))
                .toList();

        assertThat(written)
                .hasSizeGreaterThan(4)
                .allMatch(file -> file.startsWith("\"$KEYS/vault.") || file.equals("/dev/null"));
        assertThat(chapter).contains("\nKEYS=~/").doesNotContainPattern("[ =]vault\\.(key|csr|crt|ca|json)\\b");
    }

    /** When Vault is already initialised, and to renew its certificate. */
    @Test
    void aRepeatedStepKeepsVaultsKeys() throws IOException, InterruptedException {
        Path programs = Files.createDirectories(folder.resolve("programs"));
        String first = "[ -e " + folder + "/asked-$3 ] && exit 2; : > " + folder + "/asked-$3; ";
        program(
                programs,
                "kubectl",
                "case \"$*\" in *--dry-run=client*|'apply -f -') exit;; esac; " + first + "echo kept");
        program(programs, "openssl", first + "echo kept > " + folder + "/vault.key");
        String step = "KEYS=" + folder + "\n" + found(chapter(), "\n([^\n]*-keyout .*?)\nkubectl ") + "\n"
                + found(chapter(), "\n(kubectl [^\n]* secret generic vault-tls .*?)\n\n") + " || exit\n"
                + found(chapter(), "\n([^\n]*vault operator init [^\n]*)\n");

        for (int pasted = 0; pasted < 2; pasted++) {
            assertThat(shell(programs, step)).isZero();
            assertThat(folder.resolve("vault.key")).hasContent("kept");
            assertThat(folder.resolve("vault.json")).hasContent("kept");
        }

        assertThat(chapter()).contains("`openssl x509 -enddate -noout -in \"$KEYS/vault.crt\"`");
    }

    private static void program(Path directory, String name, String script) throws IOException {
        Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private static int shell(Path programs, String script) throws IOException, InterruptedException {
        ProcessBuilder shell = new ProcessBuilder("/bin/bash", "-c", script)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        shell.environment().put("PATH", programs.toString());
        return shell.start().waitFor();
    }

    @Test
    void theChapterInstallsVaultAndTheDatabaseWhereTheOverlayExpectsThem() throws IOException {
        Manifests production = Manifests.rendered("overlays/production");

        assertThat(production.config("QUARKUS_DATASOURCE_JDBC_URL").asText())
                .contains("//" + text(Manifests.parsed(heredoc("CLUSTER")), "/metadata/name")
                        + "-rw.postgresql.svc:5432/rocketmat");
        assertThat(production.config("QUARKUS_VAULT_URL").asText()).isEqualTo("https://vault.vault.svc:8200");
        assertThat(chapter()).contains("DNS:vault.vault.svc,", "deploy/k8s/vault/role.sh rocketmat\n");
        assertThat(text(production.the("Namespace"), "/metadata/name")).isEqualTo("rocketmat");
    }

    private static Manifests ofAnExistingCluster() throws IOException {
        if (existingCluster == null) {
            existingCluster = applied(OVERLAY, yamlUnder("A cluster that has its own"));
        }
        return existingCluster;
    }

    /** The first block of YAML below a heading. */
    private static String yamlUnder(String heading) throws IOException {
        return found(PAGE.text(), "\n##+ " + heading + "\n.*?```yaml\n(.*?)```");
    }

    private static Manifests applied(String overlay, String kustomization) throws IOException {
        Files.createDirectories(copy.resolve(overlay));
        Files.writeString(copy.resolve(overlay).resolve("kustomization.yaml"), kustomization);
        Manifests applied = Manifests.rendered(copy, overlay);
        assertThat(Policy.faults(applied)).isEmpty();
        APPLIED.addAll(applied.objects());
        return applied;
    }

    private static String image(Manifests applied) {
        return text(applied.container(), "/image");
    }

    private static String chapter() throws IOException {
        return found(PAGE.text(), "\n## Install\n(.*?)\n## ");
    }

    private static String heredoc(String end) throws IOException {
        return found(chapter(), "<<" + end + "\n(.*?)\n" + end + "\n");
    }

    private static String found(String text, String pattern) {
        return Pattern.compile(pattern, Pattern.DOTALL)
                .matcher(text)
                .results()
                .findFirst()
                .map(match -> match.group(1))
                .orElseThrow(() -> new AssertionError("no " + pattern));
    }
}
