package dev.gatehouse.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

class SupervisedProcessTest {
  @TempDir Path folder;

  /// Often, because what stood in its way was a matter of who came first.
  @RepeatedTest(20)
  void processThatIsKilledWhileItStartsIsGone() throws IOException {
    Path pidFile = folder.resolve("pid");
    var process =
        SupervisedProcess.start(
            List.of("/bin/sleep", "60"), Map.of(), folder, folder.resolve("output"), pidFile);

    process.kill();

    long pid = Long.parseLong(Files.readString(pidFile).strip());
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
  }
}
