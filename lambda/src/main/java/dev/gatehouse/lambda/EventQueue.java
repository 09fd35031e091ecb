package dev.gatehouse.lambda;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.lambda.EventRecord.Condition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Asynchronous invocations: acknowledged once they are kept, tried again as Lambda does
/// (invocation-async-error-handling.html), and forgotten when they are over. One that is under way
/// when this process dies is tried again.
public final class EventQueue implements AutoCloseable {
  /// Events that wait, and the bytes of their payloads.
  static final int MOST_EVENTS = 10_000;

  static final long MOST_BYTES = 64L * 1024 * 1024;

  /// How many of one function are tried at a time, so that callers who wait find processes too.
  private static final int AT_A_TIME = 8;

  private static final Duration FIRST_RETRY = Duration.ofMinutes(1);
  private static final Duration SECOND_RETRY = Duration.ofMinutes(2);

  /// Where there was no room: from one second on, doubled up to five minutes.
  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(5);

  /// What the events go to.
  ///
  /// @param targets by ARN, with and without qualifiers
  /// @param configs by ARN; the default where there is none
  public record Functions(
      Map<String, ? extends Target> targets, Map<String, EventInvokeConfig> configs) {
    public static final Functions NONE = new Functions(Map.of(), Map.of());

    public Functions {
      targets = Map.copyOf(targets);
      configs = Map.copyOf(configs);
    }

    private EventInvokeConfig config(String arn) {
      return configs.getOrDefault(arn, EventInvokeConfig.DEFAULT);
    }
  }

  private final EventStore store;
  private final Clock clock;
  private final Schedule schedule;
  private final Map<String, Semaphore> turns = new ConcurrentHashMap<>();
  private final Map<String, QueuedEvent> events = new HashMap<>();
  private long bytes;
  private volatile Functions functions = Functions.NONE;
  private volatile DestinationAccess access = (role, arn) -> Optional.of("nothing runs yet");
  private final AtomicBoolean resumed = new AtomicBoolean();
  private volatile boolean closed;

  private EventQueue(EventStore store, Clock clock, Schedule schedule) {
    this.store = requireNonNull(store, "store");
    this.clock = requireNonNull(clock, "clock");
    this.schedule = requireNonNull(schedule, "schedule");
  }

  public static EventQueue over(EventStore store, Clock clock) {
    return over(store, clock, Schedule.onVirtualThreads());
  }

  static EventQueue over(EventStore store, Clock clock, Schedule schedule) {
    return new EventQueue(store, clock, schedule);
  }

  /// Events go to these from now on.
  public void serve(Functions current, DestinationAccess destinations) {
    access = destinations;
    functions = current;
  }

  /// Takes up what was kept before this process; the first time only. To be called after [#serve].
  public void resume() {
    if (resumed.getAndSet(true)) {
      return;
    }
    for (byte[] kept : store.all()) {
      QueuedEvent event = QueuedEvent.of(kept);
      enter(event);
      plan(event);
    }
  }

  /// The event is kept when this returns true; false when there are too many.
  public boolean accept(Invocation invocation) {
    var event = QueuedEvent.of(invocation, clock.instant());
    if (!enterIfRoom(event)) {
      return false;
    }
    try {
      store.put(event.id(), event.json());
    } catch (RuntimeException e) {
      leave(event);
      throw e;
    }
    plan(event);
    return true;
  }

  private synchronized boolean enterIfRoom(QueuedEvent event) {
    long length = event.invocation().payload().length();
    if (closed || events.size() >= MOST_EVENTS || bytes + length > MOST_BYTES) {
      return false;
    }
    enter(event);
    return true;
  }

  private synchronized void enter(QueuedEvent event) {
    if (events.put(event.id(), event) == null) {
      bytes += event.invocation().payload().length();
    }
  }

  private synchronized void leave(QueuedEvent event) {
    if (events.remove(event.id()) != null) {
      bytes -= event.invocation().payload().length();
    }
  }

  private void plan(QueuedEvent event) {
    Duration wait = Duration.between(clock.instant(), event.due());
    schedule.after(wait.isNegative() ? Duration.ZERO : wait, () -> attempt(event));
  }

