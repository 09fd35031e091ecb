package dev.gatehouse.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.aws.AccountId;
import dev.gatehouse.aws.Principal;
import dev.gatehouse.aws.Region;
import dev.gatehouse.aws.Secret;
import dev.gatehouse.http.Body;
import dev.gatehouse.lambda.functions.Actions;
import dev.gatehouse.lambda.functions.FailingInit;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Functions to test with.
final class TestFunctions {
  static final Path RUNTIME_CLIENT = Path.of("target", "java-runtime").toAbsolutePath();
  static final RoleCredentials CREDENTIALS = (role, session) -> key(Instant.MAX);

  private TestFunctions() {}

  static AccessKey key(Instant expires) {
    return new AccessKey(
        "ASIAEXAMPLE",
        new Secret("secret"),
        new Principal.Anonymous(),
        new AccessKey.Session(new Secret("token"), Instant.EPOCH, expires));
  }

  static FunctionConfig config(String runtime, String handler, Path code) {
    return new FunctionConfig(
        "Api",
        new AccountId("123456789012"),
        new Region("eu-west-1"),
        "player_fc_api",
        runtime,
        handler,
        new Code.Archive(code),
        Map.of("TABLE_NAME", "Players"),
        Duration.ofSeconds(60),
        128,
        "/aws/lambda/player_fc_api",
        OptionalInt.empty(),
        "arn:aws:iam::123456789012:role/api");
  }

  static FunctionConfig java(Path folder, Class<?> handler) {
    return config("java25", handler.getName() + "::handleRequest", zip(folder));
  }

  static FunctionConfig inline(String runtime, String handler, String text) {
    return withCode(config(runtime, handler, Path.of("/")), new Code.Inline(text));
  }

  /// A folder beside others of the same test.
  static Path folder(Path parent, Map<String, String> files) {
    try {
      Path code = Files.createTempDirectory(parent, "code");
      for (var file : files.entrySet()) {
        Path path = code.resolve(file.getKey());
        Files.createDirectories(path.resolve("..").normalize());
        Files.writeString(path, file.getValue());
      }
      return code;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static InvokeResult invokeOnce(Path folder, FunctionConfig config, Invocation invocation) {
    try (var function = open(folder, config)) {
      return function.invoke(invocation);
    }
  }

  static String returned(InvokeResult result) {
    assertThat(result).isInstanceOf(InvokeResult.Returned.class);
    return ((InvokeResult.Returned) result).payload().text();
  }

  static InvokeResult.Failed failed(InvokeResult result) {
    assertThat(result).isInstanceOf(InvokeResult.Failed.class);
    return (InvokeResult.Failed) result;
  }

  static FunctionConfig with(FunctionConfig config, Map<String, String> environment) {
    return new FunctionConfig(
        config.logicalId(),
        config.account(),
        config.region(),
        config.name(),
        config.runtime(),
        config.handler(),
        config.code(),
        environment,
        config.timeout(),
        config.memory(),
        config.logGroup(),
        config.reservedConcurrency(),
        config.roleArn());
  }

  private static FunctionConfig withCode(FunctionConfig config, Code code) {
    return new FunctionConfig(
        config.logicalId(),
        config.account(),
        config.region(),
        config.name(),
        config.runtime(),
        config.handler(),
        code,
        config.environment(),
        config.timeout(),
        config.memory(),
        config.logGroup(),
        config.reservedConcurrency(),
        config.roleArn());
  }

  static FunctionConfig script(Path folder, String body) {
    try {
      Path code = Files.createTempDirectory(folder, "script");
      Path bootstrap = code.resolve("bootstrap");
      Files.writeString(
          bootstrap, "#!/bin/sh\napi=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime\n" + body);
      Files.setPosixFilePermissions(bootstrap, PosixFilePermissions.fromString("rwxr-xr-x"));
      return config("provided.al2023", "any", code);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static FunctionConfig limited(FunctionConfig config, Duration timeout, OptionalInt reserved) {
    return new FunctionConfig(
        config.logicalId(),
        config.account(),
        config.region(),
        config.name(),
        config.runtime(),
        config.handler(),
        config.code(),
        config.environment(),
        timeout,
        config.memory(),
        config.logGroup(),
        reserved,
        config.roleArn());
  }

  static LambdaSettings settings(Path folder) {
    return LambdaSettings.under(folder, RUNTIME_CLIENT, URI.create("http://localhost:4566"));
  }

  static LambdaFunction open(Path folder, FunctionConfig config) {
    return LambdaFunction.open(
        config, settings(folder), CREDENTIALS, Clock.systemUTC(), new Random());
  }

  static Invocation invocation(String payload) {
    return new Invocation(
        UUID.randomUUID().toString(),
        Body.of(payload),
        "arn:aws:lambda:eu-west-1:123456789012:function:player_fc_api",
        "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0");
  }

  static Path zip(Path folder) {
    Path zip = folder.resolve("function.zip");
    try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (Class<?> type : new Class<?>[] {Actions.class, FailingInit.class}) {
        String name = type.getName().replace('.', '/') + ".class";
        out.putNextEntry(new ZipEntry(name));
        try (InputStream in = type.getClassLoader().getResourceAsStream(name)) {
          out.write(java.util.Objects.requireNonNull(in).readAllBytes());
        }
      }
      return zip;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
