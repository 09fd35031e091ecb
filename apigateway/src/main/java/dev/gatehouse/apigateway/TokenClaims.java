package dev.gatehouse.apigateway;

import dev.gatehouse.apigateway.InvalidToken.Description;
import dev.gatehouse.door.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The claims of a token whose signature has been verified, checked in the order of
/// http-api-jwt-authorizer.html. No skew is forgiven.
record TokenClaims(ObjectNode claims) {
  /// The end of the year 9999: a time beyond it is milliseconds taken for seconds, or a trick.
  private static final double LATEST = 253_402_300_799d;

  /// @throws InvalidToken at the first check that fails
  void check(JwtAuthorizerConfig authorizer, Instant now, List<TokenClient> clients) {
    checkIssuer(authorizer.issuer());
    checkAudience(authorizer.audiences());
    checkExpiry(now, clients);
    checkStarted("nbf", now);
    checkStarted("iat", now);
  }

  /// How the owner knows the guest: the client, or the subject.
  String holder() {
    return text("client_id").or(() -> text("sub")).map(SignedToken::shown).orElse("unknown");
  }

  /// The one among these that the token was given to.
  Optional<TokenClient> client(List<TokenClient> among) {
    return text("client_id").or(() -> text("aud")).stream()
        .flatMap(id -> among.stream().filter(client -> client.id().equals(id)))
        .findFirst();
  }

  private String named(List<TokenClient> clients) {
    return client(clients)
        .map(client -> "client " + client.name())
        .or(() -> text("client_id").map(id -> "client " + SignedToken.shown(id)))
        .orElseGet(() -> "its holder " + holder());
  }

  /// `scope`, a list separated by spaces, or where the token has none `scp`, which may be an array.
  List<String> scopes() {
    JsonNode scope = claims.has("scope") ? claims.get("scope") : claims.get("scp");
    if (scope != null && scope.isString()) {
      return Arrays.stream(scope.stringValue().split(" ")).filter(s -> !s.isEmpty()).toList();
    }
    return !claims.has("scope") ? strings(scope).orElse(List.of()) : List.of();
  }

  private void checkIssuer(String expected) {
    String found = text("iss").orElse("nobody");
    if (!found.equals(expected)) {
      throw new InvalidToken(
          Description.ISSUER, new Reason.WrongIssuer(expected, SignedToken.shown(found)));
    }
  }

  private void checkAudience(List<String> expected) {
    String claim = claims.has("aud") ? "aud" : "client_id";
    JsonNode node = claims.get(claim);
    List<String> found =
        claim.equals("aud")
            ? strings(node).orElseGet(() -> text("aud").map(List::of).orElse(List.of()))
            : text(claim).map(List::of).orElse(List.of());
    if (found.stream().noneMatch(expected::contains)) {
      throw new InvalidToken(
          Description.AUDIENCE,
          new Reason.WrongAudience(
              claim, expected, found.stream().map(SignedToken::shown).limit(10).toList()));
    }
  }

  private void checkExpiry(Instant now, List<TokenClient> clients) {
    double expires =
        time("exp").orElseThrow(() -> badTime("exp", "a time in seconds", Description.EXPIRED));
    if (expires <= seconds(now)) {
      Instant expired = instant(expires);
      throw new InvalidToken(
          Description.EXPIRED,
          new Reason.TokenExpired(expired, Duration.between(expired, now), named(clients)));
    }
  }

  private void checkStarted(String claim, Instant now) {
    if (!claims.has(claim)) {
      return;
    }
    double from =
        time(claim)
            .orElseThrow(
                () -> badTime(claim, "a time in seconds, or absent", Description.NOT_YET_VALID));
    if (from > seconds(now)) {
      Instant start = instant(from);
      throw new InvalidToken(
          Description.NOT_YET_VALID,
          new Reason.TokenNotYetValid(claim, start, Duration.between(now, start)));
    }
  }

  /// Empty unless it is a number of seconds that a calendar can show.
  private OptionalDouble time(String claim) {
    JsonNode node = claims.get(claim);
    if (node == null || !node.isNumber()) {
      return OptionalDouble.empty();
    }
    try {
      double seconds = node.doubleValue();
      return Math.abs(seconds) <= LATEST ? OptionalDouble.of(seconds) : OptionalDouble.empty();
    } catch (JacksonException _) {
      return OptionalDouble.empty();
    }
  }

  private InvalidToken badTime(String claim, String expected, Description description) {
    JsonNode found = claims.get(claim);
    return new InvalidToken(
        description,
        new Reason.BadClaim(
            claim, expected, found == null ? "missing" : SignedToken.shown(found.toString())));
  }

  private Optional<String> text(String claim) {
    JsonNode node = claims.get(claim);
    return node != null && node.isString() ? Optional.of(node.stringValue()) : Optional.empty();
  }

  /// Empty unless it is an array of texts and of nothing else.
  private static Optional<List<String>> strings(@Nullable JsonNode node) {
    if (node == null || !node.isArray()) {
      return Optional.empty();
    }
    var strings = new ArrayList<String>();
    for (JsonNode element : node) {
      if (!element.isString()) {
        return Optional.empty();
      }
      strings.add(element.stringValue());
    }
    return Optional.of(List.copyOf(strings));
  }

  private static double seconds(Instant instant) {
    return instant.toEpochMilli() / 1000d;
  }

  private static Instant instant(double seconds) {
    return Instant.ofEpochMilli(Math.round(seconds * 1000));
  }
}
