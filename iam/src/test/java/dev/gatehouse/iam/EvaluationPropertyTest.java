package dev.gatehouse.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.Principal;
import dev.gatehouse.fidelity.Shows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/// Compares the evaluator with a second, naive reading of AWS's evaluation logic, on generated
/// policies from a small world.
class EvaluationPropertyTest {
  private static final String ACCOUNT = "123456789012";
  private static final String ALICE = "arn:aws:iam::123456789012:user/team/alice";
  private static final String ROLE = "arn:aws:iam::123456789012:role/app/players";
  private static final String SESSION = "arn:aws:sts::123456789012:assumed-role/players/fn";
  private static final String GATEWAY = "apigateway.amazonaws.com";

  private static final List<String> ACTIONS =
      List.of("*", "a:*", "a:Get*", "a:Get", "A:PUT", "b:?");
  private static final List<String> RESOURCES =
      List.of(
          "*",
          "arn:aws:a:::t/*",
          "arn:aws:a:::t/x",
          "arn:aws:a:::T/x",
          "arn:aws:a:::?/x",
          "arn:aws:a::999999999999:*");

  /// What a request is like beside who asks for what.
  ///
  /// @param size empty or one number
  record Context(List<String> color, List<String> labels, List<String> size) {
    Map<String, List<String>> keys() {
      var keys = new HashMap<String, List<String>>();
      keys.put("X:color", color);
      keys.put("x:Labels", labels);
      keys.put("x:Size", size);
      keys.put("aws:SourceIp", List.of("203.0.113.7"));
      return keys;
    }
  }

  /// A condition and what it means, in plain Java.
  enum When {
    ALWAYS("", context -> true),
    IS("'StringEquals':{'x:Color':'red'}", context -> context.color().contains("red")),
    IS_NOT("'StringNotEquals':{'x:Color':'red'}", context -> !context.color().contains("red")),
    IS_OR_ABSENT(
        "'StringEqualsIfExists':{'x:Color':['red','blue']}",
        context -> context.color().isEmpty() || !context.color().contains("alice")),
    ABSENT("'Null':{'x:Color':'true'}", context -> context.color().isEmpty()),
    PRESENT("'Null':{'x:Color':'false'}", context -> !context.color().isEmpty()),
    IS_ME(
        "'StringLike':{'x:Color':'${aws:PrincipalTag/nick, \\u0027alice\\u0027}'}",
        context -> context.color().contains("alice")),
    ALL_LABELS(
        "'ForAllValues:StringLike':{'x:Labels':['r*']}",
        context -> context.labels().stream().allMatch(label -> label.startsWith("r"))),
    ANY_LABEL(
        "'ForAnyValue:StringEquals':{'x:Labels':['red','rose']}",
        context -> context.labels().contains("red") || context.labels().contains("rose")),
    NO_LABEL(
        "'ForAllValues:StringNotEquals':{'x:Labels':'blue'}",
        context -> !context.labels().contains("blue")),
    LARGE(
        "'NumericGreaterThan':{'x:Size':'5'}",
        context -> context.size().contains("7") || context.size().contains("5.5")),
    SECURE("'Bool':{'aws:SecureTransport':'true'}", context -> true),
    FROM_HERE("'IpAddress':{'aws:SourceIp':'203.0.113.0/24'}", context -> true),
    FROM_ELSEWHERE("'NotIpAddress':{'aws:SourceIp':'203.0.113.0/24'}", context -> false),
    BOTH(
        "'StringEquals':{'x:Color':'red'},'Null':{'x:Size':false}",
        context -> context.color().contains("red") && !context.size().isEmpty());

    private final String json;

    @SuppressWarnings("ImmutableEnumChecker") // The lambdas above hold nothing.
    private final Predicate<Context> meaning;

    When(String json, Predicate<Context> meaning) {
      this.json = json;
      this.meaning = meaning;
    }
  }

