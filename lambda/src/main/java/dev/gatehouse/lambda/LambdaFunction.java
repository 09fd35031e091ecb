package dev.gatehouse.lambda;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A function and its execution environments: started when needed, reused while they live, each for
/// one invocation at a time. Safe to invoke from any number of threads.
public final class LambdaFunction implements Invoker, AutoCloseable {
  /// Bytes (gettingstarted-limits: 6 MB each for request and response).
  private static final int MAX_REQUEST = 6 * 1024 * 1024;

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy/MM/dd/'[$LATEST]'").withZone(ZoneOffset.UTC);

  /// AWS names no time; some minutes are usual.
  static final Duration IDLE = Duration.ofMinutes(10);

  private static final String UNRESERVED = "ConcurrentInvocationLimitExceeded";
  private static final String RESERVED = "ReservedFunctionConcurrentInvocationLimitExceeded";

  /// What AWS gives an account whose function reserves nothing. Here each function has it.
  private static final int ACCOUNT_CONCURRENCY = 1000;

  /// For one of this machine's processes, where AWS would have started one more.
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private record Idle(ExecutionEnvironment environment, Instant since) {}

  private final Function function;
  private final RandomGenerator random;
  private final Schedule schedule;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition warmed = lock.newCondition();

  /// Invocations that AWS would let run at a time.
  private final Semaphore concurrency;

  /// Those that this machine lets run at a time.
  private final Semaphore processes;

  private final Deque<Idle> idle = new ArrayDeque<>();
  private final Set<ExecutionEnvironment> all = new HashSet<>();

  /// Environments that exist or are being made.
  private int count;

  private boolean warming;
  private boolean searching;
  private boolean closed;

  private LambdaFunction(Function function, RandomGenerator random, Schedule schedule) {
    this.function = function;
    this.random = random;
    this.schedule = schedule;
    this.concurrency =
        new Semaphore(function.config().reservedConcurrency().orElse(ACCOUNT_CONCURRENCY));
    this.processes = new Semaphore(function.settings().maxEnvironments(), true);
  }

  /// Asks the machine's Node for its version, which takes a tenth of a second. Whoever needs it
  /// before this returns waits.
  public static void prepare() {
    Interpreters.ofThisMachine().node();
  }

  /// Unpacks the code; starts nothing yet.
  ///
  /// @throws FunctionException when [FunctionConfig#faults] lists any, or the code is unusable
  public static LambdaFunction open(
      FunctionConfig config,
      LambdaSettings settings,
      RoleCredentials credentials,
      Clock clock,
      RandomGenerator random) {
    return open(config, settings, credentials, clock, random, Schedule.onVirtualThreads());
  }

  /// @param schedule wakes the search for environments that idle
  static LambdaFunction open(
      FunctionConfig config,
      LambdaSettings settings,
      RoleCredentials credentials,
      Clock clock,
      RandomGenerator random,
      Schedule schedule) {
    var faults = config.faults();
    if (!faults.isEmpty()) {
      throw new FunctionException(config.logicalId() + ": " + faults);
    }
    var runtime = FunctionRuntime.named(config.runtime());
    var client = RuntimeClient.of(runtime, settings, Interpreters.ofThisMachine());
    Path task = taskRoot(config.code(), runtime, settings.code());
    var log = new FunctionLog(settings.logs().resolve(config.name() + ".log"), settings.maxLog());
    var function = new Function(config, settings, task, client, log, credentials, clock);
    client.notice().ifPresent(log::line);
    return new LambdaFunction(function, random, schedule);
  }

  private static Path taskRoot(Code code, FunctionRuntime runtime, Path unpacked) {
    return switch (code) {
      case Code.Archive(var path) -> CodeArchive.taskRoot(path, unpacked);
      case Code.Inline(var text) ->
          ContentFolder.of(
              unpacked,
              runtime instanceof FunctionRuntime.Python ? "index.py" : "index.js",
              text.getBytes(StandardCharsets.UTF_8));
    };
  }

  public FunctionConfig config() {
    return function.config();
  }

