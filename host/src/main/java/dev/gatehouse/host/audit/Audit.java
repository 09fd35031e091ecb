package dev.gatehouse.host.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a template says of its doors and their locks.
///
/// @param stacks whose template, or templates, it is
/// @param findings the worst first; those that were accepted are among them
/// @param notRun what `gatehouse up` would refuse: unsupported types, say
/// @param places by logical ids; those that are missing are not known
public record Audit(
    String stacks,
    List<AuditedDoor> doors,
    List<Finding> findings,
    List<NotRun> notRun,
    Map<String, Place> places) {
  public Audit {
    doors = List.copyOf(doors);
    findings = List.copyOf(findings);
    notRun = List.copyOf(notRun);
    places = Map.copyOf(places);
  }

  /// @param declared all resources of all stacks, in the templates' order
  /// @param documents the OpenAPI documents that lie in files, by the API's id
  public static Audit of(
      String stacks,
      List<Part> declared,
      Map<String, JsonNode> documents,
      List<Acceptance> acceptances,
      List<NotRun> notRun,
      Map<String, Place> places) {
    Set<String> faulty = notRun.stream().map(NotRun::resource).collect(Collectors.toSet());
    var blueprint = new Blueprint(parts(declared, documents), faulty);
    var found = new ArrayList<Finding>();
    Rules.ALL.forEach(rule -> found.addAll(rule.findings(blueprint)));
    List<Finding> findings = accepted(found, acceptances);
    findings.sort(Comparator.comparing(Finding::severity));
    return new Audit(stacks, blueprint.doors(), findings, notRun, places);
  }

  private static List<Part> parts(List<Part> declared, Map<String, JsonNode> documents) {
    var parts = new ArrayList<Part>();
    for (Part part : declared) {
      boolean isApi = part.is("AWS::ApiGatewayV2::Api");
      if (isApi && part.properties().has("Body")) {
        parts.addAll(Documents.parts(part, Optional.of(part.get("Body"))));
      } else if (isApi && part.properties().has("BodyS3Location")) {
        parts.addAll(Documents.parts(part, Optional.ofNullable(documents.get(part.id()))));
      } else {
        parts.add(part);
      }
    }
    return parts;
  }

  private static List<Finding> accepted(List<Finding> found, List<Acceptance> acceptances) {
    var used = new HashSet<Acceptance>();
    var findings = new ArrayList<Finding>();
    for (Finding finding : found) {
      Optional<Acceptance> acceptance =
          acceptances.stream().filter(one -> one.covers(finding)).findFirst();
      acceptance.ifPresent(used::add);
      findings.add(acceptance.map(one -> finding.accept(one.reason())).orElse(finding));
    }
    for (Acceptance acceptance : acceptances) {
      String problem = problem(acceptance, used.contains(acceptance));
      if (problem != null) {
        findings.add(Rules.ACCEPTANCE.finding(acceptance.resource(), problem));
      }
    }
    return findings;
  }

  private static @Nullable String problem(Acceptance acceptance, boolean used) {
    if (Rules.find(acceptance.rule()).isEmpty()) {
      return "accepts `" + acceptance.rule() + "`, which is no finding's id";
    }
    if (acceptance.reason().isBlank()) {
      return "accepts `" + acceptance.rule() + "` without a Reason";
    }
    return used ? null : "accepts `" + acceptance.rule() + "`, which was not found here";
  }

  /// Those that nobody accepted.
  public List<Finding> open() {
    return findings.stream().filter(Finding::open).toList();
  }

  public List<Finding> accepted() {
    return findings.stream().filter(finding -> !finding.open()).toList();
  }

  /// Whether a finding that nobody accepted is at least so severe.
  public boolean hasAtLeast(Severity severity) {
    return open().stream().anyMatch(finding -> finding.severity().atLeast(severity));
  }

  /// Where to look for a finding; what an API's document makes is where the API is.
  public Optional<Place> place(Finding finding) {
    return Optional.ofNullable(places.get(finding.resource()))
        .or(() -> Optional.ofNullable(places.get(finding.resource().replaceFirst(" .*", ""))));
  }
}
