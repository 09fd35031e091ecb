package dev.gatehouse.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

/// AWS's runtime interface client for Java: its jars, and its native part unpacked once.
record RuntimeClient(String classPath, Path library) {
  /// For functions that bring a runtime of their own.
  static final RuntimeClient NONE = new RuntimeClient("", Path.of("/var/runtime"));

  /// @param jars the folder with the client's jar and its dependencies
  /// @param unpacked where the native part is put
  static RuntimeClient in(Path jars, Path unpacked) {
    List<Path> paths;
    try (var files = Files.list(jars)) {
      paths = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
      Path client =
          paths.stream()
              .filter(file -> file.getFileName().toString().contains("runtime-interface-client"))
              .findFirst()
              .orElseThrow(() -> new FunctionException("no runtime interface client in " + jars));
      return new RuntimeClient(
          paths.stream().map(Path::toString).collect(Collectors.joining(":")),
          library(client, unpacked));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path library(Path client, Path unpacked) throws IOException {
    String name = "libaws-lambda-jni." + libc() + "-" + architecture() + ".so";
    Path library = unpacked.resolve(client.getFileName() + "-" + name);
    if (Files.exists(library)) {
      return library;
    }
    Files.createDirectories(unpacked);
    try (var jar = new JarFile(client.toFile())) {
      var entry = jar.getEntry("jni/" + name);
      if (entry == null) {
        throw new FunctionException(client + " has no native part for this machine: " + name);
      }
      Path partial = Files.createTempFile(unpacked, "library", ".partial");
      try (var in = jar.getInputStream(entry)) {
        Files.copy(in, partial, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.move(partial, library, StandardCopyOption.ATOMIC_MOVE);
    }
    return library;
  }

  private static String libc() throws IOException {
    try (var loaders = Files.newDirectoryStream(Path.of("/lib"), "ld-musl-*")) {
      return loaders.iterator().hasNext() && !Files.exists(Path.of("/lib64/ld-linux-x86-64.so.2"))
          ? "linux_musl"
          : "linux";
    }
  }

  private static String architecture() {
    return switch (System.getProperty("os.arch")) {
      case "amd64", "x86_64" -> "x86_64";
      case "aarch64", "arm64" -> "aarch_64";
      default ->
          throw new FunctionException(
              "Java functions need x86-64 or arm64, not " + System.getProperty("os.arch"));
    };
  }
}
