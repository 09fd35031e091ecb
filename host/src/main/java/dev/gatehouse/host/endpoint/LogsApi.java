package dev.gatehouse.host.endpoint;

import dev.gatehouse.aws.Json;
import dev.gatehouse.host.endpoint.AwsService.Permission;
import dev.gatehouse.host.endpoint.Input.Shape;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/// CloudWatch Logs, as far as which log groups there are. Their events are the lines of files that
/// note no times, so they are not told as events.
final class LogsApi {
  private static final ServiceModel MODEL =
      ServiceModel.json("logs", "Logs_20140328", "InvalidParameterException");

  private static final Shape NAME = new Shape(1, 512, "[\\.\\-_/#A-Za-z0-9]+");

  private final Inventory inventory;

  private LogsApi(Inventory inventory) {
    this.inventory = inventory;
  }

  static ModelledService of(Inventory inventory) {
    var logs = new LogsApi(inventory);
    return new ModelledService(
        MODEL,
        List.of(
            Operation.reading(
                "DescribeLogGroups",
                input ->
                    List.of(
                        new Permission(
                            "logs:DescribeLogGroups",
                            inventory.arn("logs", "log-group::log-stream:"))),
                logs::describeGroups)));
  }

  private ObjectNode describeGroups(Input input) {
    String prefix = input.find("logGroupNamePrefix", NAME).orElse("");
    String part = input.find("logGroupNamePattern", NAME).orElse("");
    if (!prefix.isEmpty() && !part.isEmpty()) {
      throw input.refuse("LogGroup name prefix and LogGroup name pattern are mutually exclusive");
    }
    var groups =
        groups().entrySet().stream()
            .filter(group -> group.getKey().startsWith(prefix) && group.getKey().contains(part))
            .map(group -> shown(group.getKey(), group.getValue()))
            .toList();
    var page =
        Page.of(
            groups,
            "DescribeLogGroups " + prefix + part,
            input.number("limit", 1, 50, 50),
            input.find("nextToken"),
            () -> input.refuse("The specified nextToken is invalid."));
    return Shapes.page(page, "logGroups", "nextToken");
  }

  /// By name: the templates' own, and those that functions write to.
  private Map<String, Instant> groups() {
    var groups = new TreeMap<String, Instant>();
    for (var function : inventory.of("AWS::Lambda::Function")) {
      groups.put(FunctionDescription.logGroup(function), function.created());
    }
    for (var group : inventory.of("AWS::Logs::LogGroup")) {
      groups.put(group.id(), group.created());
    }
    return groups;
  }

  private ObjectNode shown(String name, Instant created) {
    String arn = inventory.arn("logs", "log-group:" + name);
    return Json.STRICT
        .createObjectNode()
        .put("logGroupName", name)
        .put("creationTime", created.toEpochMilli())
        .put("metricFilterCount", 0)
        .put("arn", arn + ":*")
        .put("logGroupClass", "STANDARD")
        .put("logGroupArn", arn);
  }
}
