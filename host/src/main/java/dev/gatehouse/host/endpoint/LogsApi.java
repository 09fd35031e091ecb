package dev.gatehouse.host.endpoint;

import dev.gatehouse.aws.Json;
import dev.gatehouse.host.endpoint.AwsService.Permission;
import dev.gatehouse.host.endpoint.Input.Shape;
import dev.gatehouse.lambda.LogEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/// CloudWatch Logs, read: the groups, and the streams and events that functions wrote to them.
final class LogsApi {
  private static final ServiceModel MODEL =
      ServiceModel.json("logs", "Logs_20140328", "InvalidParameterException");

  private static final Shape NAME = new Shape(1, 512, "[\\.\\-_/#A-Za-z0-9]+");
  private static final Shape STREAM = new Shape(1, 512, "[^:*]*");
  private static final Shape IDENTIFIER = new Shape(1, 2048, "[\\w#+=/:,.@-]*");
  private static final Shape PATTERN = new Shape(0, 1024, "[\\s\\S]*");
  private static final int MAX_EVENTS = 10_000;

  /// Of one answer, each event with 26 bytes more (API_GetLogEvents, API_FilterLogEvents: 1 MB).
  private static final int MAX_BYTES = 1024 * 1024;

  private static final Pattern TOKEN = Pattern.compile("(?<way>[fb])/(?<number>\\d{56})/s");

  private final Inventory inventory;
  private final Invocables functions;

  private LogsApi(Inventory inventory, Invocables functions) {
    this.inventory = inventory;
    this.functions = functions;
  }

  static ModelledService of(Inventory inventory, Invocables functions) {
    var logs = new LogsApi(inventory, functions);
    return new ModelledService(
        MODEL,
        List.of(
            Operation.reading(
                "DescribeLogGroups",
                input -> logs.permission("DescribeLogGroups", "", ""),
                logs::describeGroups),
            Operation.reading(
                "DescribeLogStreams",
                input -> logs.permission("DescribeLogStreams", logs.group(input), ""),
                logs::describeStreams),
            Operation.reading(
                "GetLogEvents",
                input ->
                    logs.permission(
                        "GetLogEvents", logs.group(input), input.text("logStreamName", STREAM)),
                logs::getEvents),
            Operation.reading(
                "FilterLogEvents",
                input -> logs.permission("FilterLogEvents", logs.group(input), ""),
                logs::filterEvents)));
  }

