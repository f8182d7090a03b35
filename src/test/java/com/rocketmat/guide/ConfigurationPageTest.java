package com.rocketmat.guide;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page of all properties, made from their mappings. After a change {@code -Dconfiguration.page=write} writes it. */
class ConfigurationPageTest {

    private static final int LONG = 80;
    private static final int WIDTH = 120;

    @Test
    void thePageMatchesTheMappings() throws IOException {
        GuidePage.named("configuration").is(page(Property.all().toList()));
    }

    private static String page(List<Property> properties) {
        StringBuilder page = new StringBuilder("""
            # Configuration

            The properties of the service. `ConfigurationPageTest` generates this page from the code.

            Set properties as environment variables (`rocketmat.models.max-file` becomes `ROCKETMAT_MODELS_MAX_FILE`), as system properties, or in
            `config/application.properties` beside the application. Write durations as `30s`, `15m`, `12h`, `90d`, sizes as `64M`, and lists with commas.

            Settings of a single tenant are in its [secret](tenants.md#2-write-the-secret).

            | property | type | default | meaning |
            |---|---|---|---|
            """);
        for (Property property : properties) {
            page.append("| `%s` | %s | %s | %s |%n"
                    .formatted(property.name(), property.type(), shown(property), property.meaning()));
        }
        page.append("""

            ## Quarkus's own

            PostgreSQL, Vault, HTTP, OpenID Connect, logging and traces use [Quarkus's properties](https://quarkus.io/guides/all-config). A deployment
            usually sets these:

            | property | meaning |
            |---|---|
            | `quarkus.datasource.jdbc.url`, `quarkus.datasource.username`, `quarkus.datasource.password` | PostgreSQL. The role must not bypass [row-level security](security.md#database-roles) |
            | `quarkus.flyway.username`, `quarkus.flyway.password` | the database's owner, for the migrations; by default the role above |
            | `quarkus.datasource.jdbc.max-size` | maximum number of connections of a replica, 20 |
            | `quarkus.vault.url`, `quarkus.vault.authentication.*`, `quarkus.vault.tls.*` | Vault, see [How Vault is read](operations.md#how-vault-is-read) |
            | `quarkus.oidc.*`, `quarkus.oidc.console.*` | an identity provider, see [Operators](operations.md#operators) |
            | `quarkus.http.limits.max-body-size`, `quarkus.http.idle-timeout` | [limits of requests](api.md#limits-of-requests), 128 MB and 2 minutes |
            | `quarkus.http.proxy.*` | which proxies to trust, see [Audit log](operations.md#audit-log) |
            | `quarkus.proxy.<name>.host` and `.port`, with that name in `quarkus.rest-client.proxy-configuration-name`, `quarkus.oidc.proxy.proxy-configuration-name` and `quarkus.oidc.console.proxy.proxy-configuration-name`; `quarkus.vault.proxy-host`, `quarkus.vault.proxy-port` | a proxy for calls to Greenhouse and its token endpoint, to an identity provider, and to Vault. [Resumes](limits.md) are fetched without a proxy |
            | `quarkus.otel.sdk.disabled`, `quarkus.otel.exporter.otlp.endpoint` | [traces](security.md#traces), off by default |
            | `quarkus.rest-client.logging.scope` | [log of calls](security.md#logs) to Greenhouse |
            """);
        page.append("\n## Long defaults\n");
        for (Property property : properties) {
            property.byDefault()
                    .filter(value -> value.length() > LONG)
                    .ifPresent(value ->
                            page.append("%n### %s%n%n```text%n%s%n```%n".formatted(title(property), wrapped(value))));
        }
        return page.toString();
    }

    private static String shown(Property property) {
        return property.byDefault()
                .map(value -> value.length() > LONG
                        ? "[see below](#%s)"
                                .formatted(title(property)
                                        .toLowerCase(java.util.Locale.ROOT)
                                        .replaceAll("[^a-z -]", "")
                                        .replace(' ', '-'))
                        : "`" + value + "`")
                .orElse("none");
    }

    private static String title(Property property) {
        return "Default of " + property.name();
    }

    /** At commas. */
    private static String wrapped(String list) {
        StringBuilder text = new StringBuilder();
        int line = 0;
        for (String term : list.split("(?<=,)", -1)) {
            if (line + term.length() > WIDTH) {
                text.append('\n');
                line = 0;
            }
            text.append(term);
            line += term.length();
        }
        return text.toString();
    }
}
