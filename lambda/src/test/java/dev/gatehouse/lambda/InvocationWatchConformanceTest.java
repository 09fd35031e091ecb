package dev.gatehouse.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is told of invocations, judged by a process that tells its key.
final class InvocationWatchConformanceTest {
  private static final String KEY_ID =
      """
      while :; do
        curl -sS -o /dev/null -D "$TMPDIR/headers" "$api/invocation/next" || exit 1
        id=$(grep -i '^lambda-runtime-aws-request-id' "$TMPDIR/headers" | tr -d '\\r' | cut -d' ' -f2)
        curl -sS -o /dev/null -d "\\"$AWS_ACCESS_KEY_ID\\"" "$api/invocation/$id/response"
      done
      """;

  @TempDir private Path folder;

  @Test
  void eachInvocationIsToldWithTheKeyOfItsProcess() {
    List<PastInvocation> told = new CopyOnWriteArrayList<>();
    var invocation = TestFunctions.invocation("{\"a\":1}");
    try (var function = open(TestFunctions.script(folder, KEY_ID), told::add)) {
      String answer = TestFunctions.returned(function.invoke(invocation));
      assertThat(told)
          .singleElement()
          .satisfies(past -> {
            assertThat(past.function()).isEqualTo(function.config().name());
            assertThat(past.invocation()).isEqualTo(invocation);
            assertThat(past.credentials().orElseThrow().id()).isEqualTo(answer.replace("\"", ""));
            assertThat(past.init()).isPresent();
            assertThat(past.until()).isAfter(past.from());
          });
      function.invoke(TestFunctions.invocation("{}"));
      assertThat(told.getLast().init()).isEmpty();
    }
  }

  @Test
  void failureIsToldToo() {
    List<PastInvocation> told = new CopyOnWriteArrayList<>();
    try (var function = open(TestFunctions.script(folder, "exit 1"), told::add)) {
      InvokeResult result = function.invoke(TestFunctions.invocation("{}"));
      assertThat(told).singleElement().extracting(PastInvocation::result).isEqualTo(result);
    }
  }

  private LambdaFunction open(FunctionConfig config, InvocationWatch watch) {
    var settings = TestFunctions.settings(folder);
    return LambdaFunction.open(
        config,
        FunctionShare.of(config, settings, watch),
        settings,
        TestFunctions.CREDENTIALS,
        Clock.systemUTC(),
        new Random());
  }
}
