package dev.gatehouse.dynamodb;

import dev.gatehouse.aws.AccountId;
import dev.gatehouse.aws.Json;
import dev.gatehouse.aws.Region;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;
import tools.jackson.databind.JsonNode;

final class TestTables {
  static final Region REGION = new Region("eu-west-1");
  static final AccountId ACCOUNT = new AccountId("123456789012");
  static final String ARN = "arn:aws:dynamodb:eu-west-1:123456789012:table/";

  static final String PLAYERS =
      """
      {"TableName": "Players",
       "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
       "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
       "BillingMode": "PAY_PER_REQUEST"}
      """;

  static final String MATCHES =
      """
      {"TableName": "Matches",
       "AttributeDefinitions": [
         {"AttributeName": "season", "AttributeType": "S"},
         {"AttributeName": "day", "AttributeType": "N"},
         {"AttributeName": "rival", "AttributeType": "S"}],
       "KeySchema": [
         {"AttributeName": "season", "KeyType": "HASH"},
         {"AttributeName": "day", "KeyType": "RANGE"}],
       "GlobalSecondaryIndexes": [
         {"IndexName": "by-rival",
          "KeySchema": [{"AttributeName": "rival", "KeyType": "HASH"}],
          "Projection": {"ProjectionType": "ALL"}}],
       "BillingMode": "PAY_PER_REQUEST",
       "TimeToLiveSpecification": {"AttributeName": "expires", "Enabled": true}}
      """;

  private TestTables() {}

  static JsonNode json(String text) {
    return Json.STRICT.readTree(text);
  }

  static TableConfig table(String properties) {
    return switch (TableConfig.ofTable("Table1", "Unnamed", json(properties))) {
      case TableReading.Read(TableConfig table) -> table;
      case TableReading.Faulty(var faults) -> throw new AssertionError(faults.toString());
    };
  }

  static HttpRequest request(String operation, String body) {
    return targeted("DynamoDB_20120810." + operation, body);
  }

  static HttpRequest targeted(String target, String body) {
    return new HttpRequest(
        "POST",
        "/",
        "HTTP/1.1",
        HttpHeaders.of("X-Amz-Target", target),
        Body.of(body),
        "127.0.0.1",
        4566);
  }

  static JsonNode call(Tables tables, String operation, String body) {
    HttpResponse response = tables.forward(request(operation, body));
    if (response.status() != 200) {
      throw new AssertionError(response.body().text());
    }
    return json(response.body().text());
  }
}
