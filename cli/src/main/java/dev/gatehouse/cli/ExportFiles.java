package dev.gatehouse.cli;

import dev.gatehouse.cli.export.ClientFiles;
import dev.gatehouse.host.ClientView;
import dev.gatehouse.host.RunningStack;
import dev.gatehouse.host.StartupException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What the exports for other clients have in common.
final class ExportFiles {
  /// Who may read a file, and whether it runs.
  enum Kind {
    PLAIN("rw-r--r--"),
    SECRET("rw-------"),
    SCRIPT("rwxr-xr-x");

    private final String permissions;

    Kind(String permissions) {
      this.permissions = permissions;
    }
  }

  @Mixin private StackOptions stack;
  @Mixin private ApiOption api;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--client",
      paramLabel = "CLIENT",
      description = "whose token: name, logical id or client id; the template's first if not given")
  private @Nullable String client;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      defaultValue = ".",
      description = "the folder to write to, made if need be; here if not given")
  private Path output = Path.of(".");

  /// @param write given the stack's client, if it has one, and the files
  void export(BiConsumer<Exported, ClientFiles> write) {
    RunningStack running = stack.require();
    try (var http = new Http()) {
      var exported = ExportedApi.find(running, http, api.named);
      var merged = exported.merged(null, true);
      if (!exported.described()) {
        err()
            .println(
                "gatehouse: no function documents itself at /openapi.json, so example bodies are"
                    + " {}");
      }
      ClientView chosen =
          client == null && running.clients().isEmpty() ? null : Clients.choose(running, client);
      ClientFiles files = exported.files(merged, chosen);
      write.accept(new Exported(running, chosen), files);
      out().println(exported.name() + ": " + files.summary());
    }
  }

  record Exported(RunningStack stack, @Nullable ClientView client) {}

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /// Replaces a file of that name, whole; tells its name.
  ///
  /// @throws StartupException when it cannot be written
  Path write(String name, String text, Kind kind) {
    Path file = output.resolve(name);
    try {
      Files.createDirectories(output);
      // Made for its owner only, and shown to others when it is whole and has no secret.
      Path written = Files.createTempFile(output, ".", ".new");
      Files.writeString(written, text);
      Files.setPosixFilePermissions(written, PosixFilePermissions.fromString(kind.permissions));
      Files.move(
          written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new StartupException("cannot write " + file + ": " + e);
    }
    out().println(file + (kind == Kind.SECRET ? "  (holds secrets; for your eyes only)" : ""));
    return file;
  }
}
