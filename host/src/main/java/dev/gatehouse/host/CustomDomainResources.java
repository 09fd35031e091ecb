package dev.gatehouse.host;

import static dev.gatehouse.cloudformation.PropertySchema.listOf;
import static dev.gatehouse.cloudformation.PropertySchema.oneOf;
import static dev.gatehouse.cloudformation.PropertySchema.string;
import static dev.gatehouse.cloudformation.PropertySchema.structure;

import dev.gatehouse.apigateway.DomainConfig;
import dev.gatehouse.apigateway.DomainConfig.Mapping;
import dev.gatehouse.cloudformation.CreatedResource;
import dev.gatehouse.cloudformation.PropertySchema.Structure;
import dev.gatehouse.cloudformation.ResolvedResource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// `AWS::ApiGatewayV2::DomainName` and `ApiMapping`: custom domain names of HTTP APIs. Names and
/// certificates are not ours to give: who asks the base port for a name gets the name's API.
final class CustomDomainResources {
  private static final String ID_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final String NO_TLS = "doors are on 127.0.0.1, without TLS";

  private final StackContext stack;
  private final Map<String, Domain> domains = new LinkedHashMap<>();

  private record Domain(String logicalId, String name, List<Mapping> mappings) {}

  CustomDomainResources(StackContext stack) {
    this.stack = stack;
  }

  List<SupportedType> types() {
    return List.of(
        SupportedType.of(
            "AWS::ApiGatewayV2::DomainName",
            domainProperties(),
            Set.of("RegionalDomainName", "RegionalHostedZoneId", "DomainNameArn"),
            this::createDomain),
        SupportedType.of(
            "AWS::ApiGatewayV2::ApiMapping",
            structure()
                .required("ApiId", string())
                .required("DomainName", string())
                .required("Stage", string())
                .optional("ApiMappingKey", string()),
            Set.of("ApiMappingId"),
            this::createMapping));
  }

  private static Structure domainProperties() {
    return structure()
        .required("DomainName", string())
        .optional(
            "DomainNameConfigurations",
            listOf(
                structure()
                    .optional("EndpointType", oneOf("REGIONAL"))
                    .ignored("CertificateArn", NO_TLS)
                    .ignored("CertificateName", NO_TLS)
                    .ignored("OwnershipVerificationCertificateArn", NO_TLS)
                    .ignored("SecurityPolicy", NO_TLS)
                    .ignored("IpAddressType", NO_TLS)))
        .optional(
            "MutualTlsAuthentication",
            structure().optional("TruststoreUri", string()).optional("TruststoreVersion", string()))
        .optional("RoutingMode", oneOf("API_MAPPING_ONLY"))
        .ignored("Tags", "opens and shuts no door");
  }

  private CreatedResource createDomain(ResolvedResource resource) {
    JsonNode properties = resource.properties();
    if (properties.has("MutualTlsAuthentication")) {
      throw Faults.at(
          resource,
          "MutualTlsAuthentication",
          "asks guests for certificates, and there is no TLS here: the lock cannot be held");
    }
    String name = properties.path("DomainName").asString().toLowerCase(Locale.ROOT);
    Domain twin =
        domains.putIfAbsent(name, new Domain(resource.logicalId(), name, new ArrayList<>()));
    if (twin != null) {
      throw Faults.at(resource, "DomainName", "is also that of " + twin.logicalId());
    }
    String id = stack.remember(resource, "id", () -> stack.text(10, ID_CHARACTERS));
    String zone =
        stack.remember(
            resource, "zone", () -> stack.text(13, ID_CHARACTERS).toUpperCase(Locale.ROOT));
    return new CreatedResource(
        properties.path("DomainName").asString(),
        Map.of(
            "RegionalDomainName",
            "d-" + id + ".execute-api." + stack.region() + ".amazonaws.com",
            "RegionalHostedZoneId",
            "Z" + zone,
            "DomainNameArn",
            "arn:aws:apigateway:" + stack.region() + "::/domainnames/" + name));
  }

  private CreatedResource createMapping(ResolvedResource resource) {
    JsonNode properties = resource.properties();
    String name = properties.path("DomainName").asString();
    Domain domain = domains.get(name.toLowerCase(Locale.ROOT));
    if (domain == null) {
      throw Faults.at(
          resource, "DomainName", "`" + name + "` is no custom domain name of this template");
    }
    domain
        .mappings()
        .add(
            new Mapping(
                resource.logicalId(),
                properties.path("ApiMappingKey").asString(""),
                properties.path("ApiId").asString(),
                properties.path("Stage").asString()));
    String id = stack.remember(resource, "id", () -> stack.text(6, ID_CHARACTERS));
    return new CreatedResource(id, Map.of("ApiMappingId", id));
  }

  List<DomainConfig> configs() {
    return domains.values().stream()
        .map(domain -> new DomainConfig(domain.logicalId(), domain.name(), domain.mappings()))
        .toList();
  }
}
