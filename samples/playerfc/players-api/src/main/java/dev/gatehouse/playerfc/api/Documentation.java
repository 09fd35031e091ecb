package dev.gatehouse.playerfc.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.playerfc.api.Route.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/// `/openapi.json` and the two pages that show it, Swagger UI and ReDoc.
///
/// Everything comes from this function, nothing from another site, and all references are relative:
/// the pages work offline and under any stage. That is also what their content policy demands.
final class Documentation {
  private static final String RESOURCES = "/documentation/";
  private static final Map<String, String> ASSETS =
      Map.of(
          "swagger-ui.css", "text/css; charset=utf-8",
          "swagger-ui-bundle.js", "application/javascript; charset=utf-8",
          "swagger-start.js", "application/javascript; charset=utf-8",
          "redoc.standalone.js", "application/javascript; charset=utf-8");
  // Both pages set styles from script; ReDoc searches in a worker that it builds from a blob.
  private static final String CONTENT_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
          + " font-src 'self'; connect-src 'self'; worker-src blob:; base-uri 'none';"
          + " form-action 'none'; frame-ancestors 'none'";

  private static final String VARY = "accept-encoding";

  private final List<Route> described;

  /// Describes these routes.
  Documentation(List<Route> described) {
    this.described = List.copyOf(described);
  }

  List<Route> routes() {
    return Stream.of(
            routes("/openapi.json", (request, _) -> openApi(request)),
            routes("/docs", (request, _) -> page(request, "docs.html")),
            routes("/redoc", (request, _) -> page(request, "redoc.html")),
            routes(
                "/docs/{file}",
                (request, parameters) -> asset(request, parameters.getOrDefault("file", ""))))
        .flatMap(List::stream)
        .toList();
  }

  private static List<Route> routes(String path, Endpoint endpoint) {
    return List.of(
        Route.undescribed("GET", path, endpoint),
        Route.undescribed(
            "HEAD",
            path,
            (request, parameters) -> endpoint.answer(request, parameters).withoutBody()));
  }

  private Response openApi(Request request) {
    return Response.ok(OpenApi.document(described, request.base()));
  }

  private static Response page(Request request, String name) {
    return compressed(request, "text/html; charset=utf-8", bytes(name))
        .with("content-security-policy", CONTENT_POLICY)
        .with("referrer-policy", "no-referrer");
  }

  private static Response asset(Request request, String name) {
    var contentType = ASSETS.get(name);
    return contentType == null
        ? Response.detail(404, "Not Found")
        : compressed(request, contentType, bytes(name)).with("cache-control", "max-age=86400");
  }

  private static Response compressed(Request request, String contentType, byte[] content) {
    if (!request.accepts("gzip")) {
      return Response.text(200, contentType, new String(content, UTF_8)).with("vary", VARY);
    }
    var gzip = Base64.getEncoder().encodeToString(gzip(content));
    return new Response(200, Map.of("content-type", contentType), gzip, true)
        .with("content-encoding", "gzip")
        .with("vary", VARY);
  }

  private static byte[] gzip(byte[] content) {
    var compressed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(compressed)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }

  private static byte[] bytes(String name) {
    try (var resource = Documentation.class.getResourceAsStream(RESOURCES + name)) {
      if (resource == null) {
        throw new IllegalStateException(name + " is missing from the function's package");
      }
      return resource.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
