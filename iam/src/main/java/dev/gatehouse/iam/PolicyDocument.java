package dev.gatehouse.iam;

import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/// A policy that was read whole: every element understood, none skipped.
public final class PolicyDocument {
  /// What a policy is attached to decides which elements it may have.
  public enum Kind {
    /// Attached to a user, group or role: no `Principal`.
    IDENTITY,
    /// Attached to a resource: `Principal` and `Resource`.
    RESOURCE,
    /// Who may assume a role: `Principal`, no `Resource`.
    TRUST
  }

  /// What reading a document came to.
  public sealed interface Reading {
    record Understood(PolicyDocument document) implements Reading {}

    /// Everything that is wrong with it, in the order of the document.
    record Faulty(List<PolicyFault> faults) implements Reading {
      public Faulty {
        faults = List.copyOf(faults);
      }
    }
  }

  private final List<Statement> statements;

  PolicyDocument(List<Statement> statements) {
    this.statements = List.copyOf(statements);
  }

  /// Reads by the grammar of the IAM JSON policy language (reference_policies_grammar.html). An
  /// element, operator or value that is not understood is a fault.
  public static Reading parse(JsonNode json, Kind kind) {
    return new PolicyReader(kind).read(json);
  }

  /// Condition keys and policy variables that no request here has. Their statements would mean
  /// something else here than on AWS: `ForAllValues` holds for a key that is absent, say.
  ///
  /// @param asked whether an action of the document, wildcards included, may be asked for here;
  ///   statements on other actions are never put to the test
  public List<PolicyFault> keysNotSupplied(Predicate<String> asked) {
    return statements.stream()
        .filter(statement -> statement.mayCover(asked))
        .flatMap(statement ->
            statement.keys().stream()
                .filter(key -> !ConditionKeys.supplied(key))
                .map(key ->
                    new PolicyFault(
                        "$",
                        statement.label() + " asks for " + key + ", which no request here has")))
        .toList();
  }

  List<Statement> statements() {
    return statements;
  }

  /// How many statements there are: contents are for the evaluator.
  @Override
  public String toString() {
    return "PolicyDocument[" + statements.size() + " statements]";
  }
}
