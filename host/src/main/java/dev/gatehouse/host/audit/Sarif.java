package dev.gatehouse.host.audit;

import dev.gatehouse.aws.Json;
import java.net.URI;
import java.nio.file.Path;
import tools.jackson.databind.node.ObjectNode;

/// An audit in the Static Analysis Results Interchange Format, 2.1.0 (OASIS), as code hosts show
/// it.
public final class Sarif {
  private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

  private Sarif() {}

  /// @param version of Gatehouse
  public static ObjectNode of(Audit audit, String version) {
    ObjectNode log = Json.STRICT.createObjectNode();
    log.put("$schema", SCHEMA);
    log.put("version", "2.1.0");
    ObjectNode run = log.putArray("runs").addObject();
    ObjectNode driver = run.putObject("tool").putObject("driver");
    driver.put("name", "gatehouse");
    driver.put("version", version);
    var rules = driver.putArray("rules");
    Rules.ALL.forEach(rule -> describe(rule, rules.addObject()));
    var results = run.putArray("results");
    audit.findings().forEach(finding -> tell(finding, audit, results.addObject()));
    return log;
  }

  private static void describe(Rule rule, ObjectNode described) {
    described.put("id", rule.id());
    described.putObject("shortDescription").put("text", rule.title());
    described.putObject("fullDescription").put("text", rule.why());
    described.putObject("help").put("text", rule.remedy());
    described.putObject("defaultConfiguration").put("level", level(rule.severity()));
    described
        .putObject("properties")
        .put("security-severity", score(rule.severity()))
        .putArray("tags")
        .add("security");
  }

  private static void tell(Finding finding, Audit audit, ObjectNode result) {
    result.put("ruleId", finding.rule().id());
    result.put("ruleIndex", Rules.ALL.indexOf(finding.rule()));
    result.put("level", level(finding.severity()));
    result.putObject("message").put("text", finding.resource() + ": " + finding.what());
    ObjectNode location = result.putArray("locations").addObject();
    audit
        .place(finding)
        .ifPresent(place -> {
          ObjectNode physical = location.putObject("physicalLocation");
          physical.putObject("artifactLocation").put("uri", uri(place.file()));
          if (place.line() != null) {
            physical.putObject("region").put("startLine", place.line());
          }
        });
    ObjectNode logical = location.putArray("logicalLocations").addObject();
    logical.put("name", finding.resource());
    logical.put("fullyQualifiedName", "Resources/" + finding.resource());
    logical.put("kind", "resource");
    // The same finding in the next version of the template, wherever its line is by then.
    result
        .putObject("partialFingerprints")
        .put("gatehouse/v1", finding.rule().id() + " " + finding.resource());
    if (finding.accepted() != null) {
      ObjectNode suppression = result.putArray("suppressions").addObject();
      suppression.put("kind", "inSource");
      suppression.put("justification", finding.accepted());
    }
  }

  private static String uri(String file) {
    URI absolute = Path.of("/").resolve(file).toUri();
    return Path.of(file).isAbsolute()
        ? absolute.toString()
        : URI.create("file:///").relativize(absolute).toString();
  }

  private static String level(Severity severity) {
    return switch (severity) {
      case HIGH -> "error";
      case MEDIUM -> "warning";
      case LOW -> "note";
    };
  }

  /// On the scale by which GitHub sorts.
  private static String score(Severity severity) {
    return switch (severity) {
      case HIGH -> "8.0";
      case MEDIUM -> "5.0";
      case LOW -> "2.0";
    };
  }
}
