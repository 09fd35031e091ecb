package dev.gatehouse.lambda;

import static dev.gatehouse.lambda.TestFunctions.failed;
import static dev.gatehouse.lambda.TestFunctions.invocation;
import static dev.gatehouse.lambda.TestFunctions.returned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.aws.Json;
import dev.gatehouse.fidelity.Shows;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Real processes on the machine's Node.js.
class NodeFunctionConformanceTest {
  private static final String ESM = "export const handler = async (event) => ({got: event});";
  private static final String CJS = "exports.handler = async (event) => ({got: event});";

  @TempDir Path folder;

  @BeforeAll
  static void node() {
    assumeTrue(Interpreters.ofThisMachine().node().isPresent(), "needs `node` on the PATH");
  }

  @ParameterizedTest
  @CsvSource({
    "index.js,index.handler,false",
    "index.cjs,index.handler,false",
    "index.mjs,index.handler,true",
    "src/app/index.js,src/app/index.handler,false",
    "src/app/index.mjs,src/app/index.handler,true",
    "node_modules/players/index.js,players.handler,false",
  })
  @Shows("lambda.handlers.node")
  void handlerIsFound(String file, String handler, boolean module) {
    Path code = TestFunctions.folder(folder, Map.of(file, module ? ESM : CJS));

    assertThat(returned(invoke(handler, code, "{\"a\":[1,\"é\"]}")))
        .isEqualTo("{\"got\":{\"a\":[1,\"é\"]}}");
  }

  @Test
  void packageOfTypeModuleMakesJsAModule() {
    var files = Map.of("package.json", "{\"type\":\"module\"}", "lib/index.js", ESM);

    assertThat(returned(invoke("lib/index.handler", TestFunctions.folder(folder, files), "1")))
        .isEqualTo("{\"got\":1}");
  }

  @Test
  @Shows("lambda.handlers.node")
  void nestedExportAndOwnDependencyAreFound() {
    var files =
        Map.of(
            "index.js",
            "const {name} = require('club'); exports.api = {v1: {get: async () => name}};",
            "node_modules/club/index.js",
            "exports.name = 'Chelsea';");

    assertThat(returned(invoke("index.api.v1.get", TestFunctions.folder(folder, files), "1")))
        .isEqualTo("\"Chelsea\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "async () => undefined|null",
        "async () => new Map()|{}",
        "() => Promise.resolve('kept')|\"kept\"",
        "(event, context, callback) => callback(null, {ok: true})|{\"ok\":true}",
        "(event, context, callback) => { setImmediate(() => callback(null, 2)); }|2",
        "(event, context) => context.succeed('s')|\"s\"",
        "(event, context) => { context.done(null, 'd'); context.done(null, 'twice'); }|\"d\"",
        "() => 'a returned value counts for nothing before nodejs24'|null",
        "(e, c, cb) => { let n = 1; setImmediate(() => n++); const o = {toJSON: () => n};"
            + " cb(null, o); }|2",
        "(e, c, cb) => { c.callbackWaitsForEmptyEventLoop = false; let n = 1;"
            + " setImmediate(() => n++); cb(null, {toJSON: () => n}); }|1",
      })
  @Shows("lambda.invoke.no-answer")
  void answerIsGivenInEachForm(String handler, String answer) {
    assertThat(returned(inline("exports.handler = " + handler, "1"))).isEqualTo(answer);
  }

