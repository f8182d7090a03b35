package com.rocketmat.tenant.scope;

import jakarta.inject.Singleton;
import jakarta.persistence.Entity;
import jakarta.persistence.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.Session;
import org.hibernate.query.CommonQueryContract;
import org.hibernate.query.NativeQuery;

/** Native statements, with the values of {@code ?1}, {@code ?2} and so on; a tenant is its id. */
@Singleton
public final class Sql {

    private final Session session;

    public Sql(Session session) {
        this.session = session;
    }

    /** Returns the number of rows that it changed. */
    public int update(String statement, Object... values) {
        return bound(session.createNativeMutationQuery(statement), values).executeUpdate();
    }

    /**
     * A query that the caller runs.
     *
     * @param row a tuple, an entity, or the type of the only column: Long for a bigint or a count, Integer for an int
     */
    public <R> NativeQuery<R> query(String query, Class<R> row, Object... values) {
        return bound(
                row == Tuple.class || isEntity(row) ? session.createNativeQuery(query, row) : column(query, row),
                values);
    }

    /** Not with the column's type as the result type: Hibernate would plan the statement at each call and cache each plan. */
    private <R> NativeQuery<R> column(String query, Class<R> type) {
        return session.createNativeQuery(query, Object[].class)
                .setTupleTransformer((columns, _) -> type.cast(columns[0]));
    }

    private static boolean isEntity(Class<?> row) {
        return row.isAnnotationPresent(Entity.class);
    }

    public <R> List<R> list(String query, Class<R> row, Object... values) {
        return query(query, row, values).getResultList();
    }

    public <R> List<R> list(String query, Function<Tuple, R> row, Object... values) {
        // read completely: an unclosed stream would keep its prepared statement from the next caller
        return list(query, Tuple.class, values).stream().map(row).toList();
    }

    /** The only row; null if its column is. */
    public <R> R value(String query, Class<R> row, Object... values) {
        return query(query, row, values).getSingleResult();
    }

    /** The only row, if there is one. */
    public <R> Optional<R> find(String query, Class<R> row, Object... values) {
        return query(query, row, values).uniqueResultOptional();
    }

    public <R> Optional<R> find(String query, Function<Tuple, R> row, Object... values) {
        return find(query, Tuple.class, values).map(row);
    }

    /** A value that may be null, whose type PostgreSQL cannot infer. */
    public static <T> Object nullable(T value, Class<T> type) {
        return new Nullable<>(value, type);
    }

    private record Nullable<T>(T value, Class<T> type) {

        private void bind(CommonQueryContract query, int position) {
            query.setParameter(position, value, type);
        }
    }

    private static <Q extends CommonQueryContract> Q bound(Q query, Object... values) {
        for (int position = 1; position <= values.length; position++) {
            Object value = values[position - 1];
            switch (value) {
                case Nullable<?> nullable -> nullable.bind(query, position);
                case TenantId tenant -> query.setParameter(position, tenant.value());
                case null, default -> query.setParameter(position, value);
            }
        }
        return query;
    }
}
