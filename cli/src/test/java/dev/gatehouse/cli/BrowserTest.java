package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.MAC, disabledReason = "there it is called open")
final class BrowserTest {
  private static final String LINK = "http://localhost:4566/_gatehouse/enter?key=abc";

  @TempDir private Path folder;

  private Map<String, String> environment(String display) throws IOException {
    Path opener = folder.resolve("xdg-open");
    Files.writeString(opener, "#!/bin/sh\nprintf %s \"$*\" >\"$0.told\"\n");
    Files.setPosixFilePermissions(opener, PosixFilePermissions.fromString("rwx------"));
    return Map.of("PATH", "/nowhere:" + folder, display, ":0");
  }

  @Test
  void linkIsInAFileForItsOwnerAndNotOnTheCommandLine() throws Exception {
    var browser = Browser.ofThisMachine(environment("DISPLAY")).orElseThrow();
    assertThat(browser.open(LINK, folder)).isTrue();
    assertThat(folder.resolve("xdg-open.told")).hasContent(folder + "/console.html");
    assertThat(folder.resolve("console.html")).content().contains("url=" + LINK);
    assertThat(Files.getPosixFilePermissions(folder.resolve("console.html"))).hasSize(2);
  }

  @Test
  void withoutADisplayNothingIsOpened() throws Exception {
    assertThat(Browser.ofThisMachine(environment("TERM"))).isEmpty();
    assertThat(Browser.ofThisMachine(environment("WAYLAND_DISPLAY"))).isPresent();
  }

  @Test
  void withoutAProgrammeNothingIsOpened() {
    assertThat(Browser.ofThisMachine(Map.of("PATH", "/nowhere", "DISPLAY", ":0"))).isEmpty();
  }
}
