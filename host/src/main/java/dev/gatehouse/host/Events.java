package dev.gatehouse.host;

import static dev.gatehouse.cloudformation.PropertySchema.integer;
import static dev.gatehouse.cloudformation.PropertySchema.string;
import static dev.gatehouse.cloudformation.PropertySchema.structure;

import dev.gatehouse.cloudformation.CreatedResource;
import dev.gatehouse.cloudformation.Fault;
import dev.gatehouse.cloudformation.PropertySchema;
import dev.gatehouse.cloudformation.ResolvedResource;
import dev.gatehouse.lambda.EventInvokeConfig;
import dev.gatehouse.lambda.FunctionConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// `AWS::Lambda::EventInvokeConfig`: how asynchronous invocations are tried again, and which
/// functions hear of them.
final class Events {
  private static final EventInvokeConfig USUAL = EventInvokeConfig.DEFAULT;

  private record Entry(String logicalId, String arn, EventInvokeConfig config) {}

  private final FunctionReference.Reader functions;
  private final List<Entry> entries = new ArrayList<>();

  Events(FunctionReference.Reader functions) {
    this.functions = functions;
  }

  SupportedType type() {
    PropertySchema destination = structure().required("Destination", string());
    return SupportedType.of(
        "AWS::Lambda::EventInvokeConfig",
        structure()
            .required("FunctionName", string())
            .required("Qualifier", string())
            .optional("MaximumRetryAttempts", integer())
            .optional("MaximumEventAgeInSeconds", integer())
            .optional(
                "DestinationConfig",
                structure().optional("OnSuccess", destination).optional("OnFailure", destination)),
        Set.of(),
        this::create);
  }

  private CreatedResource create(ResolvedResource resource) {
    JsonNode properties = resource.properties();
    String arn = functions.read(resource, "FunctionName").arn(resource, "Qualifier");
    var config =
        new EventInvokeConfig(
            properties.path("MaximumRetryAttempts").asInt(USUAL.maxRetries()),
            Duration.ofSeconds(
                properties.path("MaximumEventAgeInSeconds").asLong(USUAL.maxAge().toSeconds())),
            destination(properties, "OnSuccess"),
            destination(properties, "OnFailure"));
    entries.add(new Entry(resource.logicalId(), arn, config));
    return new CreatedResource(arn + "|EventInvokeConfig", Map.of());
  }

  private static @Nullable String destination(JsonNode properties, String kind) {
    JsonNode named = properties.path("DestinationConfig").path(kind).path("Destination");
    return named.isString() ? named.asString() : null;
  }

  List<Fault> faults(Map<String, FunctionConfig> known, FunctionVersions versions) {
    var faults = new ArrayList<Fault>();
    for (Entry entry : entries) {
      for (String fault : entry.config().faults()) {
        String[] parts = fault.split(": ", 2);
        faults.add(Faults.of(entry.logicalId(), parts[0], parts[1]));
      }
      if (!versions.knows(entry.arn())) {
        faults.add(
            Faults.of(entry.logicalId(), "Qualifier", "`" + entry.arn() + "` does not exist"));
      }
      destination(entry, "OnSuccess", entry.config().onSuccess(), known, versions, faults);
      destination(entry, "OnFailure", entry.config().onFailure(), known, versions, faults);
    }
    return faults;
  }

  private static void destination(
      Entry entry,
      String kind,
      @Nullable String arn,
      Map<String, FunctionConfig> known,
      FunctionVersions versions,
      List<Fault> faults) {
    if (arn == null) {
      return;
    }
    String property = "DestinationConfig." + kind + ".Destination";
    var function = FunctionReference.of(arn, known.values());
    if (!arn.startsWith("arn:") || function.isEmpty() || !versions.knows(arn)) {
      faults.add(
          Faults.of(
              entry.logicalId(),
              property,
              "`" + arn + "` would get no records: only functions of this template do"));
    } else if (entry.arn().startsWith(function.orElseThrow().function().arn() + ":")) {
      faults.add(
          Faults.of(entry.logicalId(), property, "a function cannot be its own destination"));
    }
  }

  /// What is said of `$LATEST` holds for the function without a qualifier.
  Map<String, EventInvokeConfig> configs() {
    var configs = new LinkedHashMap<String, EventInvokeConfig>();
    for (Entry entry : entries) {
      configs.put(entry.arn(), entry.config());
      if (entry.arn().endsWith(":" + FunctionConfig.LATEST)) {
        configs.put(entry.arn().substring(0, entry.arn().lastIndexOf(':')), entry.config());
      }
    }
    return configs;
  }
}
