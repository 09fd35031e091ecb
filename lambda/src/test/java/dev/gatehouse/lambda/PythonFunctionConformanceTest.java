package dev.gatehouse.lambda;

import static dev.gatehouse.lambda.TestFunctions.failed;
import static dev.gatehouse.lambda.TestFunctions.invocation;
import static dev.gatehouse.lambda.TestFunctions.returned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.aws.Json;
import dev.gatehouse.fidelity.Shows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Real processes on the machine's Python.
class PythonFunctionConformanceTest {
  private static final String ECHO = "def handler(event, context):\n    return {'got': event}\n";

  @TempDir Path folder;

  @BeforeAll
  static void python() {
    assumeTrue(Interpreters.ofThisMachine().python(11).isPresent(), "needs `python3` on the PATH");
  }

  @ParameterizedTest
  @CsvSource({
    "index.py,index.handler",
    "src/app.py,src.app.handler",
    "src/app.py,src/app.handler",
    "src/deep/app.py,src/deep/app.handler",
  })
  void handlerIsFound(String file, String handler) {
    Path code = TestFunctions.folder(folder, Map.of(file, ECHO));

    assertThat(returned(invoke(handler, code, "{\"a\":[1,\"é\"]}")))
        .isEqualTo("{\"got\": {\"a\": [1, \"\\u00e9\"]}}");
  }

  @Test
  @Shows("lambda.handlers.python")
  void applicationRunsWithItsDependenciesBesideIt() throws IOException {
    var files =
        Map.of(
            "app.py",
            "from adapter import Adapter\nasync def app(scope):\n    return scope['path']\n"
                + "handler = Adapter(app)\n",
            "adapter/__init__.py",
            "from .loop import run\nclass Adapter:\n    def __init__(self, app):\n"
                + "        self.app = app\n    def __call__(self, event, context):\n"
                + "        return {'statusCode': 200, 'body': run(self.app(event))}\n",
            "adapter/loop.py",
            "import asyncio\ndef run(coroutine):\n    return asyncio.run(coroutine)\n");
    Path code = TestFunctions.folder(folder, files);

    assertThat(returned(invoke("app.handler", code, "{\"path\":\"/players\"}")))
        .isEqualTo("{\"statusCode\": 200, \"body\": \"/players\"}");
    try (var all = Files.walk(code)) {
      assertThat(all.filter(Files::isRegularFile)).as("no bytecode beside it").hasSize(3);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "None|null",
        "'é'|\"\\u00e9\"",
        "(1, 2.5, True)|[1, 2.5, true]",
        "b'raw bytes'|raw bytes",
        "[__import__('decimal').Decimal('10.50')]|[10.50]",
      })
  void answerIsWrittenAsAwsWritesIt(String expression, String answer) {
    assertThat(returned(inline("return " + expression))).isEqualTo(answer);
  }

  @Test
  void answerIsNotEscapedSincePython312() {
    String code = "def handler(e, c):\n    return 'é'\n";
    var config = TestFunctions.inline("python3.12", "index.handler", code);

    assertThat(returned(TestFunctions.invokeOnce(folder, config, invocation("1"))))
        .isEqualTo("\"é\"");
  }