  /// Whom a statement of a resource's policy is about.
  enum Whom {
    EVERYONE("'Principal':'*'"),
    THE_ACCOUNT("'Principal':{'AWS':'" + ACCOUNT + "'}"),
    THE_USER("'Principal':{'AWS':'" + ALICE + "'}"),
    THE_ROLE("'Principal':{'AWS':['" + ROLE + "']}"),
    THE_SESSION("'Principal':{'AWS':'" + SESSION + "'}"),
    THE_SERVICE("'Principal':{'Service':'" + GATEWAY + "'}"),
    ALL_BUT_THE_USER("'NotPrincipal':{'AWS':['" + ACCOUNT + "','" + ALICE + "']}"),
    ALL_BUT_THE_ROLE("'NotPrincipal':{'AWS':['" + ACCOUNT + "','" + ROLE + "']}"),
    ALL_BUT_THE_ACCOUNT("'NotPrincipal':{'AWS':'" + ACCOUNT + "'}"),
    ALL_BUT_THE_SERVICE("'NotPrincipal':{'Service':'" + GATEWAY + "'}");

    private final String json;

    Whom(String json) {
      this.json = json;
    }

    boolean negated() {
      return json.startsWith("'Not");
    }
  }

  record Rule(
      boolean allow,
      String action,
      boolean notAction,
      String resource,
      boolean notResource,
      Whom whom,
      When when) {
    String json(boolean withPrincipal) {
      return "{'Effect':'%s','%sAction':'%s','%sResource':'%s'%s%s}"
          .formatted(
              allow ? "Allow" : "Deny",
              notAction ? "Not" : "",
              action,
              notResource ? "Not" : "",
              resource,
              withPrincipal ? "," + whom.json : "",
              when == When.ALWAYS ? "" : ",'Condition':{" + when.json + "}");
    }

    boolean covers(Question question) {
      boolean action =
          like(this.action.toLowerCase(Locale.ROOT), question.action().toLowerCase(Locale.ROOT));
      return action != notAction
          && like(resource, question.resource()) != notResource
          && when.meaning.test(question.context());
    }

    private static boolean like(String pattern, String text) {
      return text.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"));
    }
  }

  /// @param boundary empty for none
  /// @param session empty for none; a role session's only
  record Given(List<Rule> identity, List<Rule> boundary, List<Rule> session, List<Rule> resource) {}

  record Question(Principal who, String action, String resource, Context context) {
    boolean ofThisAccount() {
      return !resource.contains("999999999999");
    }
  }

  @Property(tries = 4000, edgeCases = EdgeCasesMode.NONE)
  @Shows("iam.evaluation.default-deny")
  @Shows("iam.evaluation.explicit-deny")
  @Shows("iam.evaluation.two-accounts")
  @Shows("iam.elements.not-action")
  @Shows("iam.elements.principal")
  @Shows("iam.elements.not-principal")
  void evaluatorAgreesWithANaiveReading(@ForAll("questions") Question q, @ForAll("given") Given g) {
    boolean expected = naive(q, g);
    Statistics.label("granted")
        .collect(expected)
        .coverage(coverage -> coverage.check(true).percentage(share -> share > 10 && share < 90));
    assertThat(evaluated(q, g)).isEqualTo(expected);
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
    return TestPolicies.granted(
        policies.ask(
            question.who(), question.action(), question.resource(), question.context().keys()));
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
    boolean isBounded = !given.boundary().isEmpty() || (isSession && !given.session().isEmpty());
    boolean hasPolicies = isUser || isSession;

    var own = hasPolicies ? about(question, given.identity()) : List.<Rule>of();
    var boundary = hasPolicies ? about(question, given.boundary()) : List.<Rule>of();
    var session = isSession ? about(question, given.session()) : List.<Rule>of();
    var resource = about(question, given.resource());

    var named = new ArrayList<Whom>();
    named.add(Whom.EVERYONE);
    named.addAll(hasPolicies || isRoot ? List.of(Whom.THE_ACCOUNT) : List.of());
    named.addAll(isUser ? List.of(Whom.THE_USER) : List.of());
    named.addAll(isSession ? List.of(Whom.THE_ROLE, Whom.THE_SESSION) : List.of());
    named.addAll(isService ? List.of(Whom.THE_SERVICE) : List.of());
    // Each NotPrincipal spares those that it lists, by account and by name, and nobody who has a
    // boundary; the account's root is spared by its account.
    var spared = new ArrayList<Whom>();
    spared.addAll(isUser && !isBounded ? List.of(Whom.ALL_BUT_THE_USER) : List.of());
    spared.addAll(isSession && !isBounded ? List.of(Whom.ALL_BUT_THE_ROLE) : List.of());
    spared.addAll(isService ? List.of(Whom.ALL_BUT_THE_SERVICE) : List.of());
    spared.addAll(
        isRoot
            ? List.of(Whom.ALL_BUT_THE_USER, Whom.ALL_BUT_THE_ROLE, Whom.ALL_BUT_THE_ACCOUNT)
            : List.of());
    var toThem =
        resource.stream()
            .filter(rule ->
                rule.whom().negated() ? !spared.contains(rule.whom()) : named.contains(rule.whom()))
            .toList();

    // An explicit deny wins, wherever it stands.
    if (Stream.of(own, boundary, session, toThem)
        .flatMap(List::stream)
        .anyMatch(rule -> !rule.allow())) {
      return false;
    }
    boolean within =
        (given.boundary().isEmpty() || allows(boundary))
            && (!isSession || given.session().isEmpty() || allows(session));
    if (!hasPolicies) {
      return (isRoot && question.ofThisAccount()) || allows(toThem);
    }
    // Across accounts both sides must allow.
    if (!question.ofThisAccount()) {
      return allows(own) && within && allows(toThem);
    }
    return to(toThem, Whom.EVERYONE)
        || to(toThem, Whom.THE_USER)
        || to(toThem, Whom.THE_SESSION)
        || (to(toThem, Whom.THE_ROLE) && within)
        || (allows(own) && within);
  }

