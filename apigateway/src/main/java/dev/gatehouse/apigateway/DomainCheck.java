package dev.gatehouse.apigateway;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;

/// Finds everything in a custom domain name that AWS would refuse, or that is not built here.
record DomainCheck(DomainConfig config, List<HttpApiConfig> apis) {
  /// limits.html, "API mappings per domain name".
  private static final int MAX_MAPPINGS = 200;

  private static final Pattern NAME =
      Pattern.compile(
          "(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]*[a-z0-9]");

  /// AWS's own: they name APIs, pools and function URLs.
  private static final Pattern TAKEN =
      Pattern.compile(".*\\.(amazonaws\\.com|amazoncognito\\.com|on\\.aws)");

  /// AWS's own words list the characters: letters, numbers and `$-_.+!*'(),`.
  private static final Pattern KEY =
      Pattern.compile("([A-Za-z0-9$_+!*'(),.-]+(/[A-Za-z0-9$_+!*'(),.-]+)*)?");

  private static final int MAX_KEY = 300;

  List<Fault> faults() {
    var faults = new ArrayList<Fault>();
    if (!NAME.matcher(config.name()).matches() || TAKEN.matcher(config.name()).matches()) {
      faults.add(
          new Fault(
              config.logicalId(),
              "DomainName",
              config.name().startsWith("*")
                  ? "a wildcard is not supported: write the name that you call"
                  : "not a domain name of one's own: " + config.name()));
    }
    if (config.mappings().size() > MAX_MAPPINGS) {
      faults.add(new Fault(config.logicalId(), "ApiMappings", "more than " + MAX_MAPPINGS));
    }
    var keys = new HashMap<String, String>();
    for (DomainConfig.Mapping mapping : config.mappings()) {
      check(mapping, faults);
      String twin = keys.putIfAbsent(mapping.key(), mapping.logicalId());
      if (twin != null) {
        faults.add(new Fault(mapping.logicalId(), "ApiMappingKey", "is also that of " + twin));
      }
    }
    return faults;
  }

  private void check(DomainConfig.Mapping mapping, List<Fault> faults) {
    boolean plain =
        KEY.matcher(mapping.key()).matches()
            && mapping.segments().stream().noneMatch(s -> s.equals(".") || s.equals(".."));
    if (!plain || mapping.key().length() > MAX_KEY) {
      faults.add(
          new Fault(
              mapping.logicalId(),
              "ApiMappingKey",
              "may contain only letters, numbers and $-_.+!*'(), with single slashes between, no"
                  + " slash at its ends, and "
                  + MAX_KEY
                  + " characters"));
    }
    boolean known =
        apis.stream()
            .filter(api -> api.identity().apiId().equals(mapping.apiId()))
            .flatMap(api -> api.stages().stream())
            .anyMatch(stage -> stage.name().equals(mapping.stage()));
    if (!known) {
      faults.add(
          new Fault(
              mapping.logicalId(),
              "Stage",
              "Invalid stage identifier specified: the API has no stage " + mapping.stage()));
    }
  }
}
