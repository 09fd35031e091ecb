package dev.gatehouse.dynamodb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import software.amazon.dynamodb.services.local.shared.access.sqlite.SQLiteLibraryLoader;
import software.amazon.dynamodb.services.local.shared.access.sqlite.SQLiteLibraryLoaderUtil;

/// SQLite's native library, out of DynamoDB Local's jar and into this process.
///
/// DynamoDB Local would unpack it to a file that a killed process leaves behind. Here it is gone as
/// soon as it is loaded, from a folder that nobody else may write to.
final class SqliteLibrary {
  private static final String IN_JAR =
      "/software/amazon/dynamodb/services/local/shared/access/sqlite/native/";
  private static final String FOLDER_PROPERTY = "org.sqlite.lib.path";

  /// Held, because the JDK forgets the level of a logger that nobody holds.
  private static final Logger SQLITE_LOG = Logger.getLogger("com.almworks.sqlite4java");

  private static boolean loaded;

  private SqliteLibrary() {}

  static synchronized void load() throws Exception {
    if (loaded) {
      return;
    }
    SQLITE_LOG.setLevel(Level.WARNING);
    Path folder = Files.createTempDirectory("gatehouse-sqlite");
    Path library = folder.resolve(SQLiteLibraryLoaderUtil.getNativeLibName());
    try {
      unpack(library);
      System.setProperty(FOLDER_PROPERTY, folder.toString());
      SQLiteLibraryLoader.initialize();
      loaded = true;
    } finally {
      System.clearProperty(FOLDER_PROPERTY);
      Files.deleteIfExists(library);
      Files.deleteIfExists(folder);
    }
  }

  private static void unpack(Path library) throws IOException {
    String platform = SQLiteLibraryLoaderUtil.getNativeLibFolderPathForCurrentOS();
    String name = IN_JAR + platform + "/" + library.getFileName();
    try (InputStream bytes = SQLiteLibraryLoader.class.getResourceAsStream(name)) {
      if (bytes == null) {
        throw new TableException("DynamoDB Local has no SQLite for " + platform);
      }
      Files.copy(bytes, library);
    }
  }
}
