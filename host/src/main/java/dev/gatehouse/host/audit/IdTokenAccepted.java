package dev.gatehouse.host.audit;

import java.util.List;
import java.util.stream.Stream;

/// A route with a scope refuses them, and a client without user flows never gets one.
record IdTokenAccepted() implements Rule {
  @Override
  public String id() {
    return "id-token-accepted";
  }

  @Override
  public Severity severity() {
    return Severity.MEDIUM;
  }

  @Override
  public String title() {
    return "ID tokens open the door";
  }

  @Override
  public String why() {
    return "An ID token tells an app who signed in; it is handed around among front ends and "
        + "logged there. Its aud is the app client, so a JWT authorizer takes it wherever a "
        + "route asks for no scope.";
  }

  @Override
  public String remedy() {
    return "Ask for a scope: ID tokens carry none. Or let the audience be a client that no user "
        + "signs in with.";
  }

  @Override
  public List<Finding> findings(Blueprint blueprint) {
    return blueprint
        .parts("AWS::ApiGatewayV2::Authorizer")
        .flatMap(authorizer -> {
          List<String> routes =
              blueprint.doors().stream()
                  .filter(door -> door.authorizer().equals(authorizer.id()))
                  .filter(door -> door.lock().equals(AuditedDoor.JWT) && door.scopes().isEmpty())
                  .map(AuditedDoor::name)
                  .toList();
          List<String> clients =
              Part.texts(authorizer.get("JwtConfiguration").path("Audience")).stream()
                  .filter(audience ->
                      blueprint
                          .find("AWS::Cognito::UserPoolClient", audience)
                          .map(client -> new ClientFlows(client).users())
                          // Of an audience from elsewhere nobody knows.
                          .orElse(true))
                  .toList();
          return routes.isEmpty() || clients.isEmpty()
              ? Stream.empty()
              : Stream.of(
                  finding(
                      authorizer.id(),
                      "ID tokens for %s open %s"
                          .formatted(Blueprint.few(clients), Blueprint.few(routes))));
        })
        .toList();
  }
}
