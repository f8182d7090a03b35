package com.rocketmat.sandbox.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Versions that no upload would accept, as from a release whose checks did. Everything but the file is copied from one of the
 * tenant's versions.
 */
public final class UncheckedModel {

    private static final String RETIRE = "UPDATE model_version SET state = 'RETIRED' WHERE tenant_id = ?";
    private static final String VERSION = """
            INSERT INTO model_version
                (tenant_id, version, file_sha256, name, manifest, state, uploaded_at, activated_at, checks, reference_row,
                 resident_bytes, batch_millis)
            SELECT tenant_id, sha256, sha256, name, manifest, ?, now(), now(), checks, reference_row, resident_bytes, batch_millis
            FROM model_version, encode(sha256(?), 'hex') sha256 WHERE tenant_id = ? LIMIT 1 RETURNING version""";
    private static final String FILE = "INSERT INTO model_file (tenant_id, version, content) VALUES (?, ?, ?)";

    private UncheckedModel() {}

    /** The only version that scores. */
    public static String active(SandboxDatabase database, String tenant, byte[] file) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement retire = connection.prepareStatement(RETIRE)) {
            retire.setString(1, tenant);
            retire.executeUpdate();
            return add(connection, tenant, file, "ACTIVE");
        }
    }

    public static String shadow(SandboxDatabase database, String tenant, byte[] file) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            return add(connection, tenant, file, "SHADOW");
        }
    }

    private static String add(Connection connection, String tenant, byte[] file, String state) throws SQLException {
        try (PreparedStatement version = connection.prepareStatement(VERSION);
                PreparedStatement content = connection.prepareStatement(FILE)) {
            version.setString(1, state);
            version.setBytes(2, file);
            version.setString(3, tenant);
            try (ResultSet added = version.executeQuery()) {
                added.next();
                content.setString(1, tenant);
                content.setString(2, added.getString(1));
                content.setBytes(3, file);
                content.executeUpdate();
                return added.getString(1);
            }
        }
    }
}
