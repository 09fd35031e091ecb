package dev.gatehouse.lambda;

import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpServerConfig;
import dev.gatehouse.http.StreamServer;
import dev.gatehouse.lambda.RuntimeApi.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One sandbox of a function: a process at a time, a Runtime API on a port of its own, a `/tmp`
/// that outlives the process. Used by one invocation at a time; holds no locks.
final class ExecutionEnvironment implements AutoCloseable {
  /// How much of an answer that is too large is still taken from its sender.
  private static final int MAX_BODY = 32 * 1024 * 1024;

  /// Room for the megabyte of stack trace that the Java client sends as a header.
  private static final int MAX_HEADERS = 1200 * 1024;

  private final Function function;
  private final String logStream;
  private final EnvironmentLog log;
  private final Path folder;
  private final Path temporary;
  private final StreamServer server;
  private volatile RuntimeApi api = new RuntimeApi();
  private volatile boolean closed;
  private volatile @Nullable SupervisedProcess process;
  private @Nullable AccessKey key;
  private Instant credentialsExpire = Instant.MAX;
  private boolean cold = true;
  private @Nullable Duration initDuration;

  /// @param name unguessable enough not to meet another's folder
  ExecutionEnvironment(Function function, String name, String logStream) {
    this.function = function;
    this.logStream = logStream;
    this.folder = function.temporary().resolve(name);
    this.temporary = folder.resolve("tmp");
    try {
      Files.createDirectories(temporary);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.log =
        new EnvironmentLog(folder.resolve("log"), function.log(), logStream, function.clock());
    this.server = StreamServer.start(listening(), (request, body) -> api.handle(request, body));
  }

  /// The `next` call may wait for days, and a function may think for 15 minutes between two calls.
  private static HttpServerConfig listening() {
    var loopback = HttpServerConfig.loopback(0);
    return new HttpServerConfig(
        loopback.address(), 0, MAX_BODY, 16 * 1024, MAX_HEADERS, 64, Duration.ofDays(1));
  }

  /// Whether it was made for this code.
  boolean runs(Function current) {
    return function.task().equals(current.task());
  }

  /// The end of the last invocation's log.
  Body logTail() {
    return log.tail();
  }

  /// Whether an invocation of the longest duration would still have valid credentials at its end.
  boolean credentialsLast(Instant now) {
    return now.plus(function.config().timeout()).isBefore(credentialsExpire);
  }

  /// The init phase; nothing when it is over. Its failure is not final: the first invocation
  /// repeats it (lambda-runtime-environment, "Failures during the init phase").
  void init() {
    if (!cold) {
      return;
    }
    cold = false;
    long start = System.nanoTime();
    log.line(LogLines.initStart(function.config().runtime()));
    if (!begin()) {
      return;
    }
    Signal signal = api.awaitReady(function.settings().initTimeout().toNanos());
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    if (signal instanceof Signal.Ready) {
      initDuration = took;
    } else {
      stop();
      log.line(LogLines.initReport(took, "init", signal));
    }
  }

  /// @param stream gets the answer while it is made; null to have it whole
  InvokeResult invoke(Invocation invocation, @Nullable ResponseStream stream) {
    Instant from = function.now();
    init();
    log.begin(LogLines.start(invocation.requestId(), function.config().version()));
    long start = System.nanoTime();
    Duration timeout = function.config().timeout();
    Outcome outcome = run(invocation, start + timeout.toNanos(), stream);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    var report = new LogLines.Report(took, function.config().memory(), memoryUsed(), initDuration);
    Optional<Duration> init = Optional.ofNullable(initDuration);
    initDuration = null;
    if (outcome.fatal()) {
      stop();
    }
    log.line(LogLines.end(invocation.requestId(), function.now(), report, outcome));
    function.log().rotate();
    function
        .watch()
        .ended(
            new PastInvocation(
                function.config().name(),
                invocation,
                outcome.result(),
                from,
                function.now(),
                Optional.ofNullable(key),
                init));
    return outcome.result();
  }

  /// @param fatal whether the process must go
  record Outcome(InvokeResult result, boolean fatal, Ending ending) {}

  enum Ending {
    NORMAL,
    TIMEOUT,
    ERROR
  }

  private Outcome run(Invocation invocation, long end, @Nullable ResponseStream stream) {
    String id = invocation.requestId();
    Instant deadline = function.now().plusNanos(end - System.nanoTime());
    boolean reused = running();
    if (!reused && !begin()) {
      return new Outcome(FunctionError.noBootstrap(id), true, Ending.ERROR);
    }
    Signal readiness = api.awaitReady(end - System.nanoTime());
    if (reused && readiness instanceof Signal.Exited) {
      // It ended after its last answer: no fault of this invocation's.
      begin();
      readiness = api.awaitReady(end - System.nanoTime());
    }
    return switch (readiness) {
      case Signal.Ready() -> {
        api.hand(invocation, deadline, stream);
        yield answer(id, api.awaitAnswer(end - System.nanoTime()));
      }
      case Signal.Answered(var initError) -> new Outcome(initError, true, Ending.ERROR);
      case Signal.Exited() -> exited(id);
      case Signal.TimedOut() -> timedOut(id);
    };
  }

  private Outcome answer(String id, Signal signal) {
    return switch (signal) {
      case Signal.Answered(var result) -> new Outcome(result, false, Ending.NORMAL);
      case Signal.TimedOut() -> timedOut(id);
      case Signal.Exited() -> exited(id);
      case Signal.Ready() -> throw new IllegalStateException("asked for work twice");
    };
  }

  private Outcome timedOut(String id) {
    return new Outcome(
        FunctionError.timedOut(id, function.config().timeout()), true, Ending.TIMEOUT);
  }

  private Outcome exited(String id) {
    SupervisedProcess ended = process;
    int status = ended == null ? 137 : ended.exitStatus().orElse(137);
    return new Outcome(FunctionError.exited(id, status), true, Ending.ERROR);
  }

  private boolean running() {
    SupervisedProcess current = process;
    return current != null && current.alive();
  }

  /// Starts a process.
  ///
  /// @return false when the code has no `bootstrap` to start
  private boolean begin() {
    stop();
    FunctionConfig config = function.config();
    var command = command();
    if (command.isEmpty()) {
      return false;
    }
    AccessKey fresh = function.credentials().assume(config.roleArn(), config.name());
    key = fresh;
    var session = fresh.session();
    credentialsExpire = session == null ? Instant.MAX : session.expires();
    var variables = ProcessVariables.of(function, fresh, temporary, logStream, server.port());
    RuntimeApi runtime = new RuntimeApi();
    api = runtime;
    SupervisedProcess started =
        SupervisedProcess.start(
            command.orElseThrow(), variables, function.task(), log.file(), folder.resolve("pid"));
    process = started;
    started.onExit(runtime::exited);
    if (closed) {
      stop();
    }
    return true;
  }

  /// With the wrapper script of a managed runtime before it (runtimes-modify.html).
  private Optional<List<String>> command() {
    String wrapper = function.config().environment().getOrDefault("AWS_LAMBDA_EXEC_WRAPPER", "");
    var command = function.client().command(function, temporary);
    if (wrapper.isEmpty() || function.client() instanceof Bootstrap) {
      return command;
    }
    var wrapped = new ArrayList<>(List.of(OptFolder.within(function, wrapper)));
    wrapped.addAll(command.orElseThrow());
    return Optional.of(wrapped);
  }

  private void stop() {
    SupervisedProcess current = process;
    if (current != null) {
      current.kill();
      api.exited();
    }
  }

  private OptionalLong memoryUsed() {
    SupervisedProcess current = process;
    return current == null ? OptionalLong.empty() : current.peakMemory();
  }

  /// Kills the process at once, as Lambda does where no extension listens; an invocation under way
  /// ends as killed.
  @Override
  public void close() {
    closed = true;
    stop();
    server.close();
    log.close();
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      // What the process left in its /tmp does no harm; the next start clears it.
    }
  }
}
