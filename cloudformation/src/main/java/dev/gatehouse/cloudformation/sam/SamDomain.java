package dev.gatehouse.cloudformation.sam;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The `Domain` of an API: a domain name and what it maps to
/// (sam-property-httpapi-httpapidomainconfiguration.html).
record SamDomain(SamResource api, SamStack stack, String stageId) {
  private static final Set<String> MEMBERS =
      Set.of(
          "BasePath",
          "CertificateArn",
          "DomainName",
          "EndpointConfiguration",
          "MutualTlsAuthentication",
          "OwnershipVerificationCertificateArn",
          "Route53",
          "SecurityPolicy");

  void expand() {
    JsonNode domain = api.property("Domain");
    for (String name : domain.propertyNames()) {
      if (!MEMBERS.contains(name)) {
        fault("is not a property of Domain", name);
      }
    }
    for (String name : List.of("DomainName", "CertificateArn")) {
      if (!domain.has(name)) {
        fault(
            "Custom Domains only works if both DomainName and CertificateArn are provided.", name);
      }
    }
    String id = "ApiGatewayDomainNameV2" + hash(domain.path("DomainName"));
    ObjectNode made = Trees.object();
    made.set("DomainName", domain.path("DomainName"));
    ObjectNode configuration = made.putArray("DomainNameConfigurations").addObject();
    configuration.set("CertificateArn", domain.path("CertificateArn"));
    JsonNode endpoint = domain.path("EndpointConfiguration");
    configuration.set("EndpointType", endpoint.isMissingNode() ? Trees.text("REGIONAL") : endpoint);
    for (String name : List.of("OwnershipVerificationCertificateArn", "SecurityPolicy")) {
      if (domain.has(name)) {
        configuration.set(name, domain.path(name));
      }
    }
    if (domain.has("MutualTlsAuthentication")) {
      made.set("MutualTlsAuthentication", domain.path("MutualTlsAuthentication"));
    }
    made.putObject("Tags").put("httpapi:createdBy", "SAM");
    stack.make(id, api.companion("AWS::ApiGatewayV2::DomainName", made));
    mappings(domain.path("BasePath"));
    if (domain.has("Route53")) {
      stack
          .findings()
          .notice(
              "names are not registered here",
              "Resources",
              api.logicalId(),
              "Properties",
              "Domain",
              "Route53");
    }
  }

  private static String hash(JsonNode name) {
    return name.isString() ? Trees.hashOfText(name.asString()) : Trees.hash(name);
  }

  private void mappings(JsonNode paths) {
    if (paths.isMissingNode() || (paths.isArray() && paths.isEmpty())) {
      map("", null);
      return;
    }
    for (JsonNode path : paths.isArray() ? paths : Trees.list(paths)) {
      String key = path.asString("").replaceAll("^/+|/+$", "");
      map(path.asString("").replaceAll("[^A-Za-z0-9]", ""), key.isEmpty() ? null : key);
    }
  }

  private void map(String suffix, @Nullable String key) {
    ObjectNode mapping = Trees.object();
    mapping.set("ApiId", Trees.ref(api.logicalId()));
    if (key != null) {
      mapping.put("ApiMappingKey", key);
    }
    mapping.set("DomainName", api.property("Domain").path("DomainName"));
    mapping.set("Stage", Trees.ref(stageId));
    ObjectNode made = api.companion("AWS::ApiGatewayV2::ApiMapping", mapping);
    made.putArray("DependsOn")
        .add("ApiGatewayDomainNameV2" + hash(api.property("Domain").path("DomainName")));
    stack.make(api.logicalId() + suffix + "ApiMapping", made);
  }

  private void fault(String text, String member) {
    stack.findings().fault(text, "Resources", api.logicalId(), "Properties", "Domain", member);
  }
}
