package com.rocketmat.tenant.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TenantScopeTest {

    private final TenantId acme = new TenantId("acme");
    private final TenantOfSession session = new TenantOfSession();

    @Test
    void nobodyIsThereUntilItIsSaid() {
        assertThat(TenantScope.present()).isEqualTo(TenantScope.NOBODY);
        assertThatThrownBy(session::resolveTenantId)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("without a tenant");
    }

    @Test
    void aScopeEndsWithItsWorkAlsoWhenThatFails() {
        assertThat(TenantScope.<String, RuntimeException>of(acme, session::resolveTenantId))
                .isEqualTo("acme");
        assertThatThrownBy(() -> TenantScope.of(acme, () -> {
                    throw new IllegalArgumentException("of the work");
                }))
                .hasMessage("of the work");
        assertThat(TenantScope.present()).isEqualTo(TenantScope.NOBODY);
    }

    @Test
    void everybodyIsRootAndNoTenantCanBeCalledSo() {
        assertThat(session.isRoot(TenantScope.<String, RuntimeException>ofEverybody(session::resolveTenantId)))
                .isTrue();
        assertThat(session.isRoot("acme")).isFalse();
        assertThat(TenantId.parse(TenantScope.EVERYBODY)).isEmpty();
        assertThat(TenantId.parse(TenantScope.NOBODY)).isEmpty();
    }
}
