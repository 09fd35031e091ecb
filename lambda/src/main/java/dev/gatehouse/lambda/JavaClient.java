package dev.gatehouse.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

/// AWS's runtime interface client for Java: its jars, and its native part unpacked once.
record JavaClient(String classPath, Path library, Path folder) implements RuntimeClient {
  static final Path LAUNCHER = Path.of(System.getProperty("java.home"), "bin", "java");

  private static final String PACKAGE = "com.amazonaws.services.lambda.runtime.api.client.";

  /// Serial collector and C1 only, as AWS runs java25 (java-customization.html). The task's classes
  /// and `lib/*.jar` are found by the client itself, in AWS's order, from the working folder.
  ///
  /// The client's native part is named, or it would unpack a copy of its own to one fixed path in
  /// `/tmp`, where processes that start together trip over each other.
  @Override
  public Optional<List<String>> command(Function function, Path temporary) {
    var command = new ArrayList<String>();
    command.add(LAUNCHER.toString());
    command.add("-XX:MaxHeapSize=" + function.config().memory() * 85L / 100 + "m");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:+TieredCompilation");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Xshare:auto");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Djava.net.preferIPv4Stack=true");
    command.add("-Djava.io.tmpdir=" + temporary);
    command.add("-D" + PACKAGE + "runtimeapi.NativeClient.JNI=" + library);
    command.add("-cp");
    command.add(classPath);
    command.add(PACKAGE + "AWSLambda");
    command.add(function.config().handler());
    return Optional.of(List.copyOf(command));
  }

  @Override
  public Map<String, String> variables(Function function) {
    return Map.of();
  }

  @Override
  public Optional<String> notice() {
    return Optional.empty();
  }

  /// @param jars the folder with the client's jar and its dependencies
  /// @param unpacked where the native part is put
  static JavaClient in(Path jars, Path unpacked) {
    List<Path> paths;
    try (var files = Files.list(jars)) {
      paths = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
      Path client =
          paths.stream()
              .filter(file -> file.getFileName().toString().contains("runtime-interface-client"))
              .findFirst()
              .orElseThrow(() -> new FunctionException("no runtime interface client in " + jars));
      return new JavaClient(
          paths.stream().map(Path::toString).collect(Collectors.joining(":")),
          library(client, unpacked),
          jars);
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
