package com.rocketmat.harvest.advice;

import com.rocketmat.harvest.Operation;
import com.rocketmat.tenant.settings.Credential;
import com.rocketmat.tenant.settings.TenantSettings;
import java.util.Optional;

/** What an administrator of the customer has to do in Greenhouse, with the names that Greenhouse uses. */
public record DevCenter(Credential credential, Optional<Long> userId) {

    /** Greenhouse refuses calls from elsewhere as it does those without a right. */
    private static final String ADDRESS = "; or allow this service's address, if the credential has an allow-list";

    private static final String MENU = "in Greenhouse, Configure → Dev Center → API Credential Management";
    public static final String NEW_CREDENTIAL = MENU
            + ": create a credential of type Harvest V3 (OAuth), and put harvest_client_id and harvest_client_secret in place of"
            + " harvest_api_key in the tenant's secret";

    public static DevCenter of(TenantSettings settings) {
        return new DevCenter(settings.credential(), settings.userId());
    }

    /** v1. */
    public boolean key() {
        return credential instanceof Credential.ApiKey;
    }

    public String right(Operation operation) {
        return key() ? operation.permission() : operation.scope();
    }

    /** The name of the doctor's finding about it. */
    public String check(Operation operation) {
        return (key() ? "permission " : "scope ") + right(operation);
    }

    public String allow(Operation operation) {
        return allow(right(operation));
    }

    public String allow(String right) {
        return key()
                ? "%s, at this key, Manage permissions: tick '%s'".formatted(MENU, right)
                : "%s, at this credential, Manage scopes: tick %s".formatted(MENU, right);
    }

    /** Used when either the scope or the user may be the cause. */
    public String allowOrAdmin(String scope) {
        return "%s; if it is ticked, %s%s".formatted(allow(scope), siteAdmin(), ADDRESS);
    }

    public String disallow() {
        return MENU + ", at this credential, Manage scopes: untick these";
    }

    public String replaceCredential() {
        return key()
                ? "%s, check that harvest_api_key is an existing Harvest key, and its Manage permissions; if Greenhouse has retired such keys, %s%s"
                        .formatted(MENU, NEW_CREDENTIAL, ADDRESS)
                : "%s: compare harvest_client_id and harvest_client_secret with this tenant's credential; a secret is shown once, so if in doubt create another credential of type Harvest V3 (OAuth) and write its id and secret into these two%s%s"
                        .formatted(
                                MENU,
                                userId.isPresent()
                                        ? "; if they are right, check that harvest_user_id is the id of an active user"
                                        : "",
                                ADDRESS);
    }

    public String actingUser() {
        return userId.map(id -> "user %d (harvest_user_id)".formatted(id)).orElse("the credential's own service user");
    }

    public String siteAdmin() {
        return userId.isPresent()
                ? "make this user an active Site Admin in Greenhouse, or set harvest_user_id to the id of one (the number in the address of the user's page, /account/users/<id>)"
                : "set harvest_user_id in the tenant's secret to the id of a Site Admin (the number in the address of the user's page, /account/users/<id>)";
    }
}
