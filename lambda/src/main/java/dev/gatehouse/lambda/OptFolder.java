package dev.gatehouse.lambda;

import dev.gatehouse.aws.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/// What stands for `/opt`: the files of a function's layers in one folder, a later layer's over an
/// earlier one's (chapter-layers.html). Without a machine of its own a function cannot have it at
/// that path; where a path is looked up by Lambda itself, or handed on in a variable that holds
/// paths, this folder stands in its place.
final class OptFolder {
  /// The machine's own, for functions without layers.
  static final Path NONE = Path.of("/opt");

  private OptFolder() {}

  /// @param layers zip files or folders, in the function's order
  /// @param task the function's code: together they may have 250 MB
  static Path of(List<Path> layers, Path task, Path unpacked) {
    if (layers.isEmpty()) {
      return NONE;
    }
    var contents = layers.stream().map(layer -> CodeFolder.of(layer, unpacked)).toList();
    Path opt = merged("opt", contents, unpacked);
    if (CodeFolder.size(task) + CodeFolder.size(opt) > CodeArchive.MAX_BYTES) {
      throw new FunctionException("code and layers unpack to more than Lambda's 250 MB");
    }
    return opt;
  }

  /// The Java client looks for jars in the task's `lib` and in `/opt/java/lib`, in this order. Only
  /// the first place can be another one: the layers' jars go behind the function's own.
  static Path withJars(Path task, Path opt, Path unpacked) {
    Path jars = opt.resolve("java/lib");
    if (opt.equals(NONE) || !Files.isDirectory(jars)) {
      return task;
    }
    return make(
        digest("java", List.of(task, opt)),
        unpacked,
        folder -> {
          copy(task, folder);
          Files.createDirectories(folder.resolve("lib"));
          try (Stream<Path> files = Files.list(jars)) {
            for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
              Files.copy(jar, folder.resolve("lib/~opt-" + jar.getFileName()));
            }
          }
        });
  }

  private static Path merged(String kind, List<Path> folders, Path unpacked) {
    return make(
        digest(kind, folders),
        unpacked,
        target -> {
          for (Path folder : folders) {
            copy(folder, target);
          }
        });
  }

  private static String digest(String kind, List<Path> folders) {
    var digest = Sha256.digest();
    digest.update(kind.getBytes(StandardCharsets.UTF_8));
    for (Path folder : folders) {
      digest.update(("/" + folder.getFileName()).getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private interface Filling {
    void fill(Path folder) throws IOException;
  }

  private static Path make(String name, Path parent, Filling filling) {
    Path target = parent.resolve(name).toAbsolutePath();
    if (ContentFolder.exists(target)) {
      return target;
    }
    try {
      Files.createDirectories(parent);
      Path partial = Files.createTempDirectory(parent, ContentFolder.PARTIAL);
      filling.fill(partial);
      ContentFolder.place(partial, target);
      return target;
    } catch (IOException e) {
      throw new FunctionException("cannot put the layers together: " + e, e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          if (Files.isRegularFile(target)) {
            Files.delete(target);
          }
          Files.createDirectories(target);
        } else {
          if (Files.isDirectory(target)) {
            Folders.delete(target);
          }
          Files.copy(
              file,
              target,
              StandardCopyOption.REPLACE_EXISTING,
              StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }

  /// A path, or a text with paths, as it must be for a process of this function.
  static String within(Function function, String paths) {
    String here = replaced(paths, "/opt", function.opt());
    return replaced(here, "/var/task", function.task());
  }

  private static String replaced(String text, String absolute, Path by) {
    return text.replaceAll(
        "(?<![A-Za-z0-9_./-])" + absolute + "(?=[/:\\s,]|$)",
        Matcher.quoteReplacement(by.toString()));
  }
}
