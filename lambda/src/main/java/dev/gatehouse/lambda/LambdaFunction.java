package dev.gatehouse.lambda;

import dev.gatehouse.http.Alarms;
import dev.gatehouse.http.Body;
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
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One version of a function and its execution environments: started when needed, reused while they
/// live, each for one invocation at a time. What has not been published follows its code on disk:
/// when that changes, other environments take over. Safe to invoke from any number of threads.
public final class LambdaFunction implements Target, AutoCloseable {
  /// Bytes (gettingstarted-limits: 6 MB each for request and response).
  private static final int MAX_REQUEST = 6 * 1024 * 1024;

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy/MM/dd/").withZone(ZoneOffset.UTC);

  /// AWS names no time; some minutes are usual.
  static final Duration IDLE = Duration.ofMinutes(10);

  /// For one of this machine's processes, where AWS would have started one more.
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  /// As many environments as this machine has cores work at once; one more only for an invocation
  /// that has waited so long for one of them. A quick function is quicker so: its few processes
  /// stay warm. AWS waits for none.
  private static final Duration PATIENCE = Duration.ofMillis(5);

  private static final int CORES = Runtime.getRuntime().availableProcessors();

  private record Idle(ExecutionEnvironment environment, Instant since) {}

  /// An invocation that would rather have an environment that another one is about to give back.
  private static final class Waiter {
    private final Condition called;
    private @Nullable ExecutionEnvironment given;
    private boolean impatient;

    Waiter(Condition called) {
      this.called = called;
    }
  }

  private final FunctionShare share;
  private final RandomGenerator random;
  private final Schedule schedule;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition warmed = lock.newCondition();

  private final ReentrantLock looking = new ReentrantLock();

  /// Null for code that stays as it is.
  private final @Nullable CodeSource source;

  private volatile Function function;
  private final Deque<Idle> idle = new ArrayDeque<>();
  private final Deque<Waiter> waiting = new ArrayDeque<>();
  private final Set<ExecutionEnvironment> all = new HashSet<>();

  /// Environments that exist or are being made.
  private int count;

  private boolean warming;
  private boolean searching;
  private boolean closed;

  private LambdaFunction(
      Function function,
      FunctionShare share,
      @Nullable CodeSource source,
      RandomGenerator random,
      Schedule schedule) {
    this.function = function;
    this.share = share;
    this.source = source;
    this.random = random;
    this.schedule = schedule;
  }

  /// Asks the machine's Node for its version, which may take a tenth of a second. Whoever needs it
  /// before this returns waits.
  public static void prepare() {
    Interpreters.ofThisMachine().node();
  }

  /// A function of which there is but one version.
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

  /// Unpacks the code; starts nothing yet.
  ///
  /// @param share the same for all versions
  /// @throws FunctionException when [FunctionConfig#faults] lists any, or the code is unusable
  public static LambdaFunction open(
      FunctionConfig config,
      FunctionShare share,
      LambdaSettings settings,
      RoleCredentials credentials,
      Clock clock,
      RandomGenerator random) {
    return open(config, share, settings, credentials, clock, random, Schedule.onVirtualThreads());
  }

  /// @param schedule wakes the search for environments that idle
  static LambdaFunction open(
      FunctionConfig config,
      LambdaSettings settings,
      RoleCredentials credentials,
      Clock clock,
      RandomGenerator random,
      Schedule schedule) {
    var share = FunctionShare.of(config, settings);
    return open(config, share, settings, credentials, clock, random, schedule);
  }

  private static LambdaFunction open(
      FunctionConfig config,
      FunctionShare share,
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
    UnaryOperator<Path> unpack =
        archive -> withLayers(CodeFolder.of(archive, settings.code()), config, settings);
    // Looked at before it is read: what changes meanwhile is noticed.
    CodeSource source =
        config.code() instanceof Code.Archive(var path)
            ? new CodeSource(path, unpack, clock)
            : null;
    Path code = CodeFolder.of(config.code(), runtime, settings.code());
    Path opt = OptFolder.of(config.layers(), code, settings.code());
    Path task = withLayers(code, config, settings);
    var function =
        new Function(
            config, settings, task, opt, client, share.log(), credentials, share.watch(), clock);
    client.notice().ifPresent(share.log()::line);
    return new LambdaFunction(function, share, source, random, schedule);
  }

  private static Path withLayers(Path code, FunctionConfig config, LambdaSettings settings) {
    Path opt = OptFolder.of(config.layers(), code, settings.code());
    return FunctionRuntime.named(config.runtime()) instanceof FunctionRuntime.Java
        ? OptFolder.withJars(code, opt, settings.code())
        : code;
  }

  public FunctionConfig config() {
    return function.config();
  }

