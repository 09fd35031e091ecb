package dev.gatehouse.lambda;

import dev.gatehouse.http.Alarms;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.IncomingBody;
import dev.gatehouse.http.StreamHandler;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The Runtime API as one process sees it, from its start to its end (runtimes-api.html). One side
/// is the runtime's HTTP calls, the other the environment that hands out work and waits.
final class RuntimeApi implements StreamHandler {
  private static final String BASE = "/2018-06-01/runtime/";
  private static final String INVOCATION = BASE + "invocation/";
  private static final String ERROR_TYPE = "Lambda-Runtime-Function-Error-Type";
  private static final String ERROR_BODY = "Lambda-Runtime-Function-Error-Body";
  private static final String RESPONSE_MODE = "Lambda-Runtime-Function-Response-Mode";

  /// Ours: with the value `next` the answer to a response or an error that is accepted is what
  /// `next` would answer. It saves our own runtime clients every second call.
  private static final String THEN = "Gatehouse-Then";

  /// Bytes of an error report, trace and all.
  private static final int MAX_ERROR = 6 * 1024 * 1024;

  /// Bytes read at a time.
  private static final int PIECE = 64 * 1024;

  /// How long the end of a process may follow the end of its connection.
  private static final Duration GRACE = Duration.ofSeconds(2);

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

