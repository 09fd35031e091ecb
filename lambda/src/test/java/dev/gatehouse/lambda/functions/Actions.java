package dev.gatehouse.lambda.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A function that does what its event asks for; packed into zips by the tests.
public final class Actions implements RequestHandler<Map<String, String>, Object> {
  private static int invocations;

  @Override
  public Object handleRequest(Map<String, String> event, Context context) {
    invocations++;
    return switch (event.getOrDefault("do", "echo")) {
      case "env" -> System.getenv();
      case "count" -> invocations;
      case "pid" -> Long.toString(ProcessHandle.current().pid());
      case "throw" -> throw new IllegalArgumentException("no such player");
      case "exit" -> {
        System.exit(Integer.parseInt(event.getOrDefault("status", "0")));
        yield "unreachable";
      }
      case "block" -> {
        block();
        yield "unreachable";
      }
      case "large" -> "x".repeat(7_000_000);
      case "keep" -> write(event.getOrDefault("text", ""));
      case "kept" -> read();
      case "print" -> {
        System.out.println("a line of the function");
        context.getLogger().log("a line of its logger\n");
        yield "printed";
      }
      default ->
          Map.of(
              "event", event,
              "id", context.getAwsRequestId(),
              "arn", context.getInvokedFunctionArn(),
              "memory", context.getMemoryLimitInMB(),
              "trace", System.getProperty("com.amazonaws.xray.traceHeader", ""));
    };
  }

  private static void block() {
    try {
      Thread.currentThread().join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Path kept() {
    return Path.of(System.getProperty("java.io.tmpdir"), "kept");
  }

  private static String write(String text) {
    try {
      Files.writeString(kept(), text);
      return "kept";
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String read() {
    try {
      return Files.readString(kept());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
