package dev.gatehouse.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;

/// Code that came through Lambda's API stays as long as something runs it.
final class UploadedCodeTest {
  private static final Duration WEEK = Duration.ofDays(7);

  @TempDir private Path folder;

  private static void upload(LambdaClient lambda, String saying, boolean publish) {
    lambda.updateFunctionCode(update ->
        update
            .functionName("reader")
            .publish(publish)
            .zipFile(SdkBytes.fromByteArray(FunctionZip.saying(saying))));
  }

  private List<Path> kept() throws Exception {
    try (var kept = Files.list(folder.resolve("state/published"))) {
      return kept.toList();
    }
  }

  private void lastWanted(Duration ago) throws Exception {
    for (Path each : kept()) {
      Files.setLastModifiedTime(each, FileTime.from(Instant.now().minus(ago)));
    }
  }

  @Test
  void codeThatNothingHasRunForAWeekIsRemoved() throws Exception {
    try (var stack = ThingsStack.start(folder);
        var lambda = stack.client(LambdaClient.builder(), stack.administratorKey())) {
      upload(lambda, "published", true);
      upload(lambda, "passing", false);
      upload(lambda, "newest", false);
    }
    assertThat(kept()).hasSize(3);
    Files.writeString(folder.resolve("state/published/.partial-1.zip"), "cut short by a kill");

    lastWanted(WEEK.minusHours(1));
    Host.start(ThingsStack.config(folder), line -> {}).close();
    assertThat(kept()).hasSize(3);

    lastWanted(WEEK.plusHours(1));
    try (var host = Host.start(ThingsStack.config(folder), line -> {});
        var lambda = ThingsStack.client(host, LambdaClient.builder())) {
      assertThat(kept()).hasSize(2);
      assertThat(FunctionZip.invoke(lambda, "reader")).isEqualTo("\"newest\"");
      assertThat(FunctionZip.invoke(lambda, "reader:1")).isEqualTo("\"published\"");
    }
  }
}
