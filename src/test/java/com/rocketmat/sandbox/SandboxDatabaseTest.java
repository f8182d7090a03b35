package com.rocketmat.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SandboxDatabaseTest {

    @AutoClose
    private static SandboxDatabase database;

    @BeforeAll
    static void start() {
        database = SandboxDatabase.start();
    }

    @Test
    void isPostgreSql18() {
        assertThat(ask("show server_version")).startsWith("18.");
    }

    @Test
    void theRoleOwnsItsDatabaseAndIsNobodyOtherwise() {
        assertThat(
                        ask(
                                "select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb from pg_roles where rolname = current_user"))
                .isEqualTo("f");
        assertThat(ask("select d.datdba::regrole from pg_database d where d.datname = current_database()"))
                .isEqualTo("rocketmat");
    }

    @Test
    void aWrongPasswordIsRefused() {
        assertThatThrownBy(() -> DriverManager.getConnection(database.jdbcUrl(), database.user(), "wrong"))
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void dataAndPortSurviveARestart() {
        database.execute("create table kept (value text)");
        database.execute("insert into kept values ('still here')");
        String url = database.jdbcUrl();

        database.stop();
        assertThatThrownBy(() -> ask("select 1")).hasCauseInstanceOf(SQLException.class);
        database.restart();

        assertThat(database.jdbcUrl()).isEqualTo(url);
        assertThat(ask("select value from kept")).isEqualTo("still here");
    }

    private static String ask(String sql) {
        return database.column(sql).getFirst();
    }
}
