package dev.gatehouse.lambda;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.aws.AccessCheck;
import dev.gatehouse.aws.Json;
import dev.gatehouse.fidelity.Shows;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.lambda.FunctionUrlConfig.AuthType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A FastAPI application behind an ASGI adapter, its dependencies beside it in one folder, as an
/// asset brings them. The dependencies are Debian's `python3-fastapi`.
class FastApiConformanceTest {
  private static final Path PACKAGES = Path.of("/usr/lib/python3/dist-packages");

  /// With those of later versions.
  private static final List<String> DEPENDENCIES =
      List.of(
          "annotated_types",
          "anyio",
          "exceptiongroup",
          "fastapi",
          "idna",
          "pydantic",
          "pydantic_core",
          "sniffio",
          "starlette",
          "typing_extensions",
          "typing_inspection");

  @TempDir private static Path folder;
  private static LambdaFunction function;
  private static FunctionUrl url;

  @BeforeAll
  static void start() throws IOException {
    assumeTrue(
        Files.isDirectory(PACKAGES.resolve("fastapi")), "needs Debian's package python3-fastapi");
    String debians = Path.of("/usr/bin/python3").toRealPath().getFileName().toString();
    int minor = Integer.parseInt(debians.replaceFirst("python3\\.", ""));
    var python = Interpreters.ofThisMachine().python(minor);
    assumeTrue(python.isPresent() && python.orElseThrow().minor() == minor, "needs " + debians);
    function =
        TestFunctions.open(folder, TestFunctions.config(debians, "app.handler", application()));
    url =
        new FunctionUrl(
            FunctionUrlFixture.config(AuthType.NONE, null),
            id -> Optional.empty(),
            request -> new AccessCheck.Decision.Granted(),
            function,
            Clock.systemUTC(),
            UUID::randomUUID);
  }

  @AfterAll
  static void stop() {
    if (function != null) {
      function.close();
    }
  }

  private static Path application() throws IOException {
    Path code = Files.createDirectory(folder.resolve("asset"));
    for (String file : List.of("app.py", "adapter.py", "names/clubs.py")) {
      Files.createDirectories(requireNonNull(code.resolve(file).getParent()));
      try (var in = FastApiConformanceTest.class.getResourceAsStream("fastapi/" + file)) {
        Files.write(code.resolve(file), requireNonNull(in, file).readAllBytes());
      }
    }
    for (Path entry : entries()) {
      copy(entry, code);
    }
    return code;
  }

  /// Packages, single modules, and what tells their versions.
  private static List<Path> entries() throws IOException {
    try (Stream<Path> all = Files.list(PACKAGES)) {
      return all.filter(path ->
              DEPENDENCIES.contains(path.getFileName().toString().replaceFirst("(-.*|\\.py)$", "")))
          .toList();
    }
  }

  private static void copy(Path entry, Path to) throws IOException {
    try (Stream<Path> tree = Files.walk(entry)) {
      for (Path path : tree.filter(file -> !file.toString().contains("__pycache__")).toList()) {
        Path target = to.resolve(PACKAGES.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
      }
    }
  }

  private static HttpResponse call(String method, String target, String body) {
    var headers = HttpHeaders.of("Content-Type", "application/json", "X-Team", "PSG");
    return url.enter(FunctionUrlFixture.request(method, target, headers, body)).response();
  }

  @Test
  @Shows("lambda.python.asgi-application")
  void routesAnswer() {
    var answer = call("GET", "/players/9?x=1", "");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().text()).isEqualTo("{\"number\":9,\"club\":\"PSG\"}");
    assertThat(answer.headers().first("content-type")).contains("application/json");
    assertThat(answer.headers().first("set-cookie").orElse("")).startsWith("seen=9;");
  }

  @Test
  void bodiesAreRead() {
    var answer = call("POST", "/players", "{\"name\":\"Kylian Mbappé\"}");

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.body().text()).isEqualTo("{\"name\":\"Kylian Mbappé\",\"goals\":0}");
  }

  @Test
  void refusalsAreTheApplicationsOwn() {
    assertThat(call("GET", "/players/nine", "").status()).isEqualTo(422);
    assertThat(call("POST", "/players", "{}").status()).isEqualTo(422);
    assertThat(call("DELETE", "/players", "").status()).isEqualTo(405);
    var nobody = call("GET", "/players/100", "");
    assertThat(nobody.status()).isEqualTo(404);
    assertThat(nobody.body().text()).isEqualTo("{\"detail\":\"nobody wears 100\"}");
  }

  @Test
  @Shows("lambda.python.packages-beside-the-code")
  void dependenciesAreThoseBesideTheCode() {
    var about = Json.STRICT.readTree(call("GET", "/about", "").body().text());

    assertThat(about.path("fastapi").stringValue()).isNotEmpty();
    assertThat(about.path("root").booleanValue()).isTrue();
    assertThat(about.path("first").booleanValue()).isTrue();
    assertThat(about.path("beside").booleanValue()).isTrue();
    assertThat(about.path("started").intValue()).isEqualTo(1);
  }

  @Test
  void bytesAreAnsweredAsTheyAre() {
    assertThat(call("GET", "/logo", "").body().bytes()).containsExactly(0, 1, -2, -1);
  }

  @Test
  void documentationIsServed() {
    assertThat(call("GET", "/openapi.json", "").body().text()).contains("\"/players/{number}\"");
    assertThat(call("GET", "/docs", "").body().text()).contains("swagger-ui");
  }
}
