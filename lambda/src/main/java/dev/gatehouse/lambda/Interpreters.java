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
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The interpreters on a search path; each is asked once for its version.
final class Interpreters {
  private static final Pattern VERSION = Pattern.compile("\\d{1,4}\\.\\d{1,4}\\.\\d{1,4}");
  private static final long ANSWER_SECONDS = 10;
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
    return find("node", "-e", NODE);
  }

  /// `python3.MINOR` where the machine has it, else its `python3`.
  Optional<Interpreter> python(int minor) {
    return find("python3." + minor, "-c", PYTHON).or(() -> find("python3", "-c", PYTHON));
  }

  private Optional<Interpreter> find(String program, String flag, String question) {
    return known.computeIfAbsent(
        program,
        name ->
            folders.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .flatMap(file -> ask(file, flag, question).stream())
                .findFirst());
  }

  /// Nothing if it does not answer as an interpreter does: a shim without a version behind it.
  private static Optional<Interpreter> ask(Path file, String flag, String question) {
    try {
      Process process =
          new ProcessBuilder(file.toString(), flag, question)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      List<String> lines = answer.lines().toList();
      return process.exitValue() == 0
              && lines.size() == 2
              && VERSION.matcher(lines.get(1)).matches()
          ? Optional.of(new Interpreter(Path.of(lines.getFirst()), lines.get(1)))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
