package dev.gatehouse.lambda;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/// Where a function's code comes from.
public sealed interface Code {
  /// @param path a zip or jar file, or a folder; what runs is a copy
  record Archive(Path path) implements Code {
    public Archive {
      path = path.toAbsolutePath();
    }
  }

  /// @param folder that nobody changes: a published version's
  record Unpacked(Path folder) implements Code {
    public Unpacked {
      folder = folder.toAbsolutePath();
    }
  }

  /// One file `index.js` or `index.py` (AWS::Lambda::Function Code, `ZipFile`).
  record Inline(String text) implements Code {
    public Inline {
      requireNonNull(text, "text");
    }
  }
}
