package com.rocketmat.tenant;

import com.rocketmat.access.Reach;
import com.rocketmat.problem.ListPage;
import com.rocketmat.tenant.scope.AcrossTenants;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.state.Tenant;
import com.rocketmat.tenant.state.TenantState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds tenants within a caller's reach. */
@ApplicationScoped
public class TenantSearch {

    /** The smaller, the worse. A remark on a running tenant needs attention too. */
    private static final String RANK = """
            CASE WHEN state = 'BLOCKED' THEN 0 WHEN state = 'INVALID' THEN 1
                 WHEN coalesce(reason, secret_reason) IS NOT NULL AND state IN ('ACTIVE', 'DRY_RUN') THEN 2
                 WHEN state = 'STOPPED' THEN 4 ELSE 3 END""";

    private static final String WANTED =
            "(?1 OR tenant_id = ANY(?2)) AND (?3 = '' OR strpos(tenant_id, ?3) > 0) AND (?4 = '' OR state = ?4)";

    private static final String PAGE = """
            SELECT * FROM tenant
            WHERE %2$s AND ((%1$s) > ?5 OR ((%1$s) = ?5 AND tenant_id > ?6))
            ORDER BY %1$s, tenant_id""".formatted(RANK, WANTED);

    private static final String LIST = """
            SELECT * FROM tenant
            WHERE (?1 OR tenant_id = ANY(?2)) AND state = ANY(?3) AND tenant_id > ?4
            ORDER BY tenant_id""";

    private static final String MATCHES = "SELECT * FROM tenant WHERE %s ORDER BY tenant_id".formatted(WANTED);

    private static final String COUNT = """
            SELECT state, count(*) AS tenants,
                concat_ws('|', max(since), (SELECT concat(paused, paused_at) FROM kill_switch), sum(hashtext(concat(tenant_id, reason, secret_reason)))) AS fingerprint
            FROM tenant WHERE (?1 OR tenant_id = ANY(?2)) GROUP BY state""";

    /** Maximum length of an id. */
    private static final int LONGEST = 63;

    private final Sql sql;
    private final TenantViews views;

    TenantSearch(Sql sql, TenantViews views) {
        this.sql = sql;
        this.views = views;
    }

    /** A search for tenants, by part of an id and by state; each is empty for any. */
    public record Filter(String part, Optional<TenantState> state) {

        /** From the parameters of an address; what cannot be read is ignored, so that a truncated address still shows a page. */
        public static Filter of(String part, String state) {
            return new Filter(
                    partOfId(part),
                    Arrays.stream(TenantState.values())
                            .filter(one -> one.name().equals(state))
                            .findFirst());
        }
    }

    /** A part of an id to search for, as it was typed. */
    public static String partOfId(String typed) {
        String part = typed.strip().toLowerCase(Locale.ROOT);
        return part.substring(0, Math.min(LONGEST, part.length()));
    }

    /** A position in the order, after which the next page starts. */
    public record Place(int rank, String id) {

        public static final Place BEFORE_ALL = new Place(-1, "");
    }

    /** A page of search results; {@code next} is empty for the last one. */
    public record Page(List<TenantView> tenants, Optional<Place> next) {}

    /** Those in one of the states, with an id after this one, in the order of their ids. */
    @AcrossTenants
    List<Tenant> list(Reach reach, Set<TenantState> states, String after, int most) {
        String[] names = states.stream().map(Enum::name).toArray(String[]::new);
        return sql.query(LIST, Tenant.class, reach instanceof Reach.All, ids(reach), names, after)
                .setMaxResults(most)
                .getResultList();
    }

    /** Those with problems first, then in the order of their ids. */
    @AcrossTenants
    public Page page(Filter filter, Reach reach, Place after, int size) {
        var page = ListPage.of(
                size,
                most -> sql.query(
                                PAGE,
                                Tenant.class,
                                reach instanceof Reach.All,
                                ids(reach),
                                filter.part(),
                                state(filter),
                                after.rank(),
                                after.id())
                        .setMaxResults(most)
                        .getResultList());
        return new Page(
                page.rows().isEmpty() ? List.of() : views.of(page.rows()),
                page.last().map(TenantSearch::place));
    }

    /** Those that match, in the order of their ids. */
    @AcrossTenants
    public List<Tenant> matching(Filter filter, Reach reach, int most) {
        return sql.query(MATCHES, Tenant.class, reach instanceof Reach.All, ids(reach), filter.part(), state(filter))
                .setMaxResults(most)
                .getResultList();
    }

    private static String state(Filter filter) {
        return filter.state().map(Enum::name).orElse("");
    }

    /**
     * Number of tenants in each state.
     *
     * @param fingerprint changes with each tenant that enters a state, with the reasons shown, and with the switch for all
     */
    public record Count(Map<TenantState, Long> states, Set<String> fingerprint) {}

    @AcrossTenants
    public Count count(Reach reach) {
        List<Tuple> rows = sql.list(COUNT, Tuple.class, reach instanceof Reach.All, ids(reach));
        Map<TenantState, Long> states = new EnumMap<>(TenantState.class);
        rows.forEach(row -> states.put(
                TenantState.valueOf(row.get("state", String.class)),
                row.get("tenants", Number.class).longValue()));
        return new Count(
                states,
                rows.stream().map(row -> row.get("fingerprint", String.class)).collect(Collectors.toSet()));
    }

    private static String[] ids(Reach reach) {
        return reach instanceof Reach.Only(Set<String> tenants) ? tenants.toArray(String[]::new) : new String[0];
    }

    /** As in {@link #RANK}. */
    private static Place place(Tenant tenant) {
        int rank = switch (tenant.state) {
            case BLOCKED -> 0;
            case INVALID -> 1;
            case ACTIVE, DRY_RUN -> tenant.standing().reason() == null ? 3 : 2;
            case PAUSED -> 3;
            case STOPPED -> 4;
        };
        return new Place(rank, tenant.tenantId);
    }
}
