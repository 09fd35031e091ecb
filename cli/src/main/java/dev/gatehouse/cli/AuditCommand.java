package dev.gatehouse.cli;

import dev.gatehouse.aws.Json;
import dev.gatehouse.host.StackAudit;
import dev.gatehouse.host.StartupException;
import dev.gatehouse.host.audit.Audit;
import dev.gatehouse.host.audit.ReportPage;
import dev.gatehouse.host.audit.Sarif;
import dev.gatehouse.host.audit.Severity;
import dev.gatehouse.host.prove.Proof;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = {
      "Reads a template, starting nothing: every door with its lock, and what is careless about",
      "them. With --prove it also puts the locks to the test."
    })
final class AuditCommand implements Callable<Integer> {
  /// From which severity on a finding is a failure.
  enum FailOn {
    HIGH,
    MEDIUM,
    LOW,
    NEVER;

    boolean failed(Audit audit) {
      return switch (this) {
        case HIGH -> audit.hasAtLeast(Severity.HIGH);
        case MEDIUM -> audit.hasAtLeast(Severity.MEDIUM);
        case LOW -> audit.hasAtLeast(Severity.LOW);
        case NEVER -> false;
      };
    }
  }

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "PATH",
      defaultValue = ".",
      description = "a template file, a cdk.out folder, or a folder with a cdk.json; default: here")
  private Path path;

  @Option(
      names = "--prove",
      description =
          "then start the stack, keeping nothing, attack every door, and tell what got in")
  private boolean prove;

  @Option(names = "--json", description = "for machines")
  private boolean json;

  @Option(names = "--sarif", description = "SARIF 2.1.0, for code hosts and editors")
  private boolean sarif;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "write the audit as an HTML page as well, to attach to a review")
  private @Nullable Path report;

  @Option(
      names = "--fail-on",
      paramLabel = "high|medium|low|never",
      description = "exit code 1 for findings of this severity and worse; default: medium")
  private FailOn failOn = FailOn.MEDIUM;

  @Option(
      names = "--parameter",
      paramLabel = "NAME=VALUE",
      description = "a value for a parameter of the template; may be given several times")
  private Map<String, String> parameters = Map.of();

  @Override
  public Integer call() {
    if (sarif && (json || prove)) {
      throw new ParameterException(
          spec.commandLine(), "--sarif is for the audit alone: give neither --json nor --prove");
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Audit audit = StackAudit.of(path, parameters, err::println);
    if (sarif) {
      out.println(Lines.json(Sarif.of(audit, Version.current())));
    } else if (!json) {
      StackAuditLines.print(audit, out);
      out.flush();
    }
    Proof proof = prove ? prove(err) : null;
    if (report != null) {
      write(report, ReportPage.of(audit, proof, Version.current()));
    }
    if (json) {
      var whole = Json.STRICT.createObjectNode();
      StackAuditLines.json(audit, whole);
      if (proof != null) {
        whole.set("proof", StackProof.json(proof));
      }
      out.println(Lines.json(whole));
    } else if (proof != null) {
      out.println();
      StackProof.print(proof, out);
    }
    return failOn.failed(audit) || (proof != null && !proof.held()) ? Main.FAILED : 0;
  }

  private Proof prove(PrintWriter err) {
    return StackProof.of(
        UpCommand.configuration(path, null, 0, true, null, parameters), err::println);
  }

  private static void write(Path file, String page) {
    try {
      Files.writeString(file, page);
    } catch (IOException e) {
      throw new StartupException("cannot write " + file + ": " + e.getMessage());
    }
  }
}
