package dev.gatehouse.lambda;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.aws.AccountId;
import dev.gatehouse.aws.Arn;
import dev.gatehouse.aws.Region;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// A function as its template describes it.
///
/// @param logicalId its name in the template, for messages to the owner
/// @param runtime `java25`, `nodejs22.x`, `python3.13`, `provided.al2023`
/// @param handler `package.Class::method`, `file.function`; free text for `provided.*`
/// @param environment the owner's variables only; AWS's own are added to each process
/// @param memory MB; bounds the Java heap
/// @param logGroup `/aws/lambda/NAME` unless the template says otherwise
/// @param reservedConcurrency 0 refuses every invocation, whichever version it names
/// @param version [#LATEST], or the number of a published one
/// @param layers zip files or folders, the last one's files win
public record FunctionConfig(
    String logicalId,
    AccountId account,
    Region region,
    String name,
    String runtime,
    String handler,
    Code code,
    Map<String, String> environment,
    Duration timeout,
    int memory,
    String logGroup,
    OptionalInt reservedConcurrency,
    String roleArn,
    String version,
    List<Path> layers) {
  /// What has not been published.
  public static final String LATEST = "$LATEST";

  /// @param property where in the resource's `Properties`, `Environment.Variables` say
  public record Fault(String property, String message) {}

  public FunctionConfig {
    requireNonNull(logicalId, "logicalId");
    requireNonNull(account, "account");
    requireNonNull(region, "region");
    requireNonNull(name, "name");
    requireNonNull(runtime, "runtime");
    requireNonNull(handler, "handler");
    requireNonNull(code, "code");
    environment = Map.copyOf(environment);
    requireNonNull(timeout, "timeout");
    requireNonNull(logGroup, "logGroup");
    requireNonNull(reservedConcurrency, "reservedConcurrency");
    requireNonNull(roleArn, "roleArn");
    requireNonNull(version, "version");
    layers = List.copyOf(layers);
  }

  /// The function as it is, without layers.
  public FunctionConfig(
      String logicalId,
      AccountId account,
      Region region,
      String name,
      String runtime,
      String handler,
      Code code,
      Map<String, String> environment,
      Duration timeout,
      int memory,
      String logGroup,
      OptionalInt reservedConcurrency,
      String roleArn) {
    this(
        logicalId,
        account,
        region,
        name,
        runtime,
        handler,
        code,
        environment,
        timeout,
        memory,
        logGroup,
        reservedConcurrency,
        roleArn,
        LATEST,
        List.of());
  }

  /// A version of the function as it is now, with copies of its code and layers that stay.
  ///
  /// @param folder gets the copies
  /// @throws FunctionException when they cannot be made
  public FunctionConfig published(String number, Path folder) {
    var runtime = FunctionRuntime.named(runtime());
    return new FunctionConfig(
        logicalId,
        account,
        region,
        name,
        runtime(),
        handler,
        new Code.Unpacked(CodeFolder.of(code, runtime, folder)),
        environment,
        timeout,
        memory,
        logGroup,
        reservedConcurrency,
        roleArn,
        number,
        layers.stream().map(layer -> CodeFolder.of(layer, folder)).toList());
  }

  public FunctionConfig withLayers(List<Path> archives) {
    return new FunctionConfig(
        logicalId,
        account,
        region,
        name,
        runtime,
        handler,
        code,
        environment,
        timeout,
        memory,
        logGroup,
        reservedConcurrency,
        roleArn,
        version,
        archives);
  }

  /// Without a version or an alias.
  public String arn() {
    return Arn.of("lambda", region, account, "function:" + name).toString();
  }

  /// Everything that AWS would refuse when the function is created, or that this machine cannot
  /// run; empty when [LambdaFunction] can be opened with it.
  public List<Fault> faults() {
    return FunctionCheck.faults(this, Interpreters.ofThisMachine());
  }

  /// What its code is, wherever it lies: two that are equal run the same. Reads the code.
  ///
  /// @throws FunctionException when the code cannot be read
  public String codeIdentity() {
    return CodeIdentity.of(code);
  }
}
