package dev.gatehouse.host.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What the templates declare, and the doors that come of it.
public final class Blueprint {
  private static final int FEW = 4;

  private final List<Part> parts;
  private final Set<String> faulty;
  private final List<AuditedDoor> doors;

  /// @param faulty ids of what Gatehouse would not run as it is written: no lock of it is vouched
  ///   for
  Blueprint(List<Part> parts, Set<String> faulty) {
    this.parts = List.copyOf(parts);
    this.faulty = Set.copyOf(faulty);
    var found = new ArrayList<AuditedDoor>();
    for (Part part : this.parts) {
      switch (part.type()) {
        case "AWS::ApiGatewayV2::Api" -> found.addAll(quickCreated(part));
        case "AWS::ApiGatewayV2::Route" -> found.add(route(part));
        case "AWS::Lambda::Url" -> found.add(url(part));
        default -> {}
      }
    }
    found.addAll(OtherDoors.of(this));
    this.doors = List.copyOf(found);
  }

  /// In template order, those of kinds that Gatehouse does not run last.
  List<AuditedDoor> doors() {
    return doors;
  }

  Stream<Part> parts(String type) {
    return parts.stream().filter(part -> part.is(type));
  }

  List<Part> parts() {
    return parts;
  }

  /// @param reference what a property holds: the logical id, or an ARN or URL that ends in it
  Optional<Part> find(String type, String reference) {
    String last = reference.substring(reference.lastIndexOf('/') + 1);
    return parts(type)
        .filter(part -> part.id().equals(reference) || part.id().equals(last))
        .findFirst();
  }

  private List<AuditedDoor> quickCreated(Part api) {
    if (!api.properties().has("Target")) {
      return List.of();
    }
    String key = api.get("RouteKey").asString(AuditedDoor.DEFAULT);
    return List.of(
        door(
            key, vouched(api, AuditedDoor.NONE), List.of(), api, api.id(), api.text("Target"), ""));
  }

  private AuditedDoor route(Part route) {
    Optional<Part> api = find("AWS::ApiGatewayV2::Api", route.text("ApiId"));
    String target =
        find("AWS::ApiGatewayV2::Integration", route.text("Target"))
            .map(integration -> integration.text("IntegrationUri"))
            .orElse("");
    String authorizer = "";
    String lock;
    switch (route.get("AuthorizationType").asString("NONE")) {
      case "NONE" -> lock = AuditedDoor.NONE;
      case "AWS_IAM" -> lock = AuditedDoor.IAM;
      case "JWT" -> {
        authorizer = authorizer(route, "JWT");
        lock = authorizer.isEmpty() ? AuditedDoor.UNKNOWN : AuditedDoor.JWT;
      }
      case "CUSTOM" -> {
        authorizer = authorizer(route, "REQUEST");
        lock = authorizer.isEmpty() ? AuditedDoor.UNKNOWN : AuditedDoor.LAMBDA;
      }
      default -> lock = AuditedDoor.UNKNOWN;
    }
    boolean runs = api.isPresent() && !faulty.contains(api.get().id()) && !isWebSocket(api.get());
    List<String> scopes = Part.texts(route.get("AuthorizationScopes"));
    return door(
        route.text("RouteKey"),
        runs ? vouched(route, lock) : unlessOpen(lock),
        lock.equals(AuditedDoor.JWT) ? scopes : List.of(),
        route,
        route.text("ApiId"),
        target,
        authorizer);
  }

  private static boolean isWebSocket(Part api) {
    return api.text("ProtocolType").equals("WEBSOCKET");
  }

  /// Empty unless it is there, of that type, and understood.
  private String authorizer(Part route, String type) {
    return find("AWS::ApiGatewayV2::Authorizer", route.text("AuthorizerId"))
        .filter(part -> part.text("AuthorizerType").equals(type) && !faulty.contains(part.id()))
        .map(Part::id)
        .orElse("");
  }

  private AuditedDoor url(Part url) {
    String lock =
        switch (url.text("AuthType")) {
          case "NONE" -> AuditedDoor.NONE;
          case "AWS_IAM" -> AuditedDoor.IAM;
          default -> AuditedDoor.UNKNOWN;
        };
    return new AuditedDoor(
        "*",
        "/*",
        vouched(url, lock),
        List.of(),
        url.id(),
        "",
        function(url.text("TargetFunctionArn")).map(Part::id).orElse(""),
        "");
  }