  @Test
  @Shows("lambda.process.trace")
  @Shows("lambda.process.task-root")
  void contextTellsTheInvocation() {
    String code =
        """
        import os, sys
        def handler(event, context):
            return {
                'id': context.aws_request_id, 'arn': context.invoked_function_arn,
                'name': context.function_name, 'version': context.function_version,
                'memory': context.memory_limit_in_mb, 'group': context.log_group_name,
                'stream': context.log_stream_name, 'left': context.get_remaining_time_in_millis(),
                'client': context.client_context, 'identity': context.identity.cognito_identity_id,
                'trace': os.environ['_X_AMZN_TRACE_ID'], 'first': sys.path[0],
                'behind': sys.path[1:4], 'root': os.environ['LAMBDA_TASK_ROOT'],
                'runtime': os.environ['PYTHONPATH'], 'cwd': os.getcwd(),
            }
        """;
    var invocation = invocation("{}");

    var context =
        Json.STRICT.readTree(
            returned(
                TestFunctions.invokeOnce(
                    folder,
                    TestFunctions.inline("python3.11", "index.handler", code),
                    invocation)));

    assertThat(context.path("id").stringValue()).isEqualTo(invocation.requestId());
    assertThat(context.path("arn").stringValue()).isEqualTo(invocation.invokedFunctionArn());
    assertThat(context.path("name").stringValue()).isEqualTo("player_fc_api");
    assertThat(context.path("version").stringValue()).isEqualTo("$LATEST");
    assertThat(context.path("memory").stringValue()).isEqualTo("128");
    assertThat(context.path("group").stringValue()).isEqualTo("/aws/lambda/player_fc_api");
    assertThat(context.path("stream").stringValue()).contains("/[$LATEST]");
    assertThat(context.path("left").longValue()).isBetween(1L, 60_000L);
    assertThat(context.path("client").isNull()).isTrue();
    assertThat(context.path("identity").isNull()).isTrue();
    assertThat(context.path("trace").stringValue()).isEqualTo(invocation.traceId());
    assertThat(context.path("first")).isEqualTo(context.path("root"));
    assertThat(context.path("behind").valueStream().map(JsonNode::stringValue))
        .containsExactly(
            "/opt/python/lib/python3.11/site-packages",
            "/opt/python",
            context.path("runtime").stringValue());
    assertThat(context.path("cwd")).isEqualTo(context.path("root"));
  }

  @Test
  @Shows("lambda.lifecycle.exception-reuses")
  @Shows("lambda.errors.python")
  void exceptionIsTheErrorObjectAndItsProcessStays() throws IOException {
    String code =
        """
        count = 0
        def handler(event, context):
            global count
            count += 1
            if event == 'raise':
                raise ValueError('no "such" player')
            return count
        """;
    Path app = TestFunctions.folder(folder, Map.of("index.py", code));
    var config = TestFunctions.config("python3.11", "index.handler", app);
    try (var function = TestFunctions.open(folder, config)) {
      var invocation = invocation("\"raise\"");
      var failed = failed(function.invoke(invocation));

      assertThat(failed.errorType()).isEqualTo("ValueError");
      assertThat(failed.payload().text())
          .isEqualTo(
              """
              {"errorMessage": "no \\"such\\" player", "errorType": "ValueError", "requestId": "%s", \
              "stackTrace": ["  File \\"%s/index.py\\", line 6, in handler\\n    raise ValueError('no \
              \\"such\\" player')\\n"]}\
              """
                  .formatted(invocation.requestId(), CodeFolder.of(app, folder.resolve("code"))));
      assertThat(returned(function.invoke(invocation("1")))).isEqualTo("2");
      assertThat(Files.readString(folder.resolve("logs/player_fc_api.log")))
          .contains(
              "[ERROR] ValueError: no \"such\" player\n"
                  + "Traceback (most recent call last):\n"
                  + "  File ");
    }
  }

