package dev.gatehouse.apigateway;

import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpRequest;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// A token and its scope verified: signature, claims, scope.
@State(Scope.Thread)
public class JwtAuthorizerBenchmark {
  /// How many tokens take turns.
  @Param({"1", "10000"})
  public int tokens = 1;

  private final JwtAuthorizer authorizer = Bench.authorizer();
  private final List<String> scopes = List.of(Bench.SCOPE);
  private List<ContextVariables> requests = List.of();
  private int next;

  /// Who is not let in is not measured.
  @Setup
  public void sign() {
    ContextVariables some = context(Bench.token(0));
    requests =
        IntStream.range(0, tokens)
            .parallel()
            .mapToObj(Bench::token)
            .map(token ->
                new ContextVariables(
                    some.api(),
                    some.arrival(),
                    request(token),
                    some.selection(),
                    some.authorizer()))
            .toList();
    if (!(authorizer.admit(requests.getLast(), scopes) instanceof Guard.Admission.Admitted)) {
      throw new IllegalStateException("a valid token was refused");
    }
  }

  @Benchmark
  public Object verify() {
    next = next + 1 < requests.size() ? next + 1 : 0;
    return authorizer.admit(requests.get(next), scopes);
  }

  private static ContextVariables context(String token) {
    return Bench.context(request(token), new AuthorizerContext.None());
  }

  private static HttpRequest request(String token) {
    return Bench.request("GET", "/players", token, Body.EMPTY);
  }
}
