package dev.gatehouse.cli;

import dev.gatehouse.aws.Json;
import dev.gatehouse.host.StartupException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "logs",
    mixinStandardHelpOptions = true,
    description = "Prints what the functions wrote; each line after its file's name if several.")
final class LogsCommand implements Callable<Integer> {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
  private static final int MOST_AT_ONCE = 1024 * 1024;

  @Mixin private StackOptions stack;
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "a function's name, or another log's; all if not given")
  private @Nullable String name;

  @Option(
      names = {"-n", "--last"},
      paramLabel = "COUNT",
      defaultValue = "100",
      description = "lines of each file, ${DEFAULT-VALUE} if not given")
  private int count;

  @Option(
      names = {"-f", "--follow"},
      description = "go on with what comes, until the stack stops or Ctrl-C")
  private boolean follow;

  @Option(names = "--json", description = "each line as one JSON object with its log's name")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Path folder = Path.of(stack.require().stateFolder(), "logs");
    Map<Path, Long> read = new LinkedHashMap<>();
    List<Path> files = files(folder);
    if (files.isEmpty() && name != null) {
      throw new StartupException("no log called " + name + " in " + folder);
    }
    boolean several = name == null;
    for (Path file : files) {
      List<String> lines = Files.readString(file, StandardCharsets.UTF_8).lines().toList();
      lines
          .subList(Math.max(0, lines.size() - Math.max(0, count)), lines.size())
          .forEach(line -> print(file, several, line));
      read.put(file, Files.size(file));
    }
    while (follow && stack.find().isPresent()) {
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      for (Path file : files(folder)) {
        read.put(file, more(file, read.getOrDefault(file, 0L), several));
      }
    }
    return 0;
  }

  private List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var all = Files.list(folder)) {
      return all.filter(file -> file.toString().endsWith(".log"))
          .filter(file -> name == null || logName(file).equals(name))
          .sorted()
          .toList();
    }
  }

  private static String logName(Path file) {
    return String.valueOf(file.getFileName()).replaceFirst("\\.log$", "");
  }

  /// @return how far the file is read: to the end of its last whole line
  private long more(Path file, long from, boolean several) throws IOException {
    try (var channel = FileChannel.open(file)) {
      long start = channel.size() < from ? 0 : from; // It was turned over.
      var bytes = ByteBuffer.allocate((int) Math.min(MOST_AT_ONCE, channel.size() - start));
      int got = channel.read(bytes, start);
      while (got > 0 && bytes.hasRemaining()) {
        got = channel.read(bytes, start + bytes.position());
      }
      int end = bytes.position();
      while (end > 0 && bytes.get(end - 1) != '\n') {
        end--;
      }
      if (end == 0 && bytes.position() == MOST_AT_ONCE) {
        end = MOST_AT_ONCE;
      }
      new String(bytes.array(), 0, end, StandardCharsets.UTF_8)
          .lines()
          .forEach(line -> print(file, several, line));
      return start + end;
    }
  }

  private void print(Path file, boolean several, String line) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      var told = Json.STRICT.createObjectNode().put("log", logName(file)).put("line", line);
      out.println(Lines.json(told));
    } else {
      out.println((several ? logName(file) + "  " : "") + Lines.logged(line));
    }
    out.flush();
  }
}
