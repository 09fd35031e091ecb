package dev.gatehouse.host.console;

import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/// The files that pages refer to: these and no others. They hold nothing of the stack's.
final class Assets {
  private record Asset(String type, String resource) {}

  private static final Map<String, Asset> ALL =
      Map.of(
          "console.css", new Asset("text/css; charset=utf-8", "console.css"),
          "console.js", new Asset("text/javascript; charset=utf-8", "console.js"),
          "icon.svg", new Asset("image/svg+xml", "icon.svg"),
          "htmx.js",
              new Asset(
                  "text/javascript; charset=utf-8",
                  "/META-INF/resources/webjars/htmx.org/" + htmxVersion() + "/dist/htmx.min.js"));

  private Assets() {}

  static Optional<HttpResponse> find(String name) {
    return Optional.ofNullable(ALL.get(name))
        .map(asset ->
            new HttpResponse(
                200,
                HttpHeaders.of("Content-Type", asset.type(), "Cache-Control", "no-cache"),
                Body.of(read(asset.resource()))));
  }

  private static byte[] read(String resource) {
    try (InputStream in = Assets.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + resource);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The WebJar has it in its folders' names; the pom alone says which it is.
  private static String htmxVersion() {
    var properties = new Properties();
    try (InputStream in =
        Assets.class.getResourceAsStream(
            "/META-INF/maven/org.webjars.npm/htmx.org/pom.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }
}
