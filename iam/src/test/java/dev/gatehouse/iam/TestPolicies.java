package dev.gatehouse.iam;

import dev.gatehouse.aws.AccessCheck.Decision;
import dev.gatehouse.aws.AccessRequest;
import dev.gatehouse.aws.AccountId;
import dev.gatehouse.aws.Json;
import dev.gatehouse.aws.Principal;
import dev.gatehouse.aws.SessionPolicies;
import dev.gatehouse.aws.SessionTags;
import dev.gatehouse.aws.Tags;
import dev.gatehouse.iam.PolicyDocument.Kind;
import dev.gatehouse.iam.PolicyDocument.Reading;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An account with one user, one role and whatever policies a test attaches.
final class TestPolicies {
  static final AccountId ACCOUNT = new AccountId("123456789012");
  static final AccountId OTHER = new AccountId("999999999999");
  static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  static final InstantSource CLOCK = InstantSource.fixed(NOW);
  static final Principal.User ALICE =
      new Principal.User(ACCOUNT, "/team/", "alice", "AIDAALICEALICEALICE22");
  static final Principal.RoleSession SESSION =
      new Principal.RoleSession(ACCOUNT, "/app/", "players", "AROAPLAYERSPLAYERS222", "fn");
  static final Principal.Root ROOT = new Principal.Root(ACCOUNT);
  static final Principal.Service GATEWAY = new Principal.Service("apigateway.amazonaws.com");
  static final Principal.Anonymous ANYONE = new Principal.Anonymous();
  static final String TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/Players";
  static final String FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:players";
  static final String TRUST_LAMBDA =
      """
      {"Version":"2012-10-17","Statement":{"Effect":"Allow",
       "Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}}\
      """;
  static final String BOUNDARY_ARN = "arn:aws:iam::123456789012:policy/Boundary";

  final List<String> identity = new ArrayList<>();
  final List<ResourcePolicy> resources = new ArrayList<>();
  String boundary = "";
  String session = "";
  Tags tags = Tags.NONE;
  SessionTags sessionTags = SessionTags.NONE;

  static Reading reading(String json, Kind kind) {
    return PolicyDocument.parse(Json.STRICT.readTree(json.replace('\'', '"')), kind);
  }

  static PolicyDocument document(String json, Kind kind) {
    return switch (reading(json, kind)) {
      case Reading.Understood(var document) -> document;
      case Reading.Faulty(var faults) -> throw new IllegalArgumentException(faults.toString());
    };
  }

  /// Statements without their document, with single quotes for double ones.
  static String wrap(String statements) {
    return "{'Version':'2012-10-17','Statement':[" + statements + "]}";
  }

  TestPolicies identity(String statements) {
    identity.add(statements);
    return this;
  }

  TestPolicies resource(String arn, String statements) {
    resources.add(new ResourcePolicy(arn, document(wrap(statements), Kind.RESOURCE)));
    return this;
  }

  TestPolicies boundary(String statements) {
    boundary = statements;
    return this;
  }

  /// What [#SESSION] is narrowed to.
  TestPolicies session(String statements) {
    session = statements;
    return this;
  }

  /// Of the user and of the role.
  TestPolicies tagged(String key, String value) {
    tags = new Tags(Map.of(key, value));
    return this;
  }

  /// Of [#SESSION] alone.
  TestPolicies sessionTagged(String key, String value) {
    sessionTags = new SessionTags(new Tags(Map.of(key, value)), Set.of());
    return this;
  }

  IamConfig config() {
    var policies = new ArrayList<NamedPolicy>();
    for (var statements : identity) {
      String name = policies.isEmpty() ? "PlayersTable" : "Policy" + policies.size();
      policies.add(new NamedPolicy(name, document(wrap(statements), Kind.IDENTITY)));
    }
    var managed =
        boundary.isEmpty()
            ? List.<NamedPolicy>of()
            : List.of(new NamedPolicy(BOUNDARY_ARN, document(wrap(boundary), Kind.IDENTITY)));
    var attachments =
        new Attachments(policies, List.of(), boundary.isEmpty() ? null : BOUNDARY_ARN);
    return new IamConfig(
        ACCOUNT,
        List.of(new User(ALICE, attachments, List.of(), tags)),
        List.of(),
        List.of(role(attachments, tags)),
        managed,
        List.of(),
        resources);
  }

  static Role role(Attachments attachments, Tags tags) {
    return new Role(
        ACCOUNT,
        "/app/",
        "players",
        SESSION.roleId(),
        document(TRUST_LAMBDA, Kind.TRUST),
        attachments,
        Duration.ofHours(1),
        tags);
  }

  Decision ask(Principal who, String action, String what, Map<String, List<String>> context) {
    var asking = who.equals(SESSION) ? opened() : who;
    return new Policies(config(), CLOCK).check(new AccessRequest(asking, action, what, context));
  }

  private Principal opened() {
    return new Principal.RoleSession(
        SESSION.account(),
        SESSION.rolePath(),
        SESSION.roleName(),
        SESSION.roleId(),
        SESSION.sessionName(),
        session.isEmpty()
            ? SessionPolicies.NONE
            : new SessionPolicies(wrap(session).replace('\'', '"'), List.of()),
        sessionTags);
  }

  Decision ask(Principal who, String action, String what) {
    return ask(who, action, what, Map.of());
  }

  static boolean granted(Decision decision) {
    return decision instanceof Decision.Granted;
  }
}