  private static boolean to(List<Rule> rules, Whom whom) {
    return rules.stream().anyMatch(rule -> rule.whom() == whom);
  }

  private static boolean allows(List<Rule> rules) {
    return rules.stream().anyMatch(Rule::allow);
  }

  private static List<Rule> about(Question question, List<Rule> rules) {
    return rules.stream().filter(rule -> rule.covers(question)).toList();
  }

  // What is generated

  @Provide
  Arbitrary<Given> given() {
    return Combinators.combine(rules(3), rules(2), rules(2), rules(3)).as(Given::new);
  }

  private static Arbitrary<List<Rule>> rules(int atMost) {
    return Arbitraries.frequencyOf(
        Tuple.of(2, Arbitraries.just(List.<Rule>of())),
        Tuple.of(3, rule().list().ofMinSize(1).ofMaxSize(atMost)));
  }

  private static Arbitrary<Rule> rule() {
    return Combinators.combine(
            seldom(4).map(deny -> !deny),
            Arbitraries.of(ACTIONS),
            seldom(6),
            Arbitraries.of(RESOURCES),
            seldom(6),
            Arbitraries.of(Whom.class),
            Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.just(When.ALWAYS)),
                Tuple.of(1, Arbitraries.of(When.class))))
        .as(EvaluationPropertyTest::rule);
  }

  /// `NotPrincipal` is allowed to deny only.
  private static Rule rule(
      boolean allow,
      String action,
      boolean notAction,
      String resource,
      boolean notResource,
      Whom whom,
      When when) {
    return new Rule(allow && !whom.negated(), action, notAction, resource, notResource, whom, when);
  }

  private static Arbitrary<Boolean> seldom(int oneIn) {
    return Arbitraries.integers().between(1, oneIn).map(number -> number == 1);
  }

  @Provide
  Arbitrary<Question> questions() {
    return Combinators.combine(
            Arbitraries.of(
                TestPolicies.ALICE,
                TestPolicies.SESSION,
                TestPolicies.ROOT,
                TestPolicies.GATEWAY,
                TestPolicies.ANYONE),
            Arbitraries.of("a:Get", "a:GetAll", "a:Put", "b:X"),
            Arbitraries.of(
                "arn:aws:a:::t/x",
                "arn:aws:a:::t/y",
                "arn:aws:a:::T/x",
                "arn:aws:a::999999999999:t/x"),
            contexts())
        .as(Question::new);
  }

  private static Arbitrary<Context> contexts() {
    return Combinators.combine(
            Arbitraries.of("red", "blue", "alice").list().ofMaxSize(1),
            Arbitraries.of("red", "rose", "blue").list().ofMaxSize(3),
            Arbitraries.of("3", "5", "5.5", "7").list().ofMaxSize(1))
        .as(Context::new);
  }
}
