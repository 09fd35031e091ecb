package dev.gatehouse.lambda;

import dev.gatehouse.aws.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Tells whether a function's code is still the code that it was opened with.
final class CodeIdentity {
  private CodeIdentity() {}

  static String of(Code code) {
    return switch (code) {
      case Code.Inline(var text) -> Sha256.hex(text.getBytes(StandardCharsets.UTF_8));
      case Code.Unpacked(var folder) -> String.valueOf(folder.getFileName());
      case Code.Archive(var path) -> {
        try {
          yield Files.isDirectory(path) ? folder(path) : CodeArchive.digest(path);
        } catch (IOException | UncheckedIOException e) {
          throw new FunctionException("cannot read " + path + ": " + e.getMessage(), e);
        }
      }
    };
  }

  /// By its files' sizes and times: what is used in place may be large.
  private static String folder(Path folder) throws IOException {
    var list = new StringBuilder();
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted().toList()) {
        list.append(folder.relativize(file)).append('\0');
        if (Files.isRegularFile(file)) {
          list.append(Files.size(file)).append('\0').append(Files.getLastModifiedTime(file));
        }
        list.append('\0');
      }
    }
    return Sha256.hex(list.toString().getBytes(StandardCharsets.UTF_8));
  }
}