  /// As the messages of refusals name what is asked for: a group is a stream without a name.
  private List<Permission> permission(String operation, String group, String stream) {
    return List.of(
        new Permission(
            "logs:" + operation,
            inventory.arn("logs", "log-group:" + group + ":log-stream:" + stream)));
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

  // Streams and events

  /// The group's name, from whichever member has it.
  private String group(Input input) {
    Optional<String> name = input.find("logGroupName", NAME);
    Optional<String> identifier = input.find("logGroupIdentifier", IDENTIFIER);
    if (name.isPresent() == identifier.isPresent()) {
      throw input.refuse("Exactly one of logGroupName and logGroupIdentifier must be given.");
    }
    String prefix = inventory.arn("logs", "log-group:");
    return name.orElseGet(() -> {
      String given = identifier.orElseThrow();
      return given.startsWith(prefix) ? given.substring(prefix.length()) : given;
    });
  }

  /// Of all functions that write there, in order.
  private List<LogEvent> events(Input input) {
    String group = group(input);
    if (!groups().containsKey(group)) {
      throw notFound("log group");
    }
    return inventory.of("AWS::Lambda::Function").stream()
        .filter(function -> FunctionDescription.logGroup(function).equals(group))
        .flatMap(function -> functions.logs().apply(function.id()).stream())
        .sorted(Comparator.comparing(LogEvent::at).thenComparingLong(LogEvent::number))
        .toList();
  }

  private static AwsError notFound(String what) {
    return AwsError.of(
        400, "ResourceNotFoundException", "The specified " + what + " does not exist.");
  }

  private ObjectNode describeStreams(Input input) {
    String prefix = input.find("logStreamNamePrefix", STREAM).orElse("");
    boolean byTime =
        input
            .find("orderBy", List.of("LogStreamName", "LastEventTime"))
            .filter("LastEventTime"::equals)
            .isPresent();
    if (byTime && !prefix.isEmpty()) {
      throw input.refuse("Cannot order by LastEventTime with a logStreamNamePrefix.");
    }
    var byName = new TreeMap<String, List<LogEvent>>();
    for (LogEvent event : events(input)) {
      if (event.stream().startsWith(prefix)) {
        byName.computeIfAbsent(event.stream(), name -> new ArrayList<>()).add(event);
      }
    }
    var streams = new ArrayList<>(byName.entrySet());
    if (byTime) {
      streams.sort(Comparator.comparing(stream -> stream.getValue().getLast().at()));
    }
    boolean descending = input.flag("descending");
    var page =
        Page.of(
            (descending ? streams.reversed() : streams)
                .stream().map(stream -> stream(group(input), stream)).toList(),
            "DescribeLogStreams %s %s %s %s".formatted(group(input), prefix, byTime, descending),
            input.number("limit", 1, 50, 50),
            input.find("nextToken"),
            () -> input.refuse("The specified nextToken is invalid."));
    return Shapes.page(page, "logStreams", "nextToken");
  }

  private ObjectNode stream(String group, Map.Entry<String, List<LogEvent>> stream) {
    long first = stream.getValue().getFirst().at().toEpochMilli();
    long last = stream.getValue().getLast().at().toEpochMilli();
    return Json.STRICT
        .createObjectNode()
        .put("logStreamName", stream.getKey())
        .put("creationTime", first)
        .put("firstEventTimestamp", first)
        .put("lastEventTimestamp", last)
        .put("lastIngestionTime", last)
        .put("arn", inventory.arn("logs", "log-group:" + group + ":log-stream:" + stream.getKey()))
        .put("storedBytes", 0);
  }

  /// A token leads on from an event, in one of two directions; where nothing is left, the same
  /// token is given again (API_GetLogEvents).
  private ObjectNode getEvents(Input input) {
    String name = input.text("logStreamName", STREAM);
    List<LogEvent> stream =
        events(input).stream().filter(event -> event.stream().equals(name)).toList();
    if (stream.isEmpty()) {
      throw notFound("log stream");
    }
    Optional<Matcher> token = input.find("nextToken").map(text -> token(text, input));
    boolean forward =
        token.map(way -> way.group("way").equals("f")).orElse(input.flag("startFromHead"));
    long from = token.map(way -> Long.parseLong(way.group("number").substring(38))).orElse(0L);
    Predicate<LogEvent> asked = inTime(input);
    if (token.isPresent()) {
      asked = asked.and(event -> forward ? event.number() > from : event.number() < from);
    }
    List<LogEvent> found = stream.stream().filter(asked).toList();
    int limit = input.number("limit", 1, MAX_EVENTS, MAX_EVENTS);
    List<LogEvent> page =
        forward ? fitting(found, limit) : fitting(found.reversed(), limit).reversed();
    var answer = Json.STRICT.createObjectNode();
    var events = answer.putArray("events");
    page.forEach(event -> events.add(shown(event)));
    long before = page.isEmpty() ? from + (forward ? 1 : 0) : page.getFirst().number();
    long after = page.isEmpty() ? from - (forward ? 0 : 1) : page.getLast().number();
    return answer
        .put("nextForwardToken", "f/%056d/s".formatted(Math.max(after, 0)))
        .put("nextBackwardToken", "b/%056d/s".formatted(before));
  }

  private static Matcher token(String text, Input input) {
    Matcher token = TOKEN.matcher(text);
    if (!token.matches() || !text.startsWith("0".repeat(37), 2)) {
      throw input.refuse("The specified nextToken is invalid.");
    }
    return token;
  }

  private ObjectNode filterEvents(Input input) {
    var named = new HashSet<>(input.texts("logStreamNames"));
    String prefix = input.find("logStreamNamePrefix", STREAM).orElse("");
    if (!named.isEmpty() && !prefix.isEmpty()) {
      throw input.refuse("logStreamNamePrefix and logStreamNames are mutually exclusive.");
    }
    if (named.size() > 100) {
      throw input.refuse("At most 100 log streams can be named.");
    }
    var pattern = FilterPattern.parse(input.find("filterPattern", PATTERN).orElse(""), input);
    List<LogEvent> all = events(input);
    if (!all.stream().map(LogEvent::stream).toList().containsAll(named)) {
      throw notFound("log stream");
    }
    List<LogEvent> found =
        all.stream()
            .filter(event -> named.isEmpty() || named.contains(event.stream()))
            .filter(event -> event.stream().startsWith(prefix))
            .filter(inTime(input))
            .filter(event -> pattern.test(event.message()))
            .toList();
    int limit = input.number("limit", 1, MAX_EVENTS, MAX_EVENTS);
    Page<LogEvent> page =
        Page.after(
            found,
            LogsApi::id,
            "FilterLogEvents " + group(input),
            (List<LogEvent> rest) -> fitting(rest, limit),
            input.find("nextToken"),
            () -> input.refuse("The specified nextToken is invalid."));
    var answer = Json.STRICT.createObjectNode();
    var events = answer.putArray("events");
    page.items()
        .forEach(event ->
            events.add(
                shown(event).put("logStreamName", event.stream()).put("eventId", id(event))));
    answer.putArray("searchedLogStreams");
    if (page.next() != null) {
      answer.put("nextToken", page.next());
    }
    return answer;
  }

  private static Predicate<LogEvent> inTime(Input input) {
    long from = time(input, "startTime", 0);
    long until = time(input, "endTime", Long.MAX_VALUE);
    return event -> event.at().toEpochMilli() >= from && event.at().toEpochMilli() < until;
  }

  private static long time(Input input, String name, long usual) {
    if (!input.has(name)) {
      return usual;
    }
    if (!input.member(name).isIntegralNumber() || !input.member(name).canConvertToLong()) {
      throw input.invalid(name, input.member(name).toString(), "Member must be a number");
    }
    long time = input.member(name).asLong();
    if (time < 0) {
      throw input.invalid(
          name, Long.toString(time), "Member must have value greater than or equal to 0");
    }
    return time;
  }

  /// The first of them, as many as one answer holds; one in any case.
  private static List<LogEvent> fitting(List<LogEvent> events, int limit) {
    long bytes = 0;
    int count = 0;
    for (LogEvent event : events) {
      bytes += event.message().getBytes(StandardCharsets.UTF_8).length + 26;
      if (count == limit || (bytes > MAX_BYTES && count > 0)) {
        break;
      }
      count++;
    }
    return events.subList(0, count);
  }

  private static ObjectNode shown(LogEvent event) {
    return Json.STRICT
        .createObjectNode()
        .put("timestamp", event.at().toEpochMilli())
        .put("message", event.message())
        .put("ingestionTime", event.at().toEpochMilli());
  }

  /// In the order of time: 56 digits, as AWS's.
  private static String id(LogEvent event) {
    return "%020d%036d".formatted(event.at().toEpochMilli(), event.number());
  }
}