  @Test
  @Shows("lambda.process.trace")
  void contextTellsTheInvocation() {
    var invocation = invocation("{}");
    var before = Instant.now();

    var context =
        Json.STRICT.readTree(
            returned(
                TestFunctions.invokeOnce(
                    folder,
                    TestFunctions.inline(
                        "nodejs20.x",
                        "index.handler",
                        """
                        exports.handler = async (event, context) => ({
                          ...context,
                          left: context.getRemainingTimeInMillis(),
                          trace: process.env._X_AMZN_TRACE_ID,
                          nodePath: process.env.NODE_PATH,
                          cwd: process.cwd(),
                          root: process.env.LAMBDA_TASK_ROOT,
                          execution: process.env.AWS_EXECUTION_ENV,
                        });
                        """),
                    invocation)));

    assertThat(context.path("awsRequestId").stringValue()).isEqualTo(invocation.requestId());
    assertThat(context.path("invokedFunctionArn").stringValue())
        .isEqualTo(invocation.invokedFunctionArn());
    assertThat(context.path("functionName").stringValue()).isEqualTo("player_fc_api");
    assertThat(context.path("functionVersion").stringValue()).isEqualTo("$LATEST");
    assertThat(context.path("memoryLimitInMB").stringValue()).isEqualTo("128");
    assertThat(context.path("logGroupName").stringValue()).isEqualTo("/aws/lambda/player_fc_api");
    assertThat(context.path("logStreamName").stringValue()).contains("/[$LATEST]");
    assertThat(context.path("callbackWaitsForEmptyEventLoop").booleanValue()).isTrue();
    assertThat(context.path("trace").stringValue()).isEqualTo(invocation.traceId());
    assertThat(context.path("left").longValue())
        .isPositive()
        .isLessThanOrEqualTo(Duration.between(before, Instant.now()).toMillis() + 60_000);
    assertThat(context.path("cwd")).isEqualTo(context.path("root"));
    assertThat(context.path("nodePath").stringValue())
        .startsWith("/opt/nodejs/node20/node_modules:/opt/nodejs/node_modules:")
        .endsWith(":" + context.path("root").stringValue());
    assertThat(context.path("execution").stringValue()).isEqualTo("AWS_Lambda_nodejs20.x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "async () => { throw new TypeError('no \"such\" player'); }|TypeError|no \"such\" player",
        "() => { throw new Error('sync'); }|Error|sync",
        "(e, c, callback) => callback(new Error('called back'))|Error|called back",
        "(e, context) => context.fail(new Error('failed'))|Error|failed",
        "async () => { class Own extends Error {}; Own.prototype.name = 'Own'; throw new"
            + " Own('o'); }|Own|o",
        "async () => 1n|Error|Unable to stringify response body",
        "async () => new Promise(() => {})|Runtime.NodeJsExit|The Lambda runtime client detected an"
            + " unexpected Node.js exit code. This is most commonly caused by a Promise that was"
            + " never settled. For more information, see"
            + " https://nodejs.org/docs/latest/api/process.html#exit-codes",
        "async () => { Promise.reject(new Error('lost')); await new Promise(r => setTimeout(r,"
            + " 60000)); }|Runtime.UnhandledPromiseRejection|Error: lost",
        "async () => { setImmediate(() => { throw new Error('astray'); }); await new Promise(r =>"
            + " setTimeout(r, 60000)); }|Error|astray",
      })
  void errorHasItsTypeMessageAndTrace(String handler, String type, String message) {
    var failed = failed(inline("exports.handler = " + handler, "{}"));

    assertThat(failed.errorType()).isEqualTo(type);
    var object = Json.STRICT.readTree(failed.payload().text());
    assertThat(object.propertyNames()).containsExactly("errorType", "errorMessage", "trace");
    assertThat(object.path("errorMessage").stringValue()).isEqualTo(message);
    assertThat(object.path("trace").path(0).stringValue()).isEqualTo(type + ": " + message);
  }

  @Test
  void thrownTextIsNoError() {
    assertThat(
            failed(inline("exports.handler = async () => { throw 'text'; }", "{}"))
                .payload()
                .text())
        .isEqualTo("{\"errorType\":\"string\",\"errorMessage\":\"text\",\"trace\":[]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "index.nothing|exports.handler = 1|Runtime.HandlerNotFound|index.nothing is undefined or"
            + " not exported",
        "index.handler|exports.handler = 1|Runtime.HandlerNotFound|index.handler is not a function",
        "index.handler|require('absent')|Runtime.ImportModuleError|Error: Cannot find module"
            + " 'absent'",
        "index.handler|import x from 'y'|Runtime.UserCodeSyntaxError|SyntaxError: Cannot use import"
            + " statement outside a module",
        "index.handler|throw new RangeError('at init')|RangeError|at init",
        "index.../handler|1|Runtime.MalformedHandlerName|'index.../handler' is not a valid handler"
            + " name. Use absolute paths when specifying root directories in handler names.",
      })
  void codeThatCannotBeLoadedIsAnInitError(
      String handler, String code, String type, String message) {
    var config = TestFunctions.inline("nodejs20.x", handler, code);

    var failed = failed(TestFunctions.invokeOnce(folder, config, invocation("{}")));

    assertThat(failed.errorType()).isEqualTo(type);
    assertThat(Json.STRICT.readTree(failed.payload().text()).path("errorMessage").stringValue())
        .startsWith(message);
    assertThat(folder.resolve("logs/player_fc_api.log"))
        .content()
        .contains("\tundefined\tERROR\tUncaught Exception \t{\"errorType\":\"" + type + "\"")
        .contains("\tPhase: init\tStatus: error\tError Type: " + type + "\n");
  }

