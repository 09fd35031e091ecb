package dev.gatehouse.cli;

import dev.gatehouse.host.StartupException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The programme that opens pages for whoever sits at this machine.
///
/// @param opener `xdg-open` or `open`
record Browser(Path opener) {
  private static final String FILE = "console.html";

  /// Empty where nobody sits: without a display, or without such a programme.
  static Optional<Browser> ofThisMachine(Map<String, String> environment) {
    boolean mac = System.getProperty("os.name", "").startsWith("Mac");
    boolean display =
        mac || environment.containsKey("DISPLAY") || environment.containsKey("WAYLAND_DISPLAY");
    return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> display && !folder.isEmpty())
        .map(folder -> Path.of(folder, mac ? "open" : "xdg-open"))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Browser::new);
  }

  /// Opens a page of the owner's own that leads on to the link: on a command line, everybody on
  /// this machine could read the link and be there first.
  ///
  /// @param folder for its owner's eyes only
  /// @return whether the programme took it
  boolean open(String link, Path folder) {
    try {
      Path page = page(link, folder);
      var started =
          new ProcessBuilder(opener.toString(), page.toString())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return started.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartupException("interrupted");
    }
  }

  private static Path page(String link, Path folder) throws IOException {
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Path written = Files.createTempFile(folder, FILE, ".new", owner);
    Files.writeString(
        written,
        """
        <!doctype html>
        <meta charset="utf-8">
        <meta name="referrer" content="no-referrer">
        <meta http-equiv="refresh" content="0; url=%s">
        <title>Gatehouse</title>
        <a href="%s">To the console</a>
        """
            .formatted(link, link));
    Path page = folder.resolve(FILE);
    Files.move(written, page, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return page;
  }
}
