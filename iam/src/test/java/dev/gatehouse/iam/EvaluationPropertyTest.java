package dev.gatehouse.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Compares the evaluator with a second, naive reading of AWS's evaluation logic, on random
/// policies from a small world. A failing seed is in the message.
class EvaluationPropertyTest {
  private static final int ROUNDS = 4000;
  private static final List<String> ACTIONS =
      List.of("*", "a:*", "a:Get*", "a:Get", "A:PUT", "b:?");
  private static final List<String> RESOURCES =
      List.of("*", "arn:aws:a:::t/*", "arn:aws:a:::t/x", "arn:aws:a:::T/x", "arn:aws:a:::?/x");
  private static final List<String> PRINCIPALS =
      List.of(
          "'*'",
          "{'AWS':'123456789012'}",
          "{'AWS':'arn:aws:iam::123456789012:user/team/alice'}",
          "{'AWS':'arn:aws:iam::123456789012:role/app/players'}",
          "{'AWS':'arn:aws:sts::123456789012:assumed-role/players/fn'}",
          "{'Service':'apigateway.amazonaws.com'}");

  private record Rule(
      boolean allow, String action, String resource, String principal, boolean onlyRed) {
    String json(boolean withPrincipal) {
      return "{'Effect':'%s','Action':'%s','Resource':'%s'%s%s}"
          .formatted(
              allow ? "Allow" : "Deny",
              action,
              resource,
              withPrincipal ? ",'Principal':" + principal : "",
              onlyRed ? ",'Condition':{'StringEquals':{'x:Color':'red'}}" : "");
    }

    boolean covers(String asked, String on, boolean red) {
      return like(action.toLowerCase(Locale.ROOT), asked.toLowerCase(Locale.ROOT))
          && like(resource, on)
          && (red || !onlyRed);
    }

    private static boolean like(String pattern, String text) {
      return text.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"));
    }
  }

  /// @param boundary empty for none
  /// @param session empty for none; a role session's only
  private record Given(
      List<Rule> identity, List<Rule> boundary, List<Rule> session, List<Rule> resource) {}

  private record Question(Principal who, String action, String resource, boolean red) {}

  @Test
  void evaluatorAgreesWithANaiveReading() {
    int granted = 0;
    for (int seed = 0; seed < ROUNDS; seed++) {
      var random = new Random(seed);
      var identity = rules(random, 3);
      var boundary = random.nextInt(3) == 0 ? rules(random, 2) : List.<Rule>of();
      var session = random.nextInt(3) == 0 ? rules(random, 2) : List.<Rule>of();
      var given = new Given(identity, boundary, session, rules(random, 3));
      var question = question(random);
      boolean expected = naive(question, given);
      assertThat(evaluated(question, given))
          .as("seed %d: %s %s", seed, question, given)
          .isEqualTo(expected);
      granted += expected ? 1 : 0;
    }
    assertThat(granted).isBetween(ROUNDS / 10, ROUNDS * 9 / 10);
  }

  private static boolean evaluated(Question question, Given given) {
    var policies = new TestPolicies();
    given.identity().forEach(rule -> policies.identity(rule.json(false)));
    if (!given.boundary().isEmpty()) {
      policies.boundary(statements(given.boundary(), false));
    }
    if (!given.session().isEmpty()) {
      policies.session(statements(given.session(), false));
    }
    if (!given.resource().isEmpty()) {
      policies.resource(question.resource(), statements(given.resource(), true));
    }
    Map<String, List<String>> context =
        question.red() ? Map.of("X:color", List.of("red")) : Map.of();
    return TestPolicies.granted(
        policies.ask(question.who(), question.action(), question.resource(), context));
  }

  private static String statements(List<Rule> rules, boolean withPrincipal) {
    return String.join(",", rules.stream().map(rule -> rule.json(withPrincipal)).toList());
  }

  /// The documentation's prose, one sentence a line, without any of the evaluator's types.
  private static boolean naive(Question question, Given given) {
    boolean isUser = question.who() instanceof Principal.User;
    boolean isSession = question.who() instanceof Principal.RoleSession;
    boolean isRoot = question.who() instanceof Principal.Root;
    boolean isService = question.who() instanceof Principal.Service;
    var resource = given.resource();
    var own = isUser || isSession ? about(question, given.identity()) : List.<Rule>of();
    var limits = isUser || isSession ? about(question, given.boundary()) : List.<Rule>of();
    var narrowed = isSession ? about(question, given.session()) : List.<Rule>of();
    var everyone = named(question, resource, "'*'");
    var account = named(question, resource, "{'AWS':'123456789012'}");
    var user = named(question, resource, PRINCIPALS.get(2));
    var role = named(question, resource, PRINCIPALS.get(3));
    var session = named(question, resource, PRINCIPALS.get(4));
    var service = named(question, resource, PRINCIPALS.get(5));

    var relevant = new ArrayList<>(own);
    relevant.addAll(limits);
    relevant.addAll(narrowed);
    relevant.addAll(everyone);
    relevant.addAll(isUser || isSession || isRoot ? account : List.of());
    relevant.addAll(isUser ? user : List.of());
    relevant.addAll(isSession ? role : List.of());
    relevant.addAll(isSession ? session : List.of());
    relevant.addAll(isService ? service : List.of());
    if (relevant.stream().anyMatch(rule -> !rule.allow())) {
      return false;
    }
    boolean bounded = given.boundary().isEmpty() || allows(limits);
    boolean within = bounded && (!isSession || given.session().isEmpty() || allows(narrowed));
    return isRoot
        || allows(everyone)
        || (isService && allows(service))
        || (isUser && allows(user))
        || (isSession && allows(session))
        || (isSession && allows(role) && within)
        || (allows(own) && within);
  }

  private static boolean allows(List<Rule> rules) {
    return rules.stream().anyMatch(Rule::allow);
  }

  private static List<Rule> about(Question question, List<Rule> rules) {
    return rules.stream()
        .filter(rule -> rule.covers(question.action(), question.resource(), question.red()))
        .toList();
  }

  private static List<Rule> named(Question question, List<Rule> rules, String principal) {
    return about(question, rules).stream()
        .filter(rule -> rule.principal().equals(principal))
        .toList();
  }

  private static List<Rule> rules(Random random, int atMost) {
    var rules = new ArrayList<Rule>();
    for (int i = random.nextInt(atMost + 1); i > 0; i--) {
      rules.add(
          new Rule(
              random.nextInt(4) > 0,
              any(random, ACTIONS),
              any(random, RESOURCES),
              any(random, PRINCIPALS),
              random.nextInt(4) == 0));
    }
    return rules;
  }

  private static Question question(Random random) {
    return new Question(
        any(
            random,
            List.<Principal>of(
                TestPolicies.ALICE,
                TestPolicies.SESSION,
                TestPolicies.ROOT,
                TestPolicies.GATEWAY,
                TestPolicies.ANYONE)),
        any(random, List.of("a:Get", "a:GetAll", "a:Put", "b:X")),
        any(random, List.of("arn:aws:a:::t/x", "arn:aws:a:::t/y", "arn:aws:a:::T/x")),
        random.nextBoolean());
  }

  private static <T> T any(Random random, List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
