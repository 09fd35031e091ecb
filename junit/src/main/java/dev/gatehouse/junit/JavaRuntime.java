package dev.gatehouse.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// AWS's runtime interface client, which travels inside our jar: functions in Java run on it, in
/// processes of their own.
record JavaRuntime(Path folder) implements AutoCloseable {
  private static final List<String> JARS =
      List.of(
          "aws-lambda-java-runtime-interface-client.jar",
          "aws-lambda-java-core.jar",
          "aws-lambda-java-serialization.jar",
          "utils-lite.jar");

  /// In a folder that goes when this is closed.
  static JavaRuntime unpacked() {
    try {
      var runtime = new JavaRuntime(Files.createTempDirectory("gatehouse-java-runtime-"));
      try {
        for (String jar : JARS) {
          runtime.unpack(jar);
        }
        return runtime;
      } catch (IOException | RuntimeException e) {
        runtime.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void unpack(String jar) throws IOException {
    try (var in = JavaRuntime.class.getResourceAsStream("java-runtime/" + jar)) {
      if (in == null) {
        throw new IllegalStateException(
            "this gatehouse-junit is incomplete: no java-runtime/" + jar + "; Maven packs it");
      }
      Files.copy(in, folder.resolve(jar));
    }
  }

  @Override
  public void close() {
    try {
      for (String jar : JARS) {
        Files.deleteIfExists(folder.resolve(jar));
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
