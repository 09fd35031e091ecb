package dev.gatehouse.cloudformation;

import static dev.gatehouse.cloudformation.TestStacks.faults;
import static dev.gatehouse.cloudformation.TestStacks.plan;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConditionsTest {
  private static String withCondition(String condition) {
    return """
    {"Parameters": {"Stage": {"Type": "String", "Default": "dev"}, "L": {"Type": "CommaDelimitedList", "Default": "a,b"}},
     "Mappings": {"M": {"dev": {"live": false}}},
     "Conditions": {
      "C": %s,
      "Yes": {"Fn::Equals": ["a", "a"]},
      "No": {"Fn::Not": [{"Condition": "Yes"}]}
     },
     "Resources": {"Always": {"Type": "Test::Table"}, "Sometimes": {"Type": "Test::Table", "Condition": "C"}}}
    """
        .formatted(condition);
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          {"Fn::Equals": [{"Ref": "Stage"}, "dev"]}                                 | true
          {"Fn::Equals": [{"Ref": "Stage"}, "Dev"]}                                 | false
          {"Fn::Equals": [true, "true"]}                                            | true
          {"Fn::Equals": [1, "1"]}                                                  | true
          {"Fn::Equals": [{"Ref": "AWS::Region"}, {"Fn::Sub": "${AWS::Region}"}]}   | true
          {"Fn::Equals": [{"Ref": "L"}, ["a", "b"]]}                                | true
          {"Fn::Equals": [{"Fn::FindInMap": ["M", {"Ref": "Stage"}, "live"]}, true]} | false
          {"Fn::Equals": [{"Fn::If": ["Yes", "x", "y"]}, "x"]}                      | true
          {"Fn::Not": [{"Fn::Equals": ["a", "b"]}]}                                 | true
          {"Fn::And": [{"Condition": "Yes"}, {"Condition": "Yes"}]}                 | true
          {"Fn::And": [{"Condition": "Yes"}, {"Condition": "No"}]}                  | false
          {"Fn::Or": [{"Condition": "No"}, {"Condition": "Yes"}]}                   | true
          {"Fn::Or": [{"Condition": "No"}, {"Fn::Or": [{"Condition": "No"}, {"Fn::Equals": [1, 2]}]}]} | false
          {"Condition": "No"}                                                       | false
          """)
  void decidesWhetherAResourceExists(String condition, boolean exists) {
    assertThat(plan(withCondition(condition)).inCreationOrder())
        .extracting(PlannedResource::logicalId)
        .hasSize(exists ? 2 : 1)
        .startsWith("Always");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          "Yes"                                        | Conditions.C: a condition is an object with one function, one of Condition, Fn::And, Fn::Equals, Fn::Not, Fn::Or
          {"Fn::Equal": ["a", "b"]}                    | Conditions.C: Fn::Equal is no condition, expected one of Condition, Fn::And, Fn::Equals, Fn::Not, Fn::Or; did you mean Fn::Equals?
          {"Fn::Equals": ["a"]}                        | Conditions.C.Fn::Equals: Fn::Equals takes a list of two values
          {"Fn::Equals": ["a", {"Ref": "Always"}]}     | Conditions.C.Fn::Equals[1].Ref: Template format error: Unresolved dependencies [Always]. Cannot reference resources in the Conditions block of the template
          {"Fn::Equals": ["a", {"Fn::GetAtt": "Always.Arn"}]} | Conditions.C.Fn::Equals[1].Fn::GetAtt: Template format error: Unresolved dependencies [Always]. Cannot reference resources in the Conditions block of the template
          {"Fn::Equals": ["a", {"Fn::ImportValue": "shared-table"}]} | Conditions.C.Fn::Equals[1].Fn::ImportValue: Fn::ImportValue cannot be used in the Conditions block of the template
          {"Fn::Equals": ["a", {"Ref": "AWS::NoValue"}]} | Conditions.C: AWS::NoValue cannot be compared
          {"Fn::Not": [{"Condition": "Yes"}, {"Condition": "Yes"}]} | Conditions.C.Fn::Not: Fn::Not takes a list of one condition
          {"Fn::And": [{"Condition": "Yes"}]}          | Conditions.C.Fn::And: takes a list of 2 to 10 conditions
          {"Condition": "Yess"}                        | Conditions.C.Condition: Template format error: Unresolved condition dependency Yess in the Conditions block of the template; did you mean Yes?
          {"Condition": ["Yes"]}                       | Conditions.C.Condition: Condition takes a condition's name
          {"Fn::Or": [{"Condition": "C"}, {"Condition": "Yes"}]} | Conditions.C: Circular dependency between conditions: [C -> C]
          """)
  void isRefused(String condition, String fault) {
    assertThat(faults(withCondition(condition))).containsExactly(fault);
  }

  @Test
  void aLongChainOfConditionsIsDecidedWithoutRecursion() {
    StringBuilder chain = new StringBuilder("\"C0\": {\"Fn::Equals\": [1, 1]}");
    for (int i = 1; i < 20_000; i++) {
      chain.append(",\"C").append(i).append("\":{\"Condition\":\"C").append(i - 1).append("\"}");
    }
    assertThat(
            faults(
                "{\"Conditions\": {"
                    + chain
                    + "}, \"Resources\": {\"T\": {\"Type\": \"Test::Table\", \"Condition\": \"C19999\"}}}"))
        .isEmpty();
  }
}