  @Test
  void moduleInACommonJsFileRunsWhereItsFeatureIsAskedFor() {
    var node = Interpreters.ofThisMachine().node().orElseThrow();
    assumeTrue(node.major() > 20 || node.minor() >= 19, "needs Node.js 20.19 or later");
    Path code = TestFunctions.folder(folder, Map.of("index.js", ESM));
    var plain = TestFunctions.config("nodejs22.x", "index.handler", code);
    var asking =
        TestFunctions.with(
            plain,
            Map.of("NODE_OPTIONS", "--experimental-detect-module --experimental-require-module"));

    assertThat(failed(TestFunctions.invokeOnce(folder, plain, invocation("1"))).errorType())
        .isEqualTo("Runtime.UserCodeSyntaxError");
    assertThat(returned(TestFunctions.invokeOnce(folder, asking, invocation("1"))))
        .isEqualTo("{\"got\":1}");
  }

  @Test
  @Shows("lambda.errors.missing-handler")
  void missingFileIsAnImportError() {
    var failed = failed(invoke("app.handler", TestFunctions.folder(folder, Map.of()), "{}"));

    assertThat(failed.errorType()).isEqualTo("Runtime.ImportModuleError");
    assertThat(failed.payload().text())
        .contains("\"errorMessage\":\"Error: Cannot find module 'app'");
  }

  @Test
  void callbacksAreGoneInNode24ButReturnedValuesCount() {
    var old =
        TestFunctions.inline("nodejs24.x", "index.handler", "exports.handler = (a, b, c) => 1");
    var now = TestFunctions.inline("nodejs24.x", "index.handler", "exports.handler = (a, b) => 1");

    assertThat(failed(TestFunctions.invokeOnce(folder, old, invocation("{}"))).errorType())
        .isEqualTo("Runtime.CallbackHandlerDeprecated");
    assertThat(returned(TestFunctions.invokeOnce(folder, now, invocation("{}")))).isEqualTo("1");
  }

  @Test
  @Shows("lambda.lifecycle.exception-reuses")
  @Shows("lambda.errors.node")
  void errorKeepsTheProcessAndAnUnhandledOneEndsIt() {
    String code =
        """
        let count = 0;
        exports.handler = async (event) => {
          count++;
          if (event === 'throw') throw new Error('no');
          if (event === 'lose') { Promise.reject(new Error('lost')); await new Promise(r => setTimeout(r, 60000)); }
          return count;
        };
        """;
    try (var function =
        TestFunctions.open(folder, TestFunctions.inline("nodejs20.x", "index.handler", code))) {
      failed(function.invoke(invocation("\"throw\"")));
      assertThat(returned(function.invoke(invocation("1")))).isEqualTo("2");
      failed(function.invoke(invocation("\"lose\"")));
      assertThat(returned(function.invoke(invocation("1")))).isEqualTo("1");
    }
  }

  @Test
  void exitIsNamed() {
    var invocation = invocation("{}");
    var config =
        TestFunctions.inline(
            "nodejs20.x", "index.handler", "exports.handler = () => process.exit(3)");

    assertThat(failed(TestFunctions.invokeOnce(folder, config, invocation)).payload().text())
        .isEqualTo(
            "{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: "
                + invocation.requestId()
                + " Error: Runtime exited with error: exit status 3\"}");
  }

  @Test
  @Shows("lambda.log-lines.timeout")
  void timeoutEndsAHandlerThatNeverAnswers() {
    var config =
        TestFunctions.limited(
            TestFunctions.inline(
                "nodejs20.x",
                "index.handler",
                "exports.handler = () => new Promise(r => setTimeout(r, 600000))"),
            Duration.ofSeconds(1),
            OptionalInt.empty());

    assertThat(failed(TestFunctions.invokeOnce(folder, config, invocation("{}"))).errorType())
        .isEqualTo("Sandbox.Timedout");
  }

