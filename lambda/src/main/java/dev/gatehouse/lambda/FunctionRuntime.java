package dev.gatehouse.lambda;

import java.nio.file.Files;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What runs a function's code, chosen by its runtime identifier.
sealed interface FunctionRuntime {
  Pattern JAVA = Pattern.compile("java(\\d{1,3})(\\.al2)?");
  Pattern NODE = Pattern.compile("nodejs(\\d{1,3})\\.x");
  Pattern PYTHON = Pattern.compile("python3\\.(\\d{1,3})");
  Pattern PROVIDED = Pattern.compile("provided(\\.al\\d+)?");

  /// AWS's runtime interface client on the JDK that runs this process.
  record Java(String version) implements FunctionRuntime {
    /// What must be installed first.
    Optional<String> lacking() {
      if (Integer.parseInt(version) > Runtime.version().feature()) {
        return Optional.of(
            "java%s needs a JDK %s or later: install it and start Gatehouse with it (this is %s)"
                .formatted(version, version, Runtime.version().feature()));
      }
      if (!Files.isExecutable(JavaClient.LAUNCHER)) {
        return Optional.of(
            "java%s needs a JDK: %s is missing; install a JDK %s, not a trimmed runtime image"
                .formatted(version, JavaClient.LAUNCHER, version));
      }
      if (!System.getProperty("os.name").equals("Linux")) {
        return Optional.of(
            "java%s needs Linux: AWS's runtime interface client has no library for %s; run"
                    .formatted(version, System.getProperty("os.name"))
                + " Gatehouse on Linux, or the function as provided.al2023");
      }
      return Optional.empty();
    }
  }

  /// The machine's Node.js, of whatever version that our client runs on.
  record Node(int major) implements FunctionRuntime {
    private static final int OLDEST = 18;

    Optional<String> lacking(Interpreters interpreters) {
      String install = "install Node.js %d (Debian: apt-get install nodejs)".formatted(major);
      return interpreters
          .node()
          .map(node ->
              node.major() >= OLDEST
                  ? Optional.<String>empty()
                  : Optional.of(
                      "nodejs%d.x needs Node.js %d or later, and `node` is %s: %s"
                          .formatted(major, OLDEST, node.version(), install)))
          .orElseGet(() ->
              Optional.of(
                  "nodejs%d.x needs Node.js and there is no `node` on the PATH: %s"
                      .formatted(major, install)));
    }
  }

  /// The machine's Python 3, of whatever version that our client runs on.
  record Python(int minor) implements FunctionRuntime {
    private static final int OLDEST = 8;

    Optional<String> lacking(Interpreters interpreters) {
      String install = "install Python 3.%d (Debian: apt-get install python3)".formatted(minor);
      return interpreters
          .python(minor)
          .map(python ->
              python.major() == 3 && python.minor() >= OLDEST
                  ? Optional.<String>empty()
                  : Optional.of(
                      "python3.%d needs Python 3.%d or later, and `python3` is %s: %s"
                          .formatted(minor, OLDEST, python.version(), install)))
          .orElseGet(() ->
              Optional.of(
                  "python3.%d needs Python and there is no `python3` on the PATH: %s"
                      .formatted(minor, install)));
    }
  }

  /// An executable `bootstrap` in the code.
  record Provided() implements FunctionRuntime {}

  /// @param message for the owner: what is wrong and what to do
  record Unsupported(String message) implements FunctionRuntime {}

  static FunctionRuntime named(String identifier) {
    Matcher java = JAVA.matcher(identifier);
    if (java.matches()) {
      return new Java(java.group(1));
    }
    Matcher node = NODE.matcher(identifier);
    if (node.matches()) {
      return new Node(Integer.parseInt(node.group(1)));
    }
    Matcher python = PYTHON.matcher(identifier);
    if (python.matches()) {
      return new Python(Integer.parseInt(python.group(1)));
    }
    if (PROVIDED.matcher(identifier).matches()) {
      return new Provided();
    }
    return new Unsupported(unsupported(identifier));
  }

  private static String unsupported(String identifier) {
    return switch (identifier.replaceAll("[0-9.x]*$", "").toLowerCase(Locale.ROOT)) {
      case "nodejs", "python", "ruby", "dotnet", "dotnetcore", "go" ->
          "'%s' cannot run here: only java*, nodejs*.x, python3.* and provided.* can; package the"
                  .formatted(identifier)
              + " function with a bootstrap and its interpreter as provided.al2023";
      default -> "'" + identifier + "' is not a Lambda runtime";
    };
  }
}
