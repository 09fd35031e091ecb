package dev.gatehouse.host.console;

import static j2html.TagCreator.a;
import static j2html.TagCreator.code;
import static j2html.TagCreator.each;
import static j2html.TagCreator.p;
import static j2html.TagCreator.text;

import dev.gatehouse.aws.Json;
import dev.gatehouse.dynamodb.TableConfig;
import dev.gatehouse.dynamodb.TableException;
import dev.gatehouse.dynamodb.Tables;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;
import j2html.tags.DomContent;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Tables with their items, a page at a time, through the operation that any client would use.
final class TablesPage {
  private static final int ITEMS = 25;

  private final Premises premises;

  TablesPage(Premises premises) {
    this.premises = premises;
  }

  DomContent all() {
    if (premises.tables().isEmpty()) {
      return p("This stack has no table.");
    }
    var rows =
        premises.tables().stream()
            .map(table ->
                Parts.row(
                    a(table.name()).withHref(Page.ROOT + "/tables/" + table.name()),
                    code(table.key().partition()),
                    text(table.key().sortKey().orElse(""))))
            .toList();
    return Parts.listing("Tables", List.of("Name", "Partition key", "Sort key"), rows);
  }

  /// @param from where the page before ended, as JSON; empty for the first page
  DomContent one(Tables store, TableConfig table, String from) {
    try {
      return page(table, scan(store, table, from));
    } catch (JacksonException | TableException unusable) {
      return p("The items cannot be read: " + Masks.legible(String.valueOf(unusable.getMessage())));
    }
  }

  private static HttpResponse scan(Tables store, TableConfig table, String from) {
    ObjectNode input =
        Json.STRICT.createObjectNode().put("TableName", table.name()).put("Limit", ITEMS);
    if (!from.isEmpty()) {
      input.set("ExclusiveStartKey", Json.STRICT.readTree(from));
    }
    return store.forward(
        new HttpRequest(
            "POST",
            "/",
            "HTTP/1.1",
            HttpHeaders.of(
                "X-Amz-Target",
                "DynamoDB_20120810.Scan",
                "Content-Type",
                "application/x-amz-json-1.0"),
            Body.of(input.toString()),
            "127.0.0.1",
            0));
  }

  private static DomContent page(TableConfig table, HttpResponse answer) {
    JsonNode read = Json.STRICT.readTree(answer.body().bytes());
    if (answer.status() != 200) {
      return p("The items cannot be read: " + Masks.legible(read.path("message").asString("")));
    }
    JsonNode items = read.path("Items");
    if (items.isEmpty()) {
      return p("No items here.");
    }
    var names = columns(table, items);
    var rows = new ArrayList<DomContent>();
    for (JsonNode item : items) {
      rows.add(
          Parts.row(names.stream().map(name -> value(item.path(name))).toArray(DomContent[]::new)));
    }
    JsonNode next = read.path("LastEvaluatedKey");
    return each(
        Parts.listing("Items of " + table.name(), names, rows),
        next.isMissingNode()
            ? p("These are the last items.")
            : p(
                a("The next " + ITEMS)
                    .withHref(
                        Page.ROOT
                            + "/tables/"
                            + table.name()
                            + "?from="
                            + URLEncoder.encode(next.toString(), StandardCharsets.UTF_8))));
  }

  /// The key first, then whatever attributes these items have.
  private static List<String> columns(TableConfig table, JsonNode items) {
    var names = new LinkedHashSet<String>();
    Stream.concat(Stream.of(table.key().partition()), table.key().sortKey().stream())
        .forEach(names::add);
    items.forEach(item -> names.addAll(item.propertyNames()));
    return List.copyOf(names);
  }

  /// A string or a number as it is, anything else in DynamoDB's JSON.
  private static DomContent value(JsonNode value) {
    if (value.isMissingNode()) {
      return text("");
    }
    JsonNode plain = value.has("S") ? value.path("S") : value.path("N");
    return code(Masks.legible(plain.isMissingNode() ? value.toString() : plain.asString("")));
  }
}
