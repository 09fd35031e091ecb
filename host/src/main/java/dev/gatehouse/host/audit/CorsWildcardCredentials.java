package dev.gatehouse.host.audit;

import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// `https://*` is as wide as `*`.
record CorsWildcardCredentials() implements Rule {
  @Override
  public String id() {
    return "cors-wildcard-credentials";
  }

  @Override
  public Severity severity() {
    return Severity.HIGH;
  }

  @Override
  public String title() {
    return "Any website may call with its visitors' credentials";
  }

  @Override
  public String why() {
    return "With AllowCredentials beside an origin that stands for all, any page in the world "
        + "may call the door as the visitor that it was opened by, and read the answer.";
  }

  @Override
  public String remedy() {
    return "List the origins that are yours in AllowOrigins, or do without AllowCredentials: "
        + "bearer tokens need none.";
  }

  @Override
  public List<Finding> findings(Blueprint blueprint) {
    return Stream.concat(
            blueprint
                .parts("AWS::ApiGatewayV2::Api")
                .filter(api -> wide(api.get("CorsConfiguration")))
                .map(Part::id),
            blueprint.parts("AWS::Lambda::Url").filter(url -> wide(url.get("Cors"))).map(Part::id))
        .map(id -> finding(id, "allows credentials from origins that stand for all"))
        .toList();
  }

  private static boolean wide(JsonNode cors) {
    return Part.isTrue(cors.path("AllowCredentials"))
        && Part.texts(cors.path("AllowOrigins")).stream()
            .anyMatch(origin -> origin.matches("(https?://)?\\*"));
  }
}
