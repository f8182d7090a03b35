package com.rocketmat.tenant.scope;

import jakarta.inject.Singleton;
import org.hibernate.Session;
import org.hibernate.query.CommonQueryContract;
import org.hibernate.query.NativeQuery;

/** Native statements, with the values of all their parameters at once. */
@Singleton
public final class Sql {

    private final Session session;

    public Sql(Session session) {
        this.session = session;
    }

    /** A statement without the values of {@code ?1}, {@code ?2} and so on. */
    public interface Parametrised<T> {
        T with(Object... values);
    }

    /** With its values it is executed, and gives the number of rows that it changed. */
    public Parametrised<Integer> update(String statement) {
        return values ->
                bound(session.createNativeMutationQuery(statement), values).executeUpdate();
    }

    public <R> Parametrised<NativeQuery<R>> query(String query, Class<R> row) {
        return values -> bound(session.createNativeQuery(query, row), values);
    }

    /** A value that may be null, of which PostgreSQL could not tell the type. */
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
            if (value instanceof Nullable<?> nullable) {
                nullable.bind(query, position);
            } else {
                query.setParameter(position, value);
            }
        }
        return query;
    }
}
