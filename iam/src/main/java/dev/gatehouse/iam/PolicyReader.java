package dev.gatehouse.iam;

import dev.gatehouse.iam.PolicyDocument.Kind;
import dev.gatehouse.iam.PolicyDocument.Reading;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads one document and gathers all its faults.
final class PolicyReader {
  private static final Set<String> DOCUMENT = Set.of("Version", "Id", "Statement");

  private final Kind kind;
  private final List<PolicyFault> faults = new ArrayList<>();

  PolicyReader(Kind kind) {
    this.kind = kind;
  }

  Reading read(JsonNode json) {
    var statements = new ArrayList<Statement>();
    if (json.isObject()) {
      unknown(json, "$", DOCUMENT);
      boolean variables = version(json.get("Version"));
      id(json.get("Id"));
      statements(json.get("Statement"), variables, statements);
    } else {
      fault("$", "a policy is a JSON object");
    }
    return faults.isEmpty()
        ? new Reading.Understood(new PolicyDocument(statements))
        : new Reading.Faulty(faults);
  }

  /// Whether `${…}` is a variable: only since 2012-10-17; without a version it is 2008-10-17
  /// (reference_policies_elements_version.html).
  private boolean version(@Nullable JsonNode version) {
    if (version == null) {
      return false;
    }
    String text = version.isString() ? version.stringValue() : "";
    if (!text.equals("2012-10-17") && !text.equals("2008-10-17")) {
      fault("$.Version", "must be \"2012-10-17\" or \"2008-10-17\"");
    }
    return text.equals("2012-10-17");
  }

  private void id(@Nullable JsonNode id) {
    if (id != null && !id.isString()) {
      fault("$.Id", "must be a string");
    }
  }

  private void statements(@Nullable JsonNode json, boolean variables, List<Statement> statements) {
    if (json == null || (!json.isObject() && !json.isArray()) || json.isEmpty()) {
      fault("$.Statement", "must be a statement or a list of them");
      return;
    }
    if (json.isObject()) {
      statement(json, "$.Statement", 0, variables, statements);
      return;
    }
    for (int i = 0; i < json.size(); i++) {
      statement(json.get(i), "$.Statement[" + i + "]", i, variables, statements);
    }
    var sids = new HashSet<String>();
    for (var statement : json) {
      var sid = statement.get("Sid");
      if (sid != null && sid.isString() && !sids.add(sid.stringValue())) {
        fault("$.Statement", "Sid " + sid.stringValue() + " is used twice");
      }
    }
  }

  private void statement(
      JsonNode json, String path, int index, boolean variables, List<Statement> statements) {
    if (!json.isObject()) {
      fault(path, "a statement is a JSON object");
      return;
    }
    int before = faults.size();
    var read = new StatementReader(kind, variables, path, this::fault).read(json, index);
    if (faults.size() == before && read != null) {
      statements.add(read);
    }
  }

  private void unknown(JsonNode json, String path, Set<String> known) {
    for (var member : json.properties()) {
      if (!known.contains(member.getKey())) {
        fault(path + "." + member.getKey(), "is not an element of a policy");
      }
    }
  }

  private void fault(String path, String problem) {
    faults.add(new PolicyFault(path, problem));
  }
}
