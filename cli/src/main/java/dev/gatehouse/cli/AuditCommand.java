package dev.gatehouse.cli;

import dev.gatehouse.aws.Json;
import dev.gatehouse.host.prove.Proof;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = "Puts the locks of a template's doors to the test.")
final class AuditCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "PATH",
      defaultValue = ".",
      description = "a template file, a cdk.out folder, or a folder with a cdk.json; default: here")
  private Path path;

  @Option(
      names = "--prove",
      description = "start the stack, keeping nothing, attack every door, and tell what got in")
  private boolean prove;

  @Option(names = "--json", description = "for machines")
  private boolean json;

  @Option(
      names = "--parameter",
      paramLabel = "NAME=VALUE",
      description = "a value for a parameter of the template; may be given several times")
  private Map<String, String> parameters = Map.of();

  @Override
  public Integer call() {
    if (!prove) {
      throw new ParameterException(spec.commandLine(), "how to audit? --prove");
    }
    var out = spec.commandLine().getOut();
    var err = spec.commandLine().getErr();
    Proof proof =
        StackProof.of(UpCommand.configuration(path, null, 0, true, null, parameters), err::println);
    if (json) {
      var whole = Json.STRICT.createObjectNode();
      whole.set("proof", StackProof.json(proof));
      out.println(Lines.json(whole));
    } else {
      StackProof.print(proof, out);
    }
    return proof.held() ? 0 : Main.FAILED;
  }
}
