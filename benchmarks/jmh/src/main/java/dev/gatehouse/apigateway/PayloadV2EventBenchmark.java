package dev.gatehouse.apigateway;

import dev.gatehouse.http.Body;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// The event that a function is called with, written for a request with a token's claims.
@State(Scope.Thread)
public class PayloadV2EventBenchmark {
  private static final String PLAYER =
      """
      {"name":"Kylian Mbappé","country":"France","date_of_birth":"1998-12-20",\
      "team":"Real Madrid","position":"Forward","club_number":9,"national_team_number":10}\
      """;

  private final PayloadV2Event get = event("GET", "/players/7?team=Real%20Madrid", Body.EMPTY);
  private final PayloadV2Event post = event("POST", "/players", Body.of(PLAYER));

  @Benchmark
  public Object get() {
    return get.write();
  }

  @Benchmark
  public Object post() {
    return post.write();
  }

  private static PayloadV2Event event(String method, String target, Body body) {
    String token = Bench.token(0);
    var claims = SignedToken.parse(token).claims();
    return new PayloadV2Event(
        Bench.context(
            Bench.request(method, target, token, body),
            new AuthorizerContext.Jwt(claims, Optional.of(List.of(Bench.SCOPE)))));
  }
}