  /// Whatever else is wrong with it, a door without a lock is one.
  private String vouched(Part part, String lock) {
    return faulty.contains(part.id()) ? unlessOpen(lock) : lock;
  }

  private static String unlessOpen(String lock) {
    return lock.equals(AuditedDoor.NONE) ? lock : AuditedDoor.UNKNOWN;
  }

  private AuditedDoor door(
      String routeKey,
      String lock,
      List<String> scopes,
      Part opener,
      String api,
      String target,
      String authorizer) {
    int space = routeKey.indexOf(' ');
    return new AuditedDoor(
        space < 0 ? routeKey : routeKey.substring(0, space),
        space < 0 ? "*" : routeKey.substring(space + 1).strip(),
        lock,
        lock.equals(AuditedDoor.JWT) ? scopes : List.of(),
        opener.id(),
        api,
        function(target).map(Part::id).orElse(""),
        authorizer);
  }

  /// @param reference a name, an ARN with or without a version or an alias, or the URI of an
  ///   integration or an authorizer
  Optional<Part> function(String reference) {
    String arn = reference.replaceFirst("/invocations$", "");
    int at = arn.lastIndexOf("function:");
    String name = (at < 0 ? arn : arn.substring(at + "function:".length())).replaceFirst(":.*", "");
    return parts("AWS::Lambda::Function")
        .filter(part -> part.id().equals(name) || part.text("FunctionName").equals(name))
        .findFirst();
  }

  /// Whether a guest's request may set it to work.
  boolean reached(Part function) {
    return doors.stream().anyMatch(door -> door.function().equals(function.id()))
        || parts("AWS::ApiGatewayV2::Authorizer")
            .map(authorizer -> function(authorizer.text("AuthorizerUri")))
            .flatMap(Optional::stream)
            .anyMatch(function::equals);
  }

  /// The pool of the template whose tokens open the door.
  Optional<Part> pool(AuditedDoor door) {
    return find("AWS::ApiGatewayV2::Authorizer", door.authorizer())
        .map(authorizer -> authorizer.get("JwtConfiguration").path("Issuer").asString(""))
        .flatMap(issuer -> find("AWS::Cognito::UserPool", issuer));
  }

  /// What the pool's resource servers define.
  List<String> scopes(Part pool) {
    return parts("AWS::Cognito::UserPoolResourceServer")
        .filter(server -> server.text("UserPoolId").equals(pool.id()))
        .flatMap(server ->
            server
                .each("Scopes")
                .map(scope ->
                    server.text("Identifier") + "/" + scope.path("ScopeName").asString("")))
        .toList();
  }

  /// Empty for one from outside the template.
  Optional<Part> role(Part function) {
    String reference = function.text("Role");
    String name = reference.substring(reference.lastIndexOf('/') + 1);
    return parts("AWS::IAM::Role")
        .filter(role -> role.id().equals(name) || role.text("RoleName").equals(name))
        .findFirst();
  }

  Stream<Policy> policies(Part role) {
    Stream<Policy> own =
        role.each("Policies").map(policy -> new Policy.Document(policy.path("PolicyDocument")));
    Stream<Policy> managed =
        Part.texts(role.get("ManagedPolicyArns")).stream()
            .map(arn ->
                find("AWS::IAM::ManagedPolicy", arn)
                    .map(policy -> (Policy) new Policy.Document(policy.get("PolicyDocument")))
                    .orElseGet(() -> new Policy.Managed(arn.substring(arn.lastIndexOf('/') + 1))));
    Stream<Policy> attached =
        parts.stream()
            .filter(part ->
                part.is("AWS::IAM::Policy")
                    || part.is("AWS::IAM::ManagedPolicy")
                    || part.is("AWS::IAM::RolePolicy"))
            .filter(part ->
                Stream.concat(part.each("Roles"), part.each("RoleName"))
                    .map(name -> name.asString(""))
                    .anyMatch(name -> name.equals(role.id()) || name.equals(role.text("RoleName"))))
            .map(part -> new Policy.Document(part.get("PolicyDocument")));
    return Stream.of(own, managed, attached).flatMap(each -> each).distinct();
  }

  /// For a sentence.
  static String few(List<String> names) {
    String shown = String.join(", ", names.subList(0, Math.min(FEW, names.size())));
    return names.size() <= FEW ? shown : shown + " and " + (names.size() - FEW) + " more";
  }
}