  /// Starts one environment and waits until its init phase is over, so that the first invocation
  /// finds it warm; an invocation that comes meanwhile waits for it. Nothing when one exists.
  public void warmUp() {
    lock.lock();
    try {
      if (closed || count > 0 || share.concurrency().availablePermits() == 0) {
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
  public LambdaFunction pick() {
    return this;
  }

  @Override
  public InvokeResult invoke(Invocation invocation) {
    return invoke(invocation, null, false).result();
  }

  /// As [#invoke], with the invocation's own log.
  public LoggedResult invokeLogged(Invocation invocation) {
    return invoke(invocation, null, true);
  }

  /// Whether every invocation is refused, as its reserved concurrency says.
  boolean shut() {
    return share.shut();
  }

  /// A line for the owner, in the function's log.
  void note(String line) {
    share.log().line(line);
  }

  /// The invocation has a thread of its own: its time-out does not wait for a slow reader.
  @Override
  public StreamedResult stream(Invocation invocation) {
    var stream = new ResponseStream();
    Thread.startVirtualThread(() -> {
      try {
        stream.finish(invoke(invocation, stream, false).result());
      } catch (RuntimeException e) {
        stream.fail(e);
      }
    });
    return stream.awaitStart();
  }

  private LoggedResult invoke(
      Invocation invocation, @Nullable ResponseStream stream, boolean logged) {
    if (invocation.payload().length() > MAX_REQUEST) {
      return new LoggedResult(new InvokeResult.RequestTooLarge(), Body.EMPTY);
    }
    if (!share.concurrency().tryAcquire()) {
      return new LoggedResult(share.throttled(), Body.EMPTY);
    }
    try {
      return share.processes().take(LONGEST_WAIT)
          ? invokeNow(invocation, stream, logged)
          : new LoggedResult(share.throttled(), Body.EMPTY);
    } finally {
      share.concurrency().release();
    }
  }

  private LoggedResult invokeNow(
      Invocation invocation, @Nullable ResponseStream stream, boolean logged) {
    try {
      followCode();
      ExecutionEnvironment environment = acquire();
      try {
        InvokeResult result = environment.invoke(invocation, stream);
        return new LoggedResult(result, logged ? environment.logTail() : Body.EMPTY);
      } finally {
        release(environment);
      }
    } finally {
      share.processes().giveBack();
    }
  }

  /// Invocations that come while one looks go on with the code that there is.
  private void followCode() {
    if (source == null || !looking.tryLock()) {
      return;
    }
    try {
      switch (source.look()) {
        case CodeSource.Look.Same() -> {}
        case CodeSource.Look.Unusable(var problem) ->
            share.log().line("The code on disk has changed and cannot be used: " + problem);
        case CodeSource.Look.Changed(var task) -> {
          if (!task.equals(function.task())) {
            share.log().line("The code on disk has changed: new environments run it");
            function = function.with(task);
            closeOutdated();
          }
        }
      }
    } finally {
      looking.unlock();
    }
  }

  private void closeOutdated() {
    var leaving = new ArrayList<ExecutionEnvironment>();
    lock.lock();
    try {
      for (Idle each : List.copyOf(idle)) {
        if (!each.environment().runs(function)) {
          idle.remove(each);
          leave(each.environment());
          leaving.add(each.environment());
        }
      }
    } finally {
      lock.unlock();
    }
    leaving.forEach(ExecutionEnvironment::close);
  }

  /// With the lock held.
  private void leave(ExecutionEnvironment environment) {
    all.remove(environment);
    count--;
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
        for (var found = find(); found != null; found = find()) {
          if (found.credentialsLast(function.now())) {
            return found;
          }
          leave(found);
          expiring.add(found);
        }
        if (closed) {
          throw new IllegalStateException(function.config().name() + " is closed");
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

  /// One that is given back in time or idles; null when one more is to be started. To be called
  /// with the lock held.
  private @Nullable ExecutionEnvironment find() {
    ExecutionEnvironment given = count - idle.size() < CORES ? null : awaitRelease();
    if (given != null) {
      return given;
    }
    Idle latest = idle.poll();
    return latest == null ? null : latest.environment();
  }

  private @Nullable ExecutionEnvironment awaitRelease() {
    var waiter = new Waiter(lock.newCondition());
    waiting.addLast(waiter);
    try (var _ = Alarms.set(PATIENCE, () -> hurry(waiter))) {
      while (waiter.given == null && !waiter.impatient) {
        waiter.called.awaitUninterruptibly();
      }
    }
    waiting.remove(waiter);
    return waiter.given;
  }

  private void hurry(Waiter waiter) {
    lock.lock();
    try {
      waiter.impatient = true;
      waiter.called.signal();
    } finally {
      lock.unlock();
    }
  }

  /// For a place already counted; gives it back when it fails.
  private ExecutionEnvironment create() {
    ExecutionEnvironment created = null;
    try {
      String id = hex(16);
      Function current = function;
      String stream = DAY.format(current.now()) + "[" + current.config().version() + "]" + id;
      created = new ExecutionEnvironment(current, id, stream);
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
      if (!closed && !environment.runs(function)) {
        leave(environment);
      } else if (!closed) {
        hand(environment);
        return;
      }
    } finally {
      lock.unlock();
    }
    environment.close();
  }

  /// With the lock held.
  private void hand(ExecutionEnvironment environment) {
    Waiter first = waiting.poll();
    if (first == null) {
      idle.push(new Idle(environment, function.now()));
      search();
    } else {
      first.given = environment;
      first.called.signal();
    }
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
        leave(longest.environment());
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
