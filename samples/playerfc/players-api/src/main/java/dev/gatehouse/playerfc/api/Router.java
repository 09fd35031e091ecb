package dev.gatehouse.playerfc.api;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Finds the route of a request, and refuses as FastAPI does where there is none: 405 when the path
/// exists with other methods, 307 when it exists without the slash at its end, else 404.
final class Router {
  private final List<Route> routes;

  Router(List<Route> routes) {
    this.routes = List.copyOf(routes);
  }

  Response answer(Request request) {
    var ofPath = routesOf(request.path());
    if (ofPath.isEmpty()) {
      return withoutSlash(request).orElseGet(() -> Response.detail(404, "Not Found"));
    }
    return ofPath.stream()
        .filter(route -> route.method().equals(request.method()))
        .findFirst()
        .map(route -> serve(route, request))
        .orElseGet(() -> methodNotAllowed(ofPath));
  }

  private static Response serve(Route route, Request request) {
    var parameters = route.match(request.path()).orElseThrow();
    return route.endpoint().answer(request, parameters);
  }

  private static Response methodNotAllowed(List<Route> ofPath) {
    var allowed = ofPath.stream().map(Route::method).distinct().collect(Collectors.joining(", "));
    return Response.detail(405, "Method Not Allowed").with("allow", allowed);
  }

  // A reference without scheme and host, so that no Host header decides where the client goes next.
  private Optional<Response> withoutSlash(Request request) {
    var path = request.path().replaceFirst("/+$", "");
    if (path.equals(request.path()) || routesOf(path).isEmpty()) {
      return Optional.empty();
    }
    var query = request.query().isEmpty() ? "" : "?" + request.query();
    return Optional.of(
        new Response(307, Map.of(), "", false)
            .with("location", request.base() + encoded(path) + query));
  }

  private static String encoded(String path) {
    try {
      return new URI(null, null, path, null).toASCIIString();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(path, e);
    }
  }

  private List<Route> routesOf(String path) {
    return routes.stream().filter(route -> route.match(path).isPresent()).toList();
  }
}
