package org.gradus.workbench.data;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import java.util.ServiceLoader;
import org.gradus.error.EnvironmentException;
import org.gradus.error.SourceLine;

/**
 * The engine that reads tables: DuckDB in memory, loaded at the first use. It installs and loads no extension, writes
 * no temporary file, and touches no file but the one that it is given.
 */
public final class DuckDb {
    private static final String REMEDY =
            "put org.duckdb:duckdb_jdbc on the path, and make the folder for temporary files (java.io.tmpdir) writable"
                    + " and executable with 200 MB free; `gradus doctor` shows what is missing";

    private DuckDb() {}

    /**
     * Opens an empty database in memory.
     *
     * @return a connection to be closed by the caller
     * @throws EnvironmentException when the engine cannot be loaded
     */
    public static Connection open() {
        Properties settings = new Properties();
        // Answers come row by row, and are never whole in memory.
        settings.setProperty("jdbc_stream_results", "true");
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        settings.setProperty("allow_community_extensions", "false");
        settings.setProperty("temp_directory", "");
        try {
            Connection connection = driver().connect("jdbc:duckdb:", settings);
            if (connection == null) {
                throw missing("its driver refused the address jdbc:duckdb:", null);
            }
            return connection;
        } catch (SQLException | LinkageError | RuntimeException e) {
            if (e instanceof EnvironmentException known) {
                throw known;
            }
            throw missing(e.toString(), e);
        }
    }

    private static Driver driver() {
        ClassLoader loader = DuckDb.class.getClassLoader();
        for (ServiceLoader.Provider<Driver> provider :
                ServiceLoader.load(Driver.class, loader).stream().toList()) {
            if (provider.type().getName().equals("org.duckdb.DuckDBDriver")) {
                return provider.get();
            }
        }
        throw missing("no driver org.duckdb.DuckDBDriver on the path", null);
    }

    private static EnvironmentException missing(String reason, Throwable cause) {
        return new EnvironmentException(
                "read: the table engine DuckDB does not start: " + reason, REMEDY, SourceLine.UNKNOWN, cause);
    }
}
