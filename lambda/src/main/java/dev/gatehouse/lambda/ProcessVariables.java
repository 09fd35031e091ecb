package dev.gatehouse.lambda;

import dev.gatehouse.aws.AccessKey;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// The environment variables of a function's process: AWS's own, the owner's, nothing of ours.
final class ProcessVariables {
  /// Those of the owner's that hold paths, which are others here.
  private static final Set<String> PATHS =
      Set.of(
          "AWS_LAMBDA_EXEC_WRAPPER",
          "JAVA_TOOL_OPTIONS",
          "LD_LIBRARY_PATH",
          "NODE_OPTIONS",
          "NODE_PATH",
          "PATH",
          "PYTHONPATH");

  private ProcessVariables() {}

  static Map<String, String> of(
      Function function, AccessKey key, Path temporary, String logStream, int port) {
    FunctionConfig config = function.config();
    Path task = function.task();
    var all = new LinkedHashMap<String, String>();
    // The owner may replace these (configuration-envvars.html, "not reserved").
    all.put("LANG", "en_US.UTF-8");
    all.put("TZ", ":UTC");
    all.put("PATH", "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:" + function.opt() + "/bin");
    all.put(
        "LD_LIBRARY_PATH",
        "/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:%s:%s/lib:%s/lib"
            .formatted(task, task, function.opt()));
    all.put("AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR");
    all.put("AWS_XRAY_DAEMON_ADDRESS", "127.0.0.1:2000");
    all.put("_AWS_XRAY_DAEMON_ADDRESS", "127.0.0.1");
    all.put("_AWS_XRAY_DAEMON_PORT", "2000");
    all.put("AWS_ENDPOINT_URL", function.settings().awsEndpoint().toString());
    all.put("TMPDIR", temporary.toString());
    all.putAll(function.client().variables(function));
    config
        .environment()
        .forEach((name, value) ->
            all.put(name, PATHS.contains(name) ? OptFolder.within(function, value) : value));
    all.put("_HANDLER", config.handler());
    all.put("AWS_REGION", config.region().code());
    all.put("AWS_DEFAULT_REGION", config.region().code());
    all.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + config.runtime());
    all.put("AWS_LAMBDA_FUNCTION_NAME", config.name());
    all.put("AWS_LAMBDA_FUNCTION_VERSION", config.version());
    all.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(config.memory()));
    all.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    all.put("AWS_LAMBDA_LOG_GROUP_NAME", config.logGroup());
    all.put("AWS_LAMBDA_LOG_STREAM_NAME", logStream);
    all.put("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + port);
    all.put("LAMBDA_TASK_ROOT", task.toString());
    all.put("LAMBDA_RUNTIME_DIR", function.client().folder().toString());
    all.put("AWS_ACCESS_KEY_ID", key.id());
    all.put("AWS_SECRET_ACCESS_KEY", key.secret().reveal());
    var session = key.session();
    if (session != null) {
      all.put("AWS_SESSION_TOKEN", session.token().reveal());
    }
    return all;
  }
}
