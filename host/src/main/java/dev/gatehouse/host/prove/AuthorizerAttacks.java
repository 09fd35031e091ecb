package dev.gatehouse.host.prove;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// What may be tried at a lock that asks a function of the owner's: what nobody in their senses
/// would let in. What else the function lets in is the owner's business.
final class AuthorizerAttacks {
  private final Shot knock;
  private final List<Carrier> carriers;
  private final TokenKey foreign;
  private final Instant now;
  private final List<Attack> attacks = new ArrayList<>();

  /// @param foreign a thief's
  AuthorizerAttacks(Target target, Shot knock, TokenKey foreign, Instant now) {
    this.knock = knock;
    this.carriers =
        target.identitySources().stream().flatMap(source -> Carrier.of(source).stream()).toList();
    this.foreign = foreign;
    this.now = now;
  }

  List<Attack> all() {
    attacks.add(Attack.of("no credential", knock));
    for (Carrier carrier : carriers) {
      Shot others = knock;
      for (Carrier other : carriers) {
        others = other.equals(carrier) ? others : other.carrying("garbage", others);
      }
      String name = carrier.expression();
      if (carriers.size() > 1) {
        attacks.add(Attack.of(name + " alone is missing", others));
      }
      attacks.add(Attack.of(name + " is empty", carrier.carrying("", others)));
      attacks.add(
          Attack.of(name + " twice", carrier.adding("garbage", carrier.adding("trash", others))));
      attacks.add(
          Attack.of(name + " twice, empty", carrier.adding("", carrier.adding("", others))));
    }
    garbage()
        .forEach(value -> {
          Shot shot = knock;
          for (Carrier carrier : carriers) {
            shot = carrier.carrying(value, shot);
          }
          attacks.add(Attack.of("garbage credential `" + shortened(value) + "`", shot));
        });
    if (carriers.stream().noneMatch(carrier -> carrier.header("authorization"))) {
      attacks.add(
          Attack.of("garbage in Authorization", knock.plus("Authorization", "Bearer garbage")));
    }
    return List.copyOf(attacks);
  }

  private static String shortened(String value) {
    return value.length() > 40 ? value.substring(0, 12) + "…" : value;
  }

  private List<String> garbage() {
    if (carriers.isEmpty()) {
      return List.of();
    }
    var admin = new LinkedHashMap<String, Object>();
    admin.put("sub", "admin");
    admin.put("scope", "admin");
    admin.put("exp", now.getEpochSecond() + 3600);
    String unsigned =
        TokenForge.encoded(TokenForge.header("none", foreign.id()))
            + "."
            + TokenForge.encoded(admin);
    String signed = TokenForge.signed(TokenForge.header("RS256", foreign.id()), admin, foreign);
    return List.of(
        "garbage",
        "Bearer garbage",
        "Bearer",
        "Bearer null",
        "Basic Og==",
        "Basic YWRtaW46YWRtaW4=",
        "admin",
        "true",
        "1",
        "0",
        "-1",
        "null",
        "undefined",
        "*",
        "{}",
        "[]",
        "' OR '1'='1",
        "\" || \"\"==\"",
        "__proto__",
        "constructor",
        "toString",
        "../../etc/passwd",
        "%00",
        "a".repeat(4000),
        unsigned + ".",
        "Bearer " + unsigned + ".",
        signed,
        "Bearer " + signed);
  }

  /// What the lock looks at that no guest has a say in.
  Optional<String> notTried(Target target) {
    List<String> beyond =
        target.identitySources().stream().filter(source -> Carrier.of(source).isEmpty()).toList();
    return beyond.isEmpty()
        ? Optional.empty()
        : Optional.of("requests without " + String.join(", ", beyond) + ": no guest leaves it out");
  }
}