  /// Starts one environment and waits until its init phase is over, so that the first invocation
  /// finds it warm; an invocation that comes meanwhile waits for it. Nothing when one exists.
  public void warmUp() {
    lock.lock();
    try {
      if (closed || count > 0 || concurrency.availablePermits() == 0) {
        return;
      }
      count++;
      warming = true;
    } finally {
      lock.unlock();
    }
    try {
      ExecutionEnvironment environment = create();
      try {
        environment.init();
      } finally {
        release(environment);
      }
    } finally {
      lock.lock();
      try {
        warming = false;
        warmed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  @Override
  public InvokeResult invoke(Invocation invocation) {
    return invoke(invocation, null);
  }

  /// The invocation has a thread of its own: its time-out does not wait for a slow reader.
  @Override
  public StreamedResult stream(Invocation invocation) {
    var stream = new ResponseStream();
    Thread.startVirtualThread(() -> {
      try {
        stream.finish(invoke(invocation, stream));
      } catch (RuntimeException e) {
        stream.fail(e);
      }
    });
    return stream.awaitStart();
  }

  private InvokeResult invoke(Invocation invocation, @Nullable ResponseStream stream) {
    if (invocation.payload().length() > MAX_REQUEST) {
      return new InvokeResult.RequestTooLarge();
    }
    if (!concurrency.tryAcquire()) {
      return throttled();
    }
    try {
      return await(processes) ? invokeNow(invocation, stream) : throttled();
    } finally {
      concurrency.release();
    }
  }

  private InvokeResult invokeNow(Invocation invocation, @Nullable ResponseStream stream) {
    try {
      ExecutionEnvironment environment = acquire();
      try {
        return environment.invoke(invocation, stream);
      } finally {
        release(environment);
      }
    } finally {
      processes.release();
    }
  }

  private InvokeResult throttled() {
    return new InvokeResult.Throttled(
        function.config().reservedConcurrency().isPresent() ? RESERVED : UNRESERVED);
  }

  private static boolean await(Semaphore turns) {
    try {
      return turns.tryAcquire(LONGEST_WAIT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// For a caller with one of the processes' turns.
  private ExecutionEnvironment acquire() {
    var expiring = new ArrayList<ExecutionEnvironment>();
    try {
      lock.lock();
      try {
        while (warming && idle.isEmpty()) {
          warmed.awaitUninterruptibly();
        }
        if (closed) {
          throw new IllegalStateException(function.config().name() + " is closed");
        }
        while (!idle.isEmpty()) {
          ExecutionEnvironment latest = idle.pop().environment();
          if (latest.credentialsLast(function.now())) {
            return latest;
          }
          count--;
          all.remove(latest);
          expiring.add(latest);
        }
        count++;
      } finally {
        lock.unlock();
      }
      return create();
    } finally {
      expiring.forEach(ExecutionEnvironment::close);
    }
  }

  /// For a place already counted; gives it back when it fails.
  private ExecutionEnvironment create() {
    ExecutionEnvironment created = null;
    try {
      String id = hex(16);
      created = new ExecutionEnvironment(function, id, DAY.format(function.now()) + id);
      return created;
    } finally {
      lock.lock();
      try {
        if (created == null) {
          count--;
        } else {
          all.add(created);
        }
      } finally {
        lock.unlock();
      }
    }
  }

  private void release(ExecutionEnvironment environment) {
    lock.lock();
    try {
      if (!closed) {
        idle.push(new Idle(environment, function.now()));
        search();
        return;
      }
    } finally {
      lock.unlock();
    }
    environment.close();
  }

  /// Sees to it that environments that idle for long are found; to be called with the lock held.
  private void search() {
    Idle longest = idle.peekLast();
    if (!searching && longest != null && count > 1) {
      searching = true;
      schedule.after(Duration.between(function.now(), longest.since().plus(IDLE)), this::closeIdle);
    }
  }

  /// The last one stays, as warm as [#warmUp] left it.
  private void closeIdle() {
    var leaving = new ArrayList<ExecutionEnvironment>();
    lock.lock();
    try {
      searching = false;
      Instant limit = function.now().minus(IDLE);
      Idle longest = idle.peekLast();
      while (longest != null && count > 1 && !longest.since().isAfter(limit)) {
        idle.removeLast();
        all.remove(longest.environment());
        count--;
        leaving.add(longest.environment());
        longest = idle.peekLast();
      }
      search();
    } finally {
      lock.unlock();
    }
    leaving.forEach(ExecutionEnvironment::close);
  }

  private String hex(int bytes) {
    byte[] id = new byte[bytes];
    random.nextBytes(id);
    return HexFormat.of().formatHex(id);
  }

  /// Kills all processes; an invocation under way ends as one whose process was killed.
  @Override
  public void close() {
    List<ExecutionEnvironment> environments;
    lock.lock();
    try {
      closed = true;
      environments = List.copyOf(all);
      all.clear();
      idle.clear();
    } finally {
      lock.unlock();
    }
    environments.forEach(ExecutionEnvironment::close);
  }
}