  @Test
  void answerThatIsNoJsonIsAMarshalError() {
    var invocation = invocation("{}");
    String code = "def handler(event, context):\n    return {1, 2}\n";
    var config = TestFunctions.inline("python3.11", "index.handler", code);

    var failed = failed(TestFunctions.invokeOnce(folder, config, invocation));

    assertThat(failed.payload().text())
        .isEqualTo(
            "{\"errorMessage\": \"Unable to marshal response: Object of type set is not JSON"
                + " serializable\", \"errorType\": \"Runtime.MarshalError\", \"requestId\": \""
                + invocation.requestId()
                + "\", \"stackTrace\": []}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "index.nothing|x = 1|Runtime.HandlerNotFound|Handler 'nothing' missing on module 'index'",
        "index.handler|import absent|Runtime.ImportModuleError|Unable to import module 'index': No"
            + " module named 'absent'",
        "index.handler|def|Runtime.UserCodeSyntaxError|Syntax error in module 'index': invalid"
            + " syntax (index.py, line 1)",
        "index.handler|raise KeyError('at init')|KeyError|'at init'",
        "index.app.handler|x = 1|Runtime.ImportModuleError|Unable to import module 'index.app': No"
            + " module named 'index.app'; 'index' is not a package",
      })
  void codeThatCannotBeLoadedIsAnInitError(
      String handler, String code, String type, String message) {
    var config = TestFunctions.inline("python3.11", handler, code);

    var failed = failed(TestFunctions.invokeOnce(folder, config, invocation("{}")));

    var object = Json.STRICT.readTree(failed.payload().text());
    assertThat(object.propertyNames())
        .containsExactly("errorMessage", "errorType", "requestId", "stackTrace");
    assertThat(object.path("errorType").stringValue()).isEqualTo(type);
    assertThat(object.path("errorMessage").stringValue()).isEqualTo(message);
    assertThat(object.path("requestId").stringValue()).isEmpty();
    assertThat(folder.resolve("logs/player_fc_api.log"))
        .content()
        .contains("\tPhase: init\tStatus: error\tError Type: " + type + "\n");
  }

  @Test
  @Shows("lambda.errors.missing-handler")
  void handlerWithoutAPointOrOfABuiltInModuleIsRefused() {
    Path code = TestFunctions.folder(folder, Map.of("index.py", ECHO));

    assertThat(failed(invoke("handler", code, "{}")).errorType())
        .isEqualTo("Runtime.MalformedHandlerName");
    assertThat(failed(invoke("sys.exit", code, "{}")).errorType())
        .isEqualTo("Runtime.BuiltInModuleConflict");
  }

  @ParameterizedTest
  @CsvSource({"0,without providing a reason", "7,with error: exit status 7"})
  void exitIsNamed(int status, String manner) {
    var invocation = invocation("{}");
    String code = "import sys\ndef handler(event, context):\n    sys.exit(" + status + ")\n";
    var config = TestFunctions.inline("python3.11", "index.handler", code);

    assertThat(failed(TestFunctions.invokeOnce(folder, config, invocation)).payload().text())
        .isEqualTo(
            "{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: "
                + invocation.requestId()
                + " Error: Runtime exited "
                + manner
                + "\"}");
  }

  @Test
  void printsAndLoggersReachTheLog() {
    var invocation = invocation("{}");
    String code =
        """
        import logging, sys
        def handler(event, context):
            print('printed')
            logging.getLogger('club').warning('goal for %s', 'Chelsea')
            logging.info('below the level')
            print('to stderr', file=sys.stderr)
        """;
    var config = TestFunctions.inline("python3.99", "index.handler", code);
    returned(TestFunctions.invokeOnce(folder, config, invocation));

    assertThat(folder.resolve("logs/player_fc_api.log"))
        .content()
        .startsWith("python3.99 runs on this machine's Python 3.")
        .containsPattern(
            "Version: \\$LATEST\nprinted\n\\[WARNING]\t[-\\dT:.]+Z\t"
                + invocation.requestId()
                + "\tgoal for Chelsea\nto stderr\nEND RequestId: ");
  }

  private InvokeResult inline(String statement) {
    String code = "def handler(event, context):\n    " + statement + "\n";
    return TestFunctions.invokeOnce(
        folder, TestFunctions.inline("python3.11", "index.handler", code), invocation("{}"));
  }

  private InvokeResult invoke(String handler, Path code, String payload) {
    return TestFunctions.invokeOnce(
        folder, TestFunctions.config("python3.11", handler, code), invocation(payload));
  }
}
