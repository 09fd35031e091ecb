package dev.gatehouse.dynamodb;

import static dev.gatehouse.dynamodb.TestTables.ARN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.dynamodb.Permissions.Malformed;
import dev.gatehouse.dynamodb.Permissions.Needed;
import dev.gatehouse.dynamodb.Permissions.Unknown;
import dev.gatehouse.fidelity.Shows;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PermissionsTest {
  private static Tables tables;

  @BeforeAll
  static void open() {
    tables = Tables.inMemory(TestTables.REGION, TestTables.ACCOUNT);
  }

  @AfterAll
  static void close() {
    tables.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GetItem | {"TableName":"Players"} | dynamodb:GetItem Players
          PutItem | {"TableName":"Players"} | dynamodb:PutItem Players
          UpdateItem | {"TableName":"Players"} | dynamodb:UpdateItem Players
          DeleteItem | {"TableName":"Players"} | dynamodb:DeleteItem Players
          Query | {"TableName":"Players"} | dynamodb:Query Players
          Query | {"TableName":"Players","IndexName":"by-club"} | dynamodb:Query Players/index/by-club
          Scan | {"TableName":"Players"} | dynamodb:Scan Players
          Scan | {"TableName":"Players","IndexName":"by-club"} | dynamodb:Scan Players/index/by-club
          GetItem | {"TableName":"arn:aws:dynamodb:eu-west-1:123456789012:table/Players"} | dynamodb:GetItem Players
          BatchGetItem | {"RequestItems":{"Players":{},"Clubs":{}}} | dynamodb:BatchGetItem Players, dynamodb:BatchGetItem Clubs
          BatchWriteItem | {"RequestItems":{"Players":[],"Clubs":[]}} | dynamodb:BatchWriteItem Players, dynamodb:BatchWriteItem Clubs
          TransactGetItems | {"TransactItems":[{"Get":{"TableName":"Players"}},{"Get":{"TableName":"Players"}}]} | dynamodb:GetItem Players
          TransactWriteItems | {"TransactItems":[{"Put":{"TableName":"Players"}},{"ConditionCheck":{"TableName":"Clubs"}}]} | dynamodb:PutItem Players, dynamodb:ConditionCheckItem Clubs
          TransactWriteItems | {"TransactItems":[{"Update":{"TableName":"Players"}},{"Delete":{"TableName":"Clubs"}}]} | dynamodb:UpdateItem Players, dynamodb:DeleteItem Clubs
          CreateTable | {"TableName":"Players"} | dynamodb:CreateTable Players
          UpdateTable | {"TableName":"Players"} | dynamodb:UpdateTable Players
          DeleteTable | {"TableName":"Players"} | dynamodb:DeleteTable Players
          DescribeTable | {"TableName":"Players"} | dynamodb:DescribeTable Players
          DescribeTimeToLive | {"TableName":"Players"} | dynamodb:DescribeTimeToLive Players
          UpdateTimeToLive | {"TableName":"Players"} | dynamodb:UpdateTimeToLive Players
          """)
  @Shows("dynamodb.operations.actions")
  void operationNeedsItsActionOnEachTable(String operation, String body, String expected) {
    assertThat(needed(operation, body)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ListTables", "DescribeLimits"})
  void operationWithoutTableNeedsItsActionOnEverything(String operation) {
    assertThat(permissions(operation, "{}"))
        .isEqualTo(new Needed(List.of(new Permissions.Permission("dynamodb:" + operation, "*"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GetItem | {}
          GetItem | {"TableName":null}
          GetItem | {"TableName":["Players"]}
          GetItem | {"tableName":"Players"}
          GetItem | {"TableName":"Players/index/by-club"}
          GetItem | {"TableName":"Play*"}
          GetItem | {"TableName":"../x"}
          GetItem | {"TableName":"arn:aws:dynamodb:eu-west-1:123456789012:table/Players/index/by-club"}
          Query | {"TableName":"Players","IndexName":"../../Clubs"}
          Query | {"TableName":"Players","IndexName":7}
          BatchGetItem | {"RequestItems":{}}
          BatchGetItem | {"RequestItems":[]}
          BatchWriteItem | {"RequestItems":{"Players/x":[]}}
          TransactGetItems | {"TransactItems":[]}
          TransactGetItems | {"TransactItems":[{"Put":{"TableName":"Players"}}]}
          TransactGetItems | {"TransactItems":["Get"]}
          TransactWriteItems | {"TransactItems":[{"Get":{"TableName":"Players"}}]}
          TransactWriteItems | {"TransactItems":[{"Put":{"TableName":"Players"},"Delete":{"TableName":"Clubs"}}]}
          TransactWriteItems | {"TransactItems":[{"Put":{"tableName":"Players"}}]}
          TransactWriteItems | {"TransactItems":[{"Drop":{"TableName":"Players"}}]}
          CreateTable | {"TableName":"Players","ResourcePolicy":"{}"}
          CreateTable | {"TableName":"Players","StreamSpecification":{"StreamEnabled":true}}
          """)
  void requestWithoutAProperTableIsInvalid(String operation, String body) {
    assertThat(permissions(operation, body))
        .isInstanceOfSatisfying(
            Malformed.class, fault -> assertThat(fault.code()).isEqualTo("ValidationException"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:dynamodb:eu-west-1:999999999999:table/Players",
        "arn:aws:dynamodb:us-east-1:123456789012:table/Players",
        "arn:aws-cn:dynamodb:eu-west-1:123456789012:table/Players",
        "arn:aws:s3:::Players"
      })
  void tableOfAnotherAccountOrRegionIsNotFound(String arn) {
    assertThat(permissions("GetItem", "{\"TableName\":\"" + arn + "\"}"))
        .isEqualTo(new Malformed("ResourceNotFoundException", "Requested resource not found"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "7",
        "{\"TableName\":\"Players\",\"TableName\":\"Secrets\"}",
        "{\"TableName\":\"Players\"} {\"TableName\":\"Secrets\"}"
      })
  void bodyThatTwoReadersCouldReadDifferentlyIsRefused(String body) {
    assertThat(permissions("GetItem", body))
        .isInstanceOfSatisfying(
            Malformed.class, fault -> assertThat(fault.code()).isEqualTo("SerializationException"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DynamoDB_20120810.ExecuteStatement",
        "DynamoDB_20120810.BatchExecuteStatement",
        "DynamoDB_20120810.ExecuteTransaction",
        "DynamoDB_20120810.TagResource",
        "DynamoDB_20120810.PutResourcePolicy",
        "DynamoDB_20120810.getItem",
        "DynamoDB_20111205.GetItem",
        "DynamoDBStreams_20120810.GetRecords",
        "GetItem",
        ""
      })
  void operationOutsideTheTableIsUnknown(String target) {
    assertThat(tables.permissions(TestTables.targeted(target, "{\"TableName\":\"Players\"}")))
        .isInstanceOf(Unknown.class);
  }

  @Test
  void transactionOverTheLimitIsRefusedBeforeAnyPolicyIsAsked() {
    String item = "{\"Get\":{\"TableName\":\"Players\"}}";
    String items = (item + ",").repeat(100) + item;
    assertThat(permissions("TransactGetItems", "{\"TransactItems\":[" + items + "]}"))
        .isInstanceOf(Malformed.class);
  }

  @Test
  void refusedRequestIsNeverForwarded() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tables.forward(TestTables.request("ExecuteStatement", "{}")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tables.forward(TestTables.request("GetItem", "{}")));
  }

  @Test
  void arnNamesRegionAndAccount() {
    assertThat(tables.arn("Players")).hasToString(ARN + "Players");
  }

  private static String needed(String operation, String body) {
    return permissions(operation, body) instanceof Needed(var all)
        ? all.stream()
            .map(one -> one.action() + " " + one.resource().replace(ARN, ""))
            .collect(Collectors.joining(", "))
        : "refused";
  }

  private static Permissions permissions(String operation, String body) {
    return tables.permissions(TestTables.request(operation, body));
  }
}
