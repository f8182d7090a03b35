package com.rocketmat.tenant.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TenantScopeTest {

    private final TenantId acme = new TenantId("acme");
    private final TenantOfSession session = new TenantOfSession();

    @Test
    void withoutScopeThereIsNoTenant() {
        assertThat(TenantScope.present()).isEqualTo(TenantScope.NO_TENANT);
        assertThatThrownBy(session::resolveTenantId)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("without a tenant");
    }

    @Test
    void aScopeEndsWithItsWork() {
        assertThat(TenantScope.<String, RuntimeException>of(acme, session::resolveTenantId))
                .isEqualTo("acme");
        assertThatThrownBy(() -> TenantScope.of(acme, () -> {
                    throw new IllegalArgumentException("of the work");
                }))
                .hasMessage("of the work");
        assertThat(TenantScope.present()).isEqualTo(TenantScope.NO_TENANT);
    }

    @Test
    void theScopeOfAllTenantsIsRootAndNoTenantId() {
        assertThat(session.isRoot(TenantScope.<String, RuntimeException>ofAllTenants(session::resolveTenantId)))
                .isTrue();
        assertThat(session.isRoot("acme")).isFalse();
        assertThat(TenantId.parse(TenantScope.ALL_TENANTS)).isEmpty();
        assertThat(TenantId.parse(TenantScope.NO_TENANT)).isEmpty();
    }
}
