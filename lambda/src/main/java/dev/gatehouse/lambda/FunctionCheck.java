package dev.gatehouse.lambda;

import dev.gatehouse.lambda.FunctionConfig.Fault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The limits of a function's configuration (gettingstarted-limits, API_CreateFunction).
final class FunctionCheck {
  /// configuration-envvars.html, "Defined runtime environment variables", those marked reserved.
  static final Set<String> RESERVED =
      Set.of(
          "_HANDLER",
          "_X_AMZN_TRACE_ID",
          "AWS_DEFAULT_REGION",
          "AWS_REGION",
          "AWS_EXECUTION_ENV",
          "AWS_LAMBDA_FUNCTION_NAME",
          "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
          "AWS_LAMBDA_FUNCTION_VERSION",
          "AWS_LAMBDA_INITIALIZATION_TYPE",
          "AWS_LAMBDA_LOG_GROUP_NAME",
          "AWS_LAMBDA_LOG_STREAM_NAME",
          "AWS_ACCESS_KEY",
          "AWS_ACCESS_KEY_ID",
          "AWS_SECRET_ACCESS_KEY",
          "AWS_SESSION_TOKEN",
          "AWS_LAMBDA_RUNTIME_API",
          "LAMBDA_TASK_ROOT",
          "LAMBDA_RUNTIME_DIR");

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
  private static final Pattern KEY = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]+");
  private static final Pattern HANDLER = Pattern.compile("\\S{1,128}");
  private static final Pattern ROLE =
      Pattern.compile("arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-/]+");
  private static final Duration LONGEST = Duration.ofMinutes(15);
  private static final int MAX_LAYERS = 5;
  private static final int ENVIRONMENT_BYTES = 4096;
  private static final int INLINE_BYTES = 4 * 1024 * 1024;

  private final List<Fault> faults = new ArrayList<>();

  private FunctionCheck() {}

  static List<Fault> faults(FunctionConfig config, Interpreters interpreters) {
    var check = new FunctionCheck();
    check.name(config.name());
    check.limits(config);
    check.environment(config.environment());
    var runtime = FunctionRuntime.named(config.runtime());
    check.runtime(runtime, interpreters);
    check.handler(runtime, config.handler());
    check.code(runtime, config);
    check.layers(config.layers());
    return List.copyOf(check.faults);
  }

  private void name(String name) {
    if (!NAME.matcher(name).matches()) {
      fault("FunctionName", "'" + name + "' is not 1 to 64 letters, digits, hyphens, underscores");
    }
  }

  private void limits(FunctionConfig config) {
    Duration timeout = config.timeout();
    if (timeout.compareTo(Duration.ofSeconds(1)) < 0
        || timeout.compareTo(LONGEST) > 0
        || timeout.toNanosPart() != 0) {
      fault("Timeout", "must be 1 to 900 whole seconds");
    }
    if (config.memory() < 128 || config.memory() > 10_240) {
      fault("MemorySize", config.memory() + " is not within 128 to 10240 MB");
    }
    if (config.reservedConcurrency().orElse(0) < 0) {
      fault("ReservedConcurrentExecutions", "must not be negative");
    }
    if (!ROLE.matcher(config.roleArn()).matches()) {
      fault("Role", "'" + config.roleArn() + "' is not the ARN of a role");
    }
  }

  private void environment(Map<String, String> variables) {
    var reserved = new TreeSet<String>();
    int bytes = 0;
    for (var variable : new TreeMap<>(variables).entrySet()) {
      String key = variable.getKey();
      bytes += utf8(key) + utf8(variable.getValue());
      if (RESERVED.contains(key)) {
        reserved.add(key);
      } else if (!KEY.matcher(key).matches()) {
        fault("Environment.Variables." + key, "a name is a letter, then letters, digits and _");
      }
      if (variable.getValue().indexOf('\0') >= 0) {
        fault("Environment.Variables." + key, "holds a NUL character");
      }
    }
    if (!reserved.isEmpty()) {
      fault(
          "Environment.Variables",
          "Lambda was unable to configure your environment variables because the environment"
              + " variables you have provided contains reserved keys that are currently not"
              + " supported for modification. Reserved keys used in this request: "
              + String.join(", ", reserved));
    }
    if (bytes > ENVIRONMENT_BYTES) {
      fault("Environment.Variables", bytes + " bytes of names and values exceed 4 KB");
    }
  }

  private void runtime(FunctionRuntime runtime, Interpreters interpreters) {
    switch (runtime) {
      case FunctionRuntime.Unsupported(var message) -> fault("Runtime", message);
      case FunctionRuntime.Java java -> lacking(java.lacking());
      case FunctionRuntime.Node node -> lacking(node.lacking(interpreters));
      case FunctionRuntime.Python python -> lacking(python.lacking(interpreters));
      case FunctionRuntime.Provided _ -> {}
    }
  }

  private void lacking(Optional<String> message) {
    message.ifPresent(text -> fault("Runtime", text));
  }

  private void handler(FunctionRuntime runtime, String handler) {
    if (HANDLER.matcher(handler).matches()) {
      return;
    }
    switch (runtime) {
      case FunctionRuntime.Unsupported _ -> {}
      case FunctionRuntime.Java _ ->
          fault("Handler", "must name package.Class::method, up to 128 characters without spaces");
      case FunctionRuntime.Node _, FunctionRuntime.Python _ ->
          fault("Handler", "must name file.function, up to 128 characters without spaces");
      case FunctionRuntime.Provided _ ->
          fault("Handler", "must be 1 to 128 characters without spaces");
    }
  }

  private void code(FunctionRuntime runtime, FunctionConfig config) {
    switch (config.code()) {
      case Code.Archive(var path) -> {
        if (!Files.isReadable(path)) {
          fault("Code", path + " does not exist or cannot be read");
        }
      }
      case Code.Unpacked(var folder) -> {
        if (!Files.isDirectory(folder)) {
          fault("Code", "the code of version " + config.version() + " is gone from " + folder);
        }
      }
      case Code.Inline(var text) -> inline(runtime, config.handler(), text);
    }
  }

  private void layers(List<Path> layers) {
    if (layers.size() > MAX_LAYERS) {
      fault("Layers", layers.size() + " layers are more than " + MAX_LAYERS);
    }
    for (Path layer : layers) {
      if (!Files.isReadable(layer)) {
        fault("Layers", layer + " does not exist or cannot be read");
      }
    }
  }

  /// AWS::Lambda::Function Code, `ZipFile`.
  private void inline(FunctionRuntime runtime, String handler, String text) {
    if (runtime instanceof FunctionRuntime.Java || runtime instanceof FunctionRuntime.Provided) {
      fault("Code.ZipFile", "inline code is for Node.js and Python only: name a file or folder");
    } else if (!handler.startsWith("index.")) {
      fault("Handler", "inline code is a file named index: the handler must be index.FUNCTION");
    }
    if (utf8(text) > INLINE_BYTES) {
      fault("Code.ZipFile", "inline code exceeds 4 MB");
    }
  }

  private void fault(String property, String message) {
    faults.add(new Fault(property, message));
  }

  private static int utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
