package dev.gatehouse.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A template that changes while its stack runs is noticed.
@Timeout(60)
final class WatchTest {
  private static final String GROUP = "\"%s\": {\"Type\": \"AWS::Logs::LogGroup\"}";

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  @TempDir private Path folder;
  private Path template;
  private Host host;

  @BeforeEach
  void start() throws IOException {
    template = folder.resolve("template.json");
    write(GROUP.formatted("One"));
    host = Host.start(new HostConfig(template, null, 0, true, null, folder), line -> {});
    host.watch(told::add, Duration.ofMillis(5));
  }

  private void write(String resources) throws IOException {
    Path whole = Files.writeString(folder.resolve("new"), "{\"Resources\": {" + resources + "}}");
    Files.move(whole, template, StandardCopyOption.ATOMIC_MOVE);
  }

  @AfterEach
  void stop() {
    host.close();
  }

  @Test
  void changeIsToldInALineEach() throws Exception {
    write(GROUP.formatted("Two"));
    assertThat(told.take()).isEqualTo("created LogGroup Two");
    assertThat(told.take()).isEqualTo("deleted LogGroup One");
  }

  @Test
  void faultsAreToldAndTheNextGoodTemplateIsTaken() throws Exception {
    write("\"Queue\": {\"Type\": \"AWS::SQS::Queue\"}");
    assertThat(told.take()).contains("1 fault; what ran before goes on");
    assertThat(told.take()).contains("AWS::SQS::Queue");
    write(GROUP.formatted("One") + "," + GROUP.formatted("Two"));
    assertThat(told.take()).isEqualTo("created LogGroup Two");
  }

  @Test
  void fileThatIsGoneIsAFaultAndItsReturnIsNot() throws Exception {
    Files.delete(template);
    assertThat(told.take()).contains("what ran before goes on");
    assertThat(told.take()).contains("no such template");
    write(GROUP.formatted("One") + "," + GROUP.formatted("Two"));
    assertThat(told.take()).isEqualTo("created LogGroup Two");
  }

  @Test
  void otherSpellingOfTheSameChangesNothing() throws Exception {
    write("\n" + GROUP.formatted("One"));
    write(GROUP.formatted("One") + "\n," + GROUP.formatted("Two"));
    assertThat(told.take()).isEqualTo("created LogGroup Two");
  }
}
