package dev.gatehouse.host;

import dev.gatehouse.aws.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One stack's folder on disk, held by one process at a time.
///
/// ```text
/// lock            held while a process runs this stack
/// state.json      ids, secrets, keys, ports
/// running.json    what other commands need to know of the running process
/// aws/            config and credentials files for AWS clients
/// journal.jsonl   visits
/// logs/           gatehouse.log, one file for each function
/// code/           unpacked code      published/  that of versions and layers
/// events/         asynchronous invocations that are not over
/// tables/         table data
/// users/          the users and groups of each user pool, with the hashes of their passwords
/// ```
final class StateFolder implements AutoCloseable {
  static final int VERSION = 2;

  private final Path folder;
  private final FileChannel lock;
  private final boolean ephemeral;
  private final boolean made;

  private StateFolder(Path folder, FileChannel lock, boolean ephemeral, boolean made) {
    this.folder = folder;
    this.lock = lock;
    this.ephemeral = ephemeral;
    this.made = made;
  }

  /// @throws StartupException when another process holds it
  static StateFolder open(Path folder) {
    return open(folder, false);
  }

  /// A folder of its own that goes when it is closed.
  static StateFolder ephemeral() {
    try {
      return open(Files.createTempDirectory("gatehouse-"), true);
    } catch (IOException e) {
      throw new StartupException("cannot make a temporary folder: " + e.getMessage(), e);
    }
  }

  private static StateFolder open(Path folder, boolean ephemeral) {
    FileChannel lock = null;
    boolean made = !Files.exists(folder);
    try {
      OwnerOnlyFiles.createFolder(folder);
      lock = lockFile(folder);
      if (lock == null) {
        throw new StartupException(
            "the state in "
                + folder
                + " is in use by another process; `gatehouse down` stops it, --state DIR takes"
                + " another folder");
      }
      return new StateFolder(folder.toAbsolutePath().normalize(), lock, ephemeral, made);
    } catch (IOException e) {
      throw new StartupException("cannot use the state folder " + folder + ": " + e, e);
    }
  }

  /// Null when somebody else holds it.
  private static @Nullable FileChannel lockFile(Path folder) throws IOException {
    var channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException heldByThisProcess) {
      // Refused below, as if another process held it.
    }
    channel.close();
    return null;
  }

  /// Whether a process holds this folder now. Takes nothing and leaves nothing behind.
  static boolean inUse(Path folder) {
    if (!Files.exists(folder.resolve("lock"))) {
      return false;
    }
    try (var held = lockFile(folder)) {
      return held == null;
    } catch (IOException unreadable) {
      return false;
    }
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  /// Where a pool's users are.
  static String users(String poolId) {
    return "users/" + poolId;
  }

  Path root() {
    return folder;
  }

  boolean isEphemeral() {
    return ephemeral;
  }

  /// As this version has it; empty on the first start.
  ///
  /// @throws StartupException when a newer Gatehouse wrote it, or when it is damaged
  Optional<ObjectNode> read() {
    Path file = path("state.json");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      JsonNode state = Json.STRICT.readTree(Files.readAllBytes(file));
      int version = state.path("version").asInt(-1);
      if (version > VERSION) {
        throw new StartupException(
            "the state in "
                + folder
                + " was written by a newer Gatehouse (version "
                + version
                + ", this one reads "
                + VERSION
                + "); update Gatehouse or take another folder with --state DIR");
      }
      if (version < 1 || !(state instanceof ObjectNode object)) {
        throw damaged(file, "it is not a state file");
      }
      return Optional.of(object);
    } catch (JacksonException e) {
      throw damaged(file, e.getOriginalMessage());
    } catch (IOException e) {
      throw damaged(file, e.toString());
    }
  }

  private static StartupException damaged(Path file, String problem) {
    return new StartupException(
        file + " cannot be read: " + problem + "; move the folder away to start afresh");
  }

  /// On disk when this returns.
  void write(ObjectNode state) {
    state.put("version", VERSION);
    replace("state.json", Json.STRICT.writerWithDefaultPrettyPrinter().writeValueAsBytes(state));
  }

  void replace(String name, byte[] content) {
    try {
      OwnerOnlyFiles.replace(path(name), content);
    } catch (IOException e) {
      throw new StartupException("cannot write " + path(name) + ": " + e, e);
    }
  }

  void delete(String name) {
    try {
      Files.deleteIfExists(path(name));
    } catch (IOException e) {
      throw new StartupException("cannot delete " + path(name) + ": " + e, e);
    }
  }

  /// A folder of that name, with all that is in it; it need not be there.
  void deleteFolder(String name) {
    try {
      if (Files.exists(path(name))) {
        deleteTree(path(name));
      }
    } catch (IOException e) {
      throw new StartupException("cannot delete " + path(name) + ": " + e, e);
    }
  }

  /// Lets go of the folder. An ephemeral one disappears, and so does one that was made for a start
  /// that came to nothing.
  @Override
  public void close() {
    try {
      if (ephemeral) {
        deleteTree(folder);
      } else if (made && !Files.exists(path("state.json"))) {
        deleteUnused();
      }
      lock.close();
    } catch (IOException e) {
      throw new StartupException("cannot close the state folder " + folder + ": " + e, e);
    }
  }

  /// Only what a start makes before it writes the state: anything else is somebody else's.
  private void deleteUnused() throws IOException {
    delete("journal.jsonl");
    delete("lock");
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException somebodyElses) {
      // Then it stays.
    }
  }

  private static void deleteTree(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
