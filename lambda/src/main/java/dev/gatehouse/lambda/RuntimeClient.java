package dev.gatehouse.lambda;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What fetches a function's invocations from the Runtime API, and how its process is started.
sealed interface RuntimeClient permits Bootstrap, JavaClient, NodeClient, PythonClient {
  /// @param temporary the environment's `/tmp`
  /// @return empty when the code has nothing that could be started
  Optional<List<String>> command(Function function, Path temporary);

  /// Variables of the language's own, which the owner may replace.
  Map<String, String> variables(Function function);

  /// `LAMBDA_RUNTIME_DIR`.
  Path folder();

  /// For the function's log: how this machine differs from what the template asks for.
  Optional<String> notice();

  static RuntimeClient of(
      FunctionRuntime runtime, LambdaSettings settings, Interpreters interpreters) {
    return switch (runtime) {
      case FunctionRuntime.Java _ -> JavaClient.in(settings.runtimeClient(), settings.code());
      case FunctionRuntime.Node(int major) ->
          NodeClient.in(settings.code(), found(interpreters.node()), major);
      case FunctionRuntime.Python(int minor) ->
          PythonClient.in(settings.code(), found(interpreters.python(minor)), minor);
      case FunctionRuntime.Provided _ -> new Bootstrap(settings.runtimeClient());
      case FunctionRuntime.Unsupported(var message) -> throw new FunctionException(message);
    };
  }

  private static Interpreter found(Optional<Interpreter> interpreter) {
    return interpreter.orElseThrow(() -> new FunctionException("its interpreter is gone"));
  }
}
