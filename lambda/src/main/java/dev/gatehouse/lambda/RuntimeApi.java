package dev.gatehouse.lambda;

import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHandler;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The Runtime API as one process sees it, from its start to its end (runtimes-api.html). One side
/// is the runtime's HTTP calls, the other the environment that hands out work and waits.
final class RuntimeApi implements HttpHandler {
  private static final String BASE = "/2018-06-01/runtime/";
  private static final String INVOCATION = BASE + "invocation/";
  private static final String ERROR_TYPE = "Lambda-Runtime-Function-Error-Type";

  /// What a wait ended with.
  sealed interface Signal {
    /// The runtime asks for work.
    record Ready() implements Signal {}

    /// The runtime answered: [InvokeResult.Returned] or [InvokeResult.Failed].
    record Answered(InvokeResult result) implements Signal {}

    /// The process is gone.
    record Exited() implements Signal {}

    record TimedOut() implements Signal {}
  }

  /// The names are the Runtime API's own: they show in its error messages.
  private enum State {
    STARTED("Started"),
    INIT_ERROR("InitError"),
    READY("Ready"),
    RUNNING("Running"),
    RESPONDED("InvocationResponse"),
    ERRED("InvocationErrorResponse");

    private final String wireName;

    State(String wireName) {
      this.wireName = wireName;
    }
  }

  private record Work(Invocation invocation, Instant deadline) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private State state = State.STARTED;
  private boolean exited;
  private @Nullable Work work;
  private @Nullable String running;
  private @Nullable InvokeResult result;

  /// Waits for the runtime to ask for work.
  Signal awaitReady(long nanos) {
    return await(nanos, false);
  }

  /// Waits for the result of the work handed out.
  Signal awaitAnswer(long nanos) {
    return await(nanos, true);
  }

  /// To be called after [#awaitReady] said so.
  void hand(Invocation invocation, Instant deadline) {
    lock.lock();
    try {
      result = null;
      work = new Work(invocation, deadline);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The process has ended: wakes everyone who waits.
  void exited() {
    lock.lock();
    try {
      exited = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private Signal await(long nanos, boolean answer) {
    lock.lock();
    try {
      long left = nanos;
      while (true) {
        InvokeResult known = result;
        if (known != null && (answer || state == State.INIT_ERROR)) {
          return new Signal.Answered(known);
        }
        if (!answer && state == State.READY) {
          return new Signal.Ready();
        }
        if (exited) {
          return new Signal.Exited();
        }
        if (left <= 0) {
          return new Signal.TimedOut();
        }
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Signal.TimedOut();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public HttpResponse handle(HttpRequest request) {
    String path = request.rawPath();
    if (request.method().equals("GET") && path.equals(INVOCATION + "next")) {
      return next();
    }
    if (request.method().equals("POST") && path.equals(BASE + "init/error")) {
      return initError(request);
    }
    if (request.method().equals("POST") && path.startsWith(INVOCATION)) {
      String[] parts = path.substring(INVOCATION.length()).split("/", -1);
      if (parts.length == 2 && parts[1].equals("response")) {
        return response(parts[0], request.body());
      }
      if (parts.length == 2 && parts[1].equals("error")) {
        return error(parts[0], request);
      }
    }
    return HttpResponse.of(404);
  }

  private HttpResponse next() {
    lock.lock();
    try {
      if (state == State.RUNNING || state == State.INIT_ERROR) {
        return wrongState(State.READY);
      }
      state = State.READY;
      changed.signalAll();
      while (work == null && !exited) {
        changed.await(1, TimeUnit.DAYS);
      }
      Work taken = work;
      if (taken == null) {
        return HttpResponse.of(500);
      }
      work = null;
      state = State.RUNNING;
      running = taken.invocation().requestId();
      return event(taken);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return HttpResponse.of(500);
    } finally {
      lock.unlock();
    }
  }

  private static HttpResponse event(Work work) {
    Invocation invocation = work.invocation();
    return new HttpResponse(
        200,
        HttpHeaders.of(
            "Content-Type",
            "application/json",
            "Lambda-Runtime-Aws-Request-Id",
            invocation.requestId(),
            "Lambda-Runtime-Deadline-Ms",
            Long.toString(work.deadline().toEpochMilli()),
            "Lambda-Runtime-Invoked-Function-Arn",
            invocation.invokedFunctionArn(),
            "Lambda-Runtime-Trace-Id",
            invocation.traceId()),
        invocation.payload());
  }

  private HttpResponse response(String id, Body body) {
    if (body.length() > FunctionError.MAX_RESPONSE) {
      HttpResponse accepted = settle(id, State.RESPONDED, FunctionError.responseTooLarge());
      return accepted.status() != 202
          ? accepted
          : fault(
              413,
              "RequestEntityTooLarge",
              "Exceeded maximum allowed payload size (" + FunctionError.MAX_RESPONSE + " bytes).");
    }
    return settle(id, State.RESPONDED, new InvokeResult.Returned(body));
  }

  private HttpResponse error(String id, HttpRequest request) {
    return settle(id, State.ERRED, reported(request));
  }

  private HttpResponse settle(String id, State next, InvokeResult answer) {
    lock.lock();
    try {
      if (!id.equals(running)) {
        return fault(400, "InvalidRequestID", "Invalid request ID");
      }
      if (state != State.RUNNING) {
        return wrongState(next);
      }
      state = next;
      result = answer;
      changed.signalAll();
      return accepted();
    } finally {
      lock.unlock();
    }
  }

  private HttpResponse initError(HttpRequest request) {
    lock.lock();
    try {
      if (state != State.STARTED) {
        return wrongState(State.INIT_ERROR);
      }
      state = State.INIT_ERROR;
      result = reported(request);
      changed.signalAll();
      return accepted();
    } finally {
      lock.unlock();
    }
  }

  private static InvokeResult.Failed reported(HttpRequest request) {
    return FunctionError.reported(
        request.body(), request.headers().first(ERROR_TYPE).orElse("Unhandled"));
  }

  private HttpResponse wrongState(State next) {
    return fault(
        403,
        "InvalidStateTransition",
        "State transition from %s to %s failed for runtime. Error: State transition is not allowed"
            .formatted(state.wireName, next.wireName));
  }

  private static HttpResponse accepted() {
    return HttpResponse.json(202, "{\"status\":\"OK\"}\n");
  }

  private static HttpResponse fault(int status, String type, String message) {
    return HttpResponse.json(
        status, "{\"errorMessage\":\"" + message + "\",\"errorType\":\"" + type + "\"}\n");
  }
}