  private void attempt(QueuedEvent event) {
    Target target = functions.targets().get(event.invocation().invokedFunctionArn());
    if (closed) {
      return;
    }
    if (target == null) {
      over(event);
      return;
    }
    LambdaFunction version = target.pick();
    Semaphore turn =
        turns.computeIfAbsent(version.config().name(), function -> new Semaphore(AT_A_TIME, true));
    turn.acquireUninterruptibly();
    try {
      if (!closed) {
        run(event, version);
      }
    } finally {
      turn.release();
    }
  }

  private void run(QueuedEvent event, LambdaFunction version) {
    EventInvokeConfig config = functions.config(event.invocation().invokedFunctionArn());
    Instant now = clock.instant();
    if (version.shut()) {
      end(event, version, Condition.ZERO_RESERVED_CONCURRENCY, null);
    } else if (now.isAfter(event.accepted().plus(config.maxAge()))) {
      end(event, version, Condition.EVENT_AGE_EXCEEDED, null);
    } else {
      ran(event, version, config, invoke(event, version));
    }
  }

  /// Null for an invocation that came to nothing through no fault of the function's.
  private @Nullable InvokeResult invoke(QueuedEvent event, LambdaFunction version) {
    try {
      return version.invoke(event.invocation());
    } catch (RuntimeException e) {
      if (!closed) {
        version.note("The event " + event.id() + " could not be handed over: " + e);
      }
      return null;
    }
  }

  private void ran(
      QueuedEvent event,
      LambdaFunction version,
      EventInvokeConfig config,
      @Nullable InvokeResult result) {
    if (closed) {
      return; // Cut short by us: it is tried again when we are back.
    }
    Instant now = clock.instant();
    switch (result) {
      case InvokeResult.Returned returned -> end(event, version, Condition.SUCCESS, returned);
      case InvokeResult.Failed failed -> {
        Duration wait = event.errors() == 0 ? FIRST_RETRY : SECOND_RETRY;
        QueuedEvent next = event.afterError(now.plus(wait));
        if (next.errors() > config.maxRetries()) {
          end(next, version, Condition.RETRIES_EXHAUSTED, failed);
        } else {
          again(next);
        }
      }
      case null -> again(event.afterRefusal(now.plus(backoff(event.refusals()))));
      case InvokeResult.Throttled _ ->
          again(event.afterRefusal(now.plus(backoff(event.refusals()))));
      case InvokeResult.RequestTooLarge _ -> {
        version.note("The event " + event.id() + " is given up: it is longer than 6 MB");
        over(event);
      }
    }
  }

  private static Duration backoff(int refusals) {
    Duration doubled = Duration.ofSeconds(1L << Math.min(refusals, 10));
    return doubled.compareTo(LONGEST_BACKOFF) < 0 ? doubled : LONGEST_BACKOFF;
  }

  private void again(QueuedEvent event) {
    enter(event);
    store.put(event.id(), event.json());
    plan(event);
  }

  /// The record is kept before the event is forgotten.
  private void end(
      QueuedEvent event, LambdaFunction version, Condition condition, @Nullable InvokeResult last) {
    EventInvokeConfig config = functions.config(event.invocation().invokedFunctionArn());
    String destination = condition == Condition.SUCCESS ? config.onSuccess() : config.onFailure();
    if (destination != null) {
      tell(destination, event, version, condition, last);
    } else if (condition != Condition.SUCCESS) {
      version.note(
          "The event %s is given up after %s attempts: %s"
              .formatted(event.id(), event.errors(), condition));
    }
    over(event);
  }

  private void tell(
      String destination,
      QueuedEvent event,
      LambdaFunction version,
      Condition condition,
      @Nullable InvokeResult last) {
    Optional<String> refusal = access.refusal(version.config().roleArn(), destination);
    if (refusal.isPresent()) {
      version.note(
          "The record of event %s (%s) did not reach %s: %s"
              .formatted(event.id(), condition, destination, refusal.orElseThrow()));
      return;
    }
    String ran = last == null ? null : version.config().version();
    var record =
        QueuedEvent.of(
            new Invocation(
                UUID.nameUUIDFromBytes(event.json()).toString(),
                EventRecord.of(event, condition, clock.instant(), ran, last),
                destination,
                event.invocation().traceId()),
            clock.instant());
    again(record);
  }

  private void over(QueuedEvent event) {
    store.remove(event.id());
    leave(event);
  }

  /// Nothing more is tried; what is kept stays for the next time.
  @Override
  public void close() {
    closed = true;
  }
}
