package dev.gatehouse.apigateway;

import dev.gatehouse.door.Reason;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// Finds the stage and the route of a request. A path that can be read in two ways that lead to
/// doors with different locks leads nowhere.
final class RouteTable {
  private final List<StageConfig> stages;
  private final List<Route> routes;

  RouteTable(List<StageConfig> stages, List<Route> routes) {
    this.stages = stages;
    this.routes =
        routes.stream()
            .sorted((one, other) -> RouteKey.BY_PRIORITY.compare(one.key(), other.key()))
            .toList();
  }

  private record Match(StageConfig stage, Route route, SequencedMap<String, String> parameters) {}

  Selection select(String method, String rawPath) {
    Optional<RequestPath> readable = RequestPath.parse(rawPath);
    if (!RouteKey.METHODS.contains(method)) {
      return new Selection.Nothing(
          new Reason.BadRequest("HTTP APIs serve " + RouteKey.METHODS + ", not " + method));
    }
    if (readable.isEmpty()) {
      return new Selection.Nothing(
          new Reason.BadRequest(
              "path cannot be decoded, or holds `.`, `..` or control characters"));
    }
    RequestPath path = readable.get();
    Optional<Match> match = match(method, path.segments());
    if (match.isEmpty()) {
      return new Selection.Nothing(lost(method, rawPath, path));
    }
    return ambiguity(method, path, match.get())
        .<Selection>map(Selection.Nothing::new)
        .orElseGet(() -> selected(match.get(), path));
  }

  private Reason lost(String method, String rawPath, RequestPath path) {
    return (path.segments().isEmpty()
            ? Optional.<StageConfig>empty()
            : stage(path.segments().getFirst()))
        .or(() -> stage(StageConfig.DEFAULT))
        .filter(stage -> !stage.deployed())
        .<Reason>map(stage ->
            new Reason.BadRequest(
                "nothing is deployed to stage "
                    + stage.name()
                    + ": set AutoDeploy to true, or name a DeploymentId"))
        .orElseGet(() -> new Reason.NoSuchDoor(method + " " + rawPath));
  }

  private static Selection selected(Match match, RequestPath path) {
    return new Selection.Selected(match.stage(), match.route(), match.parameters(), path);
  }

  private Optional<Match> match(String method, List<String> segments) {
    Optional<StageConfig> named =
        segments.isEmpty() ? Optional.empty() : stage(segments.getFirst());
    if (named.isPresent() && !named.get().isDefault()) {
      return matchIn(named.get(), method, segments.subList(1, segments.size()));
    }
    return stage(StageConfig.DEFAULT).flatMap(stage -> matchIn(stage, method, segments));
  }

  private Optional<StageConfig> stage(String name) {
    return stages.stream().filter(stage -> stage.name().equals(name)).findFirst();
  }

  private Optional<Match> matchIn(StageConfig stage, String method, List<String> path) {
    if (!stage.deployed()) {
      return Optional.empty();
    }
    for (Route route : routes) {
      var parameters = route.key().match(method, path);
      if (parameters.isPresent()) {
        return Optional.of(new Match(stage, route, parameters.get()));
      }
    }
    return Optional.empty();
  }

  private Optional<Reason> ambiguity(String method, RequestPath path, Match match) {
    if (!path.decodedFirst().equals(path.segments())
        && !match(method, path.decodedFirst()).equals(Optional.of(match))) {
      return Optional.of(
          new Reason.BadRequest(
              "an encoded slash makes the path lead to different routes, depending on when it is"
                  + " decoded"));
    }
    for (List<String> reading : path.laxer()) {
      Optional<Match> other =
          reading.equals(path.segments()) ? Optional.empty() : match(method, reading);
      if (other.isPresent() && locksDiffer(match.route(), other.get().route())) {
        return Optional.of(
            new Reason.BadRequest(
                "path is read as "
                    + match.route().key().text()
                    + ", but a forgiving server reads it as "
                    + other.get().route().key().text()
                    + ", which has another lock"));
      }
    }
    return rival(method, path.segments(), match);
  }

  /// A later route that is more specific somewhere, and locked differently.
  private Optional<Reason> rival(String method, List<String> segments, Match match) {
    List<String> inStage =
        match.stage().isDefault() ? segments : segments.subList(1, segments.size());
    Route chosen = match.route();
    return routes.stream()
        .filter(route -> chosen.key().rivals(route.key()) && locksDiffer(chosen, route))
        .filter(route -> route.key().match(method, inStage).isPresent())
        .findFirst()
        .map(route ->
            new Reason.BadRequest(
                "neither "
                    + chosen.key().text()
                    + " nor "
                    + route.key().text()
                    + " is more specific, and their locks differ"));
  }

  private static boolean locksDiffer(Route chosen, Route other) {
    return !(other.authorization() instanceof RouteAuthorization.None)
        && !other.authorization().equals(chosen.authorization());
  }
}
