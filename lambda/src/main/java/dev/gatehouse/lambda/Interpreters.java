package dev.gatehouse.lambda;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The interpreters on a search path; each is asked once for its version.
final class Interpreters {
  private static final Pattern VERSION = Pattern.compile("\\d{1,4}\\.\\d{1,4}\\.\\d{1,4}");
  private static final long ANSWER_SECONDS = 10;
  private static final long LARGER_THAN_ANY_SHIM = 20L * 1024 * 1024;
  private static final String NODE = "console.log(process.execPath+'\\n'+process.versions.node)";
  private static final String PYTHON =
      "import sys; print(sys.executable); print('%d.%d.%d' % sys.version_info[:3])";

  private final List<Path> folders;
  private final Map<String, Optional<Interpreter>> known = new ConcurrentHashMap<>();

  /// @param searchPath as in `PATH`; relative entries are left out
  Interpreters(String searchPath) {
    folders =
        Stream.of(searchPath.split(File.pathSeparator))
            .filter(entry -> entry.startsWith("/"))
            .map(Path::of)
            .toList();
  }

  private static final class Machine {
    private static final Interpreters ON_PATH =
        new Interpreters(System.getenv().getOrDefault("PATH", ""));
  }

  /// Those on the `PATH` that this process was started with.
  static Interpreters ofThisMachine() {
    return Machine.ON_PATH;
  }

  Optional<Interpreter> node() {
    return find("node", Interpreters::askNode);
  }

  /// `python3.MINOR` where the machine has it, else its `python3`.
  Optional<Interpreter> python(int minor) {
    return find("python3." + minor, Interpreters::askPython)
        .or(() -> find("python3", Interpreters::askPython));
  }

  private Optional<Interpreter> find(
      String program, Function<Path, Optional<Interpreter>> interpreter) {
    return known.computeIfAbsent(
        program,
        name ->
            folders.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .flatMap(file -> interpreter.apply(file).stream())
                .findFirst());
  }

  /// Node tells its version in a tenth of the time that a script takes which says where it is.
  private static Optional<Interpreter> askNode(Path file) {
    return nodeItself(file)
        .map(node ->
            answer(node, "--version")
                .flatMap(answer -> interpreter(node, answer.strip().replaceFirst("^v", ""))))
        .orElseGet(() -> told(answer(file, "-e", NODE)));
  }

  private static Optional<Interpreter> askPython(Path file) {
    return told(answer(file, "-c", PYTHON));
  }

  /// The program behind all links; empty when it may be a version manager's shim: a script, a
  /// program of another name, or one that is smaller than Node.
  private static Optional<Path> nodeItself(Path file) {
    try {
      Path program = file.toRealPath();
      return program.endsWith("node") && Files.size(program) >= LARGER_THAN_ANY_SHIM
          ? Optional.of(program)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// @param answer where it is, and its version
  private static Optional<Interpreter> told(Optional<String> answer) {
    List<String> lines = answer.stream().flatMap(String::lines).toList();
    return lines.size() == 2
        ? interpreter(Path.of(lines.getFirst()), lines.get(1))
        : Optional.empty();
  }

  private static Optional<Interpreter> interpreter(Path executable, String version) {
    return VERSION.matcher(version).matches()
        ? Optional.of(new Interpreter(executable, version))
        : Optional.empty();
  }

  /// Nothing if it fails, as a shim does that has no version behind it.
  private static Optional<String> answer(Path file, String... arguments) {
    try {
      Process process =
          new ProcessBuilder(
                  Stream.concat(Stream.of(file.toString()), Stream.of(arguments)).toList())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.exitValue() == 0 ? Optional.of(answer) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
