package dev.gatehouse.apigateway;

import dev.gatehouse.door.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;

/// Finds the stage and the route of a request. A path that can be read in two ways that lead to
/// doors with different locks leads nowhere.
final class RouteTable {
  /// Why such a path leads nowhere.
  static final Reason UNREADABLE =
      new Reason.BadRequest("path cannot be decoded, or holds `.`, `..` or control characters");

  private final List<StageConfig> stages;
  private final List<Route> routes;
  private final RouteTree tree;

  /// By the chosen route's key: those that [#rival] looks through, found when it is first chosen.
  private final Map<String, List<Route>> rivals = new ConcurrentHashMap<>();

  RouteTable(List<StageConfig> stages, List<Route> routes) {
    this.stages = stages;
    this.routes =
        routes.stream()
            .sorted((one, other) -> RouteKey.BY_PRIORITY.compare(one.key(), other.key()))
            .toList();
    this.tree = RouteTree.of(this.routes.stream().map(Route::key).toList());
  }

  private record Match(StageConfig stage, Route route, SequencedMap<String, String> parameters) {}

  Selection select(String method, String rawPath, Entrance entrance) {
    Optional<RequestPath> readable = RequestPath.parse(entrance.withoutMappingKey(rawPath));
    if (!RouteKey.METHODS.contains(method)) {
      return new Selection.Nothing(
          new Reason.BadRequest("HTTP APIs serve " + RouteKey.METHODS + ", not " + method));
    }
    if (readable.isEmpty()) {
      return new Selection.Nothing(UNREADABLE);
    }
    RequestPath path = readable.get();
    Optional<Match> match = match(entrance, method, path.segments());
    if (match.isEmpty()) {
      return new Selection.Nothing(lost(entrance, method, rawPath, path.segments()));
    }
    return ambiguity(entrance, method, path, match.get())
        .<Selection>map(Selection.Nothing::new)
        .orElseGet(() -> selected(match.get(), path, entrance));
  }

  private Reason lost(Entrance entrance, String method, String rawPath, List<String> segments) {
    return stage(entrance, segments)
        .flatMap(stage -> undeployed(stage, method, inStage(entrance, stage, segments)))
        .orElseGet(() -> new Reason.NoSuchDoor(method + " " + rawPath));
  }

  private Optional<Reason> undeployed(StageConfig stage, String method, List<String> path) {
    return switch (stage.deployed()) {
      case StageConfig.Deployed.Automatically() -> Optional.empty();
      case StageConfig.Deployed.Nothing() ->
          Optional.of(
              new Reason.BadRequest(
                  "nothing is deployed to stage "
                      + stage.name()
                      + ": set AutoDeploy to true, or name a DeploymentId"));
      case StageConfig.Deployed.Routes _ ->
          routes.stream()
              .filter(route -> route.key().match(method, path).isPresent())
              .findFirst()
              .map(route ->
                  new Reason.BadRequest(
                      route.key().text()
                          + " is not in what is deployed to stage "
                          + stage.name()
                          + ": let the deployment depend on "
                          + route.door().resource()
                          + ", or set AutoDeploy to true"));
    };
  }

  private static Selection selected(Match match, RequestPath path, Entrance entrance) {
    return new Selection.Selected(match.stage(), match.route(), match.parameters(), path, entrance);
  }

  private Optional<Match> match(Entrance entrance, String method, List<String> segments) {
    return stage(entrance, segments)
        .flatMap(stage -> matchIn(stage, method, inStage(entrance, stage, segments)));
  }

  private Optional<StageConfig> stage(Entrance entrance, List<String> segments) {
    if (entrance.mapped().isPresent()) {
      return stage(entrance.mapped().get().stage());
    }
    Optional<StageConfig> named =
        segments.isEmpty() ? Optional.empty() : stage(segments.getFirst());
    return named.filter(stage -> !stage.isDefault()).or(() -> stage(StageConfig.DEFAULT));
  }

  private Optional<StageConfig> stage(String name) {
    return stages.stream().filter(stage -> stage.name().equals(name)).findFirst();
  }

  private static List<String> inStage(Entrance entrance, StageConfig stage, List<String> segments) {
    return stage.isDefault() || entrance.mapped().isPresent()
        ? segments
        : segments.subList(1, segments.size());
  }

  private Optional<Match> matchIn(StageConfig stage, String method, List<String> path) {
    for (int place : tree.candidates(path)) {
      Route route = routes.get(place);
      var parameters = route.key().match(method, path);
      if (parameters.isPresent() && stage.serves(route.key())) {
        return Optional.of(new Match(stage, route, parameters.get()));
      }
    }
    return Optional.empty();
  }

  private Optional<Reason> ambiguity(
      Entrance entrance, String method, RequestPath path, Match match) {
    if (!path.decodedFirst().equals(path.segments())
        && !match(entrance, method, path.decodedFirst()).equals(Optional.of(match))) {
      return Optional.of(
          new Reason.BadRequest(
              "an encoded slash makes the path lead to different routes, depending on when it is"
                  + " decoded"));
    }
    for (List<String> reading : path.laxer()) {
      Optional<Match> other =
          reading.equals(path.segments()) ? Optional.empty() : match(entrance, method, reading);
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
    return rival(method, inStage(entrance, match.stage(), path.segments()), match);
  }

  /// A later route that is more specific somewhere, and locked differently.
  private Optional<Reason> rival(String method, List<String> inStage, Match match) {
    Route chosen = match.route();
    return rivals.computeIfAbsent(chosen.key().text(), _ -> rivals(chosen)).stream()
        .filter(route -> match.stage().serves(route.key()))
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

  private List<Route> rivals(Route chosen) {
    return routes.stream()
        .filter(route -> chosen.key().rivals(route.key()) && locksDiffer(chosen, route))
        .toList();
  }

  private static boolean locksDiffer(Route chosen, Route other) {
    return !(other.authorization() instanceof RouteAuthorization.None)
        && !other.authorization().equals(chosen.authorization());
  }
}
