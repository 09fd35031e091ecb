package dev.gatehouse.host.audit;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Cognito's defaults, an hour and 30 days, are taken as the bounds.
record LongLivedTokens() implements Rule {
  private static final Duration SHORT = Duration.ofHours(1);
  private static final Duration MONTH = Duration.ofDays(30);

  @Override
  public String id() {
    return "long-lived-tokens";
  }

  @Override
  public Severity severity() {
    return Severity.MEDIUM;
  }

  @Override
  public String title() {
    return "Tokens that live long";
  }

  @Override
  public String why() {
    return "A JWT cannot be called back: an authorizer takes a stolen access token until it "
        + "expires, even after the client is gone. A refresh token buys new ones for as long as "
        + "it lives.";
  }

  @Override
  public String remedy() {
    return "Set AccessTokenValidity and IdTokenValidity to an hour or less, RefreshTokenValidity "
        + "to 30 days or less, with their TokenValidityUnits.";
  }

  @Override
  public List<Finding> findings(Blueprint blueprint) {
    return blueprint
        .parts("AWS::Cognito::UserPoolClient")
        .flatMap(client ->
            Stream.of(
                    beyond(client, "AccessToken", ChronoUnit.HOURS, SHORT),
                    beyond(client, "IdToken", ChronoUnit.HOURS, SHORT),
                    beyond(client, "RefreshToken", ChronoUnit.DAYS, MONTH))
                .filter(what -> !what.isEmpty())
                .map(what -> finding(client.id(), what)))
        .toList();
  }

  private static String beyond(Part client, String token, ChronoUnit usual, Duration bound) {
    JsonNode given = client.get(token + "Validity");
    if (!given.asString("").matches("[0-9]{1,9}")) {
      return "";
    }
    ChronoUnit unit =
        switch (client.get("TokenValidityUnits").path(token).asString("")) {
          case "seconds" -> ChronoUnit.SECONDS;
          case "minutes" -> ChronoUnit.MINUTES;
          case "hours" -> ChronoUnit.HOURS;
          case "days" -> ChronoUnit.DAYS;
          default -> usual;
        };
    Duration validity = Duration.of(Long.parseLong(given.asString("")), unit);
    return validity.compareTo(bound) > 0
        ? "%sValidity is %s %s"
            .formatted(token, given.asString(""), unit.name().toLowerCase(Locale.ROOT))
        : "";
  }
}