  @Test
  @Shows("lambda.node-streaming.console-levels")
  void consoleAndStreamsReachTheLog() {
    var invocation = invocation("{}");
    var config =
        TestFunctions.inline(
            "nodejs99.x",
            "index.handler",
            """
            exports.handler = async () => {
              console.log('goal for %s', 'Chelsea', {minute: 3});
              console.error(new Error('offside').message);
              console.trace('two\\nlines');
              console.fatal('full time');
              process.stdout.write('plain\\n');
              process.stderr.write('to stderr\\n');
            };
            """);
    returned(TestFunctions.invokeOnce(folder, config, invocation));

    String id = invocation.requestId();
    assertThat(folder.resolve("logs/player_fc_api.log"))
        .content()
        .startsWith("nodejs99.x runs on this machine's Node.js ")
        .containsPattern(
            "Version: \\$LATEST\n"
                + "\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z\t"
                + id
                + "\tINFO\tgoal for Chelsea \\{ minute: 3 }\n\\S+\t"
                + id
                + "\tERROR\toffside\n\\S+\t"
                + id
                + "\tTRACE\ttwo\nlines\n\\S+\t"
                + id
                + "\tFATAL\tfull time\nplain\nto stderr\nEND RequestId: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "async (e, out) => { out.write('{'); out.end('}'); }|{}",
        "async (e, out) => { out.write({a: 1}); out.end(); }|{\"a\":1}",
        "async (e, out) => { await require('stream/promises')"
            + ".pipeline(require('stream').Readable.from(['a', 'b']), out); }|ab",
        "async (e, out) => { awslambda.HttpResponseStream.from(out, {statusCode: 201});"
            + " out.write('x'); out.end(); }|{\"statusCode\":201}\0\0\0\0\0\0\0\0x",
        "async (e, out) => { out.end(); return 'ignored'; }|``",
      })
  @Shows("function-url.streaming.buffered-url")
  @Shows("lambda.node-streaming.streamify")
  @Shows("lambda.node-streaming.http-response-stream")
  void streamedAnswerIsCollectedForWhoeverWantsItWhole(String handler, String answer) {
    assertThat(
            returned(inline("exports.handler = awslambda.streamifyResponse(" + handler + ")", "1")))
        .isEqualTo(answer.replace("\\0", "\0"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "async (e, out) => { out.write('part'); throw new RangeError('late'); }|RangeError|late",
        "async () => { throw new Error('at once'); }|Error|at once",
        "(e, out) => 1|string|Streaming does not support non-async handlers.",
        "async (e, out) => { out.write('x'); out.setContentType('text/plain'); }|"
            + "Runtime.InvalidStreamingOperation|Cannot set content-type, too late.",
      })
  @Shows("lambda.node-streaming.async-only")
  @Shows("lambda.node-streaming.content-type-once")
  void errorOfAStreamingHandlerIsTold(String handler, String type, String message) {
    var failed =
        failed(inline("exports.handler = awslambda.streamifyResponse(" + handler + ")", "1"));

    assertThat(failed.errorType()).isEqualTo(type);
    assertThat(Json.STRICT.readTree(failed.payload().text()).path("errorMessage").stringValue())
        .isEqualTo(message);
  }

  @Test
  @Shows("lambda.node-streaming.three-parameters")
  void streamingHandlerMayHaveThreeParametersInNode24() {
    var config =
        TestFunctions.inline(
            "nodejs24.x",
            "index.handler",
            "exports.handler = awslambda.streamifyResponse(async (e, out, c) => {"
                + " out.end(c.awsRequestId); })");
    var invocation = invocation("{}");

    assertThat(returned(TestFunctions.invokeOnce(folder, config, invocation)))
        .isEqualTo(invocation.requestId());
  }

  private InvokeResult inline(String code, String payload) {
    return TestFunctions.invokeOnce(
        folder, TestFunctions.inline("nodejs20.x", "index.handler", code), invocation(payload));
  }

  private InvokeResult invoke(String handler, Path code, String payload) {
    return TestFunctions.invokeOnce(
        folder, TestFunctions.config("nodejs20.x", handler, code), invocation(payload));
  }
}
