package dev.gatehouse.host.audit;

import java.util.List;

/// Where no resource server of the pool defines scopes there is none to ask for.
record JwtWithoutScopes() implements Rule {
  @Override
  public String id() {
    return "jwt-without-scopes";
  }

  @Override
  public Severity severity() {
    return Severity.MEDIUM;
  }

  @Override
  public String title() {
    return "A JWT route that asks for no scope";
  }

  @Override
  public String why() {
    return "The pool defines scopes, and this route looks at none: every token that the pool "
        + "issues for the audience opens it, whatever it was issued for.";
  }

  @Override
  public String remedy() {
    return "Name the scope in the route's AuthorizationScopes. In CDK: authorizationScopes at "
        + "the route, or the API's defaultAuthorizationScopes.";
  }

  @Override
  public List<Finding> findings(Blueprint blueprint) {
    return blueprint.doors().stream()
        .filter(door -> door.lock().equals(AuditedDoor.JWT) && door.scopes().isEmpty())
        .flatMap(door ->
            blueprint.pool(door).stream()
                .map(blueprint::scopes)
                .filter(scopes -> !scopes.isEmpty())
                .map(scopes ->
                    finding(
                        door.resource(),
                        "`%s` asks for no scope; the pool defines %s"
                            .formatted(door.name(), Blueprint.few(scopes)))))
        .toList();
  }
}
