package dev.gatehouse.host;

import dev.gatehouse.cognito.UserStore;
import dev.gatehouse.lambda.EventStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Records that outlive the process, a file each, for their owner's eyes only: the users and groups
/// of one pool, or the events that wait for their functions.
record RecordFolder(Path folder) implements UserStore, EventStore {
  private static final String SUFFIX = ".json";

  @Override
  public void put(String name, byte[] content) {
    try {
      OwnerOnlyFiles.replace(file(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void remove(String name) {
    try {
      OwnerOnlyFiles.delete(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A file that a kill left half written has another ending: it was never acknowledged.
  @Override
  public List<byte[]> all() {
    var all = new ArrayList<byte[]>();
    if (!Files.isDirectory(folder)) {
      return all;
    }
    try (var files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path file : files) {
        all.add(Files.readAllBytes(file));
      }
      return all;
    } catch (IOException e) {
      throw new StartupException("cannot read " + folder + ": " + e, e);
    }
  }

  private Path file(String name) {
    return folder.resolve(name + SUFFIX);
  }
}