  private record Work(Invocation invocation, Instant deadline, @Nullable ResponseStream stream) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private State state = State.STARTED;
  private boolean exited;
  private @Nullable Work work;
  private @Nullable String running;
  private @Nullable ResponseStream stream;
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
  ///
  /// @param stream gets the answer while it is made, where the runtime streams it; null to have it
  ///   whole
  void hand(Invocation invocation, Instant deadline, @Nullable ResponseStream stream) {
    lock.lock();
    try {
      result = null;
      work = new Work(invocation, deadline, stream);
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
    long end = System.nanoTime() + nanos;
    Alarms.@Nullable Alarm alarm = null;
    lock.lock();
    try {
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
        long left = end - System.nanoTime();
        if (left <= 0) {
          return new Signal.TimedOut();
        }
        if (alarm == null) {
          alarm = Alarms.set(Duration.ofNanos(left), this::wake);
        }
        changed.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Signal.TimedOut();
    } finally {
      lock.unlock();
      if (alarm != null) {
        alarm.close();
      }
    }
  }

  /// For those who wait to look at the time.
  private void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public HttpResponse handle(HttpRequest request, IncomingBody body) throws IOException {
    String path = request.rawPath();
    if (request.method().equals("GET") && path.equals(INVOCATION + "next")) {
      return next();
    }
    if (request.method().equals("POST") && path.equals(BASE + "init/error")) {
      return initError(request, body);
    }
    if (request.method().equals("POST") && path.startsWith(INVOCATION)) {
      String[] parts = path.substring(INVOCATION.length()).split("/", -1);
      if (parts.length == 2 && parts[1].equals("response")) {
        return then(request, response(parts[0], request, body));
      }
      if (parts.length == 2 && parts[1].equals("error")) {
        return then(request, error(parts[0], request, body));
      }
    }
    return HttpResponse.of(404);
  }

  private HttpResponse then(HttpRequest request, HttpResponse answer) {
    boolean more = request.headers().first(THEN).filter("next"::equals).isPresent();
    return more && answer.status() == 202 ? next() : answer;
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
        changed.await();
      }
      Work taken = work;
      if (taken == null) {
        return HttpResponse.of(500);
      }
      work = null;
      state = State.RUNNING;
      running = taken.invocation().requestId();
      stream = taken.stream();
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
    String clientContext = invocation.clientContext();
    HttpHeaders headers =
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
            invocation.traceId());
    return new HttpResponse(
        200,
        clientContext == null
            ? headers
            : headers.plus("Lambda-Runtime-Client-Context", clientContext),
        invocation.payload());
  }

  private HttpResponse response(String id, HttpRequest request, IncomingBody body)
      throws IOException {
    String mode = request.headers().first(RESPONSE_MODE).orElse("buffered");
    if (mode.equalsIgnoreCase("streaming")) {
      return streamed(id, request.headers().first("content-type"), body);
    }
    if (!mode.equalsIgnoreCase("buffered")) {
      return fault(400, "InvalidFunctionResponseMode", "Invalid function response mode");
    }
    Optional<Body> whole = body.whole(FunctionError.MAX_RESPONSE);
    HttpResponse settled =
        settle(
            id,
            State.RESPONDED,
            whole
                .<InvokeResult>map(InvokeResult.Returned::new)
                .orElseGet(() -> FunctionError.responseTooLarge(FunctionError.MAX_RESPONSE)));
    return settled.status() == 202 && whole.isEmpty()
        ? tooLarge(FunctionError.MAX_RESPONSE)
        : settled;
  }

  /// The state changes as the answer begins; its end, or what kept it from one, is the result.
  private HttpResponse streamed(String id, Optional<String> contentType, IncomingBody body)
      throws IOException {
    ResponseStream target;
    lock.lock();
    try {
      HttpResponse refusal = refusal(id, State.RESPONDED);
      if (refusal != null) {
        return refusal;
      }
      state = State.RESPONDED;
      target = stream;
    } finally {
      lock.unlock();
    }
    if (target == null) {
      return collect(body);
    }
    target.start(contentType.orElse("application/octet-stream"));
    return pass(body, target);
  }

  /// Whoever invoked the function wants its answer whole.
  private HttpResponse collect(IncomingBody body) throws IOException {
    try {
      Optional<Body> whole = body.whole(FunctionError.MAX_RESPONSE);
      if (whole.isEmpty()) {
        answered(FunctionError.responseTooLarge(FunctionError.MAX_RESPONSE));
        return tooLarge(FunctionError.MAX_RESPONSE);
      }
      answered(ending(body.trailers(), new InvokeResult.Returned(whole.orElseThrow())));
      return accepted();
    } catch (IOException e) {
      truncated();
      throw e;
    }
  }

  private HttpResponse pass(IncomingBody body, ResponseStream target) throws IOException {
    try {
      byte[] buffer = new byte[PIECE];
      long length = 0;
      for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        length += read;
        if (length > FunctionError.MAX_STREAMED_RESPONSE) {
          answered(FunctionError.responseTooLarge(FunctionError.MAX_STREAMED_RESPONSE));
          return tooLarge(FunctionError.MAX_STREAMED_RESPONSE);
        }
        target.write(buffer, read);
      }
      target.complete();
      answered(ending(body.trailers(), new InvokeResult.Returned(Body.EMPTY)));
      return accepted();
    } catch (IOException e) {
      truncated();
      throw e;
    }
  }

  /// runtimes-custom.html: what goes wrong in the middle of an answer is told behind it.
  private static InvokeResult ending(HttpHeaders trailers, InvokeResult otherwise) {
    Optional<String> type = trailers.first(ERROR_TYPE).filter(text -> !text.isEmpty());
    return type.isEmpty()
        ? otherwise
        : FunctionError.reported(
            trailers.first(ERROR_BODY).map(RuntimeApi::decoded).orElse(Body.EMPTY),
            type.orElseThrow());
  }

  private static Body decoded(String base64) {
    try {
      return Body.of(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      return Body.of(base64);
    }
  }

  private void answered(InvokeResult answer) {
    lock.lock();
    try {
      result = answer;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The connection ended in the middle of an answer. Most often its process did, which says more.
  private void truncated() {
    lock.lock();
    try {
      long left = GRACE.toNanos();
      while (!exited && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (!exited) {
        result = FunctionError.truncated();
        changed.signalAll();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private HttpResponse error(String id, HttpRequest request, IncomingBody body) throws IOException {
    return settle(id, State.ERRED, reported(request, body));
  }

  private HttpResponse settle(String id, State next, InvokeResult answer) {
    lock.lock();
    try {
      HttpResponse refusal = refusal(id, next);
      if (refusal != null) {
        return refusal;
      }
      state = next;
      result = answer;
      changed.signalAll();
      return accepted();
    } finally {
      lock.unlock();
    }
  }

  /// With the lock held.
  private @Nullable HttpResponse refusal(String id, State next) {
    if (!id.equals(running)) {
      return fault(400, "InvalidRequestID", "Invalid request ID");
    }
    return state == State.RUNNING ? null : wrongState(next);
  }

  private HttpResponse initError(HttpRequest request, IncomingBody body) throws IOException {
    InvokeResult.Failed error = reported(request, body);
    lock.lock();
    try {
      if (state != State.STARTED) {
        return wrongState(State.INIT_ERROR);
      }
      state = State.INIT_ERROR;
      result = error;
      changed.signalAll();
      return accepted();
    } finally {
      lock.unlock();
    }
  }

  private static InvokeResult.Failed reported(HttpRequest request, IncomingBody body)
      throws IOException {
    return FunctionError.reported(
        body.whole(MAX_ERROR).orElse(Body.EMPTY),
        request.headers().first(ERROR_TYPE).orElse("Unhandled"));
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

  private static HttpResponse tooLarge(int limit) {
    return fault(
        413,
        "RequestEntityTooLarge",
        "Exceeded maximum allowed payload size (" + limit + " bytes).");
  }

  private static HttpResponse fault(int status, String type, String message) {
    return HttpResponse.json(
        status, "{\"errorMessage\":\"" + message + "\",\"errorType\":\"" + type + "\"}\n");
  }
}
