package dev.gatehouse.cloudformation;

import static dev.gatehouse.cloudformation.TestStacks.execute;
import static dev.gatehouse.cloudformation.TestStacks.faults;
import static dev.gatehouse.cloudformation.TestStacks.json;
import static dev.gatehouse.cloudformation.TestStacks.plan;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ParametersTest {
  private static String withParameter(String declaration) {
    return """
    {"Parameters": {"P": %s},
     "Resources": {"Probe": {"Type": "Test::Probe", "Properties": {"Value": {"Ref": "P"}}}}}
    """
        .formatted(declaration);
  }

  @ParameterizedTest(name = "{0} given {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          {"Type": "String"}                                            | dev   | "dev"
          {"Type": "String", "Default": "dev"}                          |       | "dev"
          {"Type": "String", "Default": "dev"}                          | prod  | "prod"
          {"Type": "String", "AllowedValues": ["a", 1]}                 | 1     | "1"
          {"Type": "String", "AllowedPattern": "[a-z]+"}                | abc   | "abc"
          {"Type": "String", "MinLength": 2, "MaxLength": "3"}          | abc   | "abc"
          {"Type": "Number", "Default": 7}                              |       | "7"
          {"Type": "Number", "MinValue": 1, "MaxValue": 1e3}            | 999.5 | "999.5"
          {"Type": "List<Number>"}                                      | 1, 2  | ["1", "2"]
          {"Type": "CommaDelimitedList"}                                | a, b  | ["a", "b"]
          {"Type": "CommaDelimitedList", "AllowedValues": ["a", "b"]}   | b,a   | ["b", "a"]
          {"Type": "AWS::SSM::Parameter::Name"}                         | /x    | "/x"
          {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/cdk-bootstrap/hnb659fds/version"} | | "32"
          {"Type": "AWS::SSM::Parameter::Value<List<String>>"}          | /names | ["a", "b"]
          """)
  void hasTheValue(String declaration, String given, String expected) {
    Map<String, String> parameters = given == null ? Map.of() : Map.of("P", given);
    assertThat(
            execute(plan(withParameter(declaration), parameters)).properties("Probe").path("Value"))
        .isEqualTo(json(expected));
  }

  @ParameterizedTest(name = "{0} given {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          {"Type": "String"}                              |     | Parameters: Parameters: [P] must have values
          {"Default": "x"}                                |     | Parameters.P: Template format error: Every Parameters object must contain a Type member.
          {"Type": "AWS::EC2::VPC::Id"}                   | v   | Parameters.P.Type: parameter type AWS::EC2::VPC::Id is not supported
          {"Type": "String", "Defualt": "x"}              | v   | Parameters.P.Defualt: Invalid template parameter property 'Defualt'; did you mean Default?
          {"Type": "String", "Default": ["x"]}            |     | Parameters.P.Default: Template format error: Every Default member must be a string. Found a list
          {"Type": "String", "AllowedValues": ["a"]}      | b   | Parameters.P: Parameter 'P' must be one of AllowedValues
          {"Type": "String", "AllowedValues": "a"}        | a   | Parameters.P.AllowedValues: expected a list
          {"Type": "String", "AllowedPattern": "[a-z]+"}  | a1  | Parameters.P: Parameter 'P' must match pattern [a-z]+
          {"Type": "String", "AllowedPattern": "[a-z"}    | a1  | Parameters.P.AllowedPattern: not a regular expression: Unclosed character class
          '{"Type": "String", "AllowedPattern": "(a|aa)+\\\\1b"}' | aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac | Parameters.P.AllowedPattern: this pattern takes too long to match
          {"Type": "String", "MinLength": 2}              | a   | Parameters.P: Parameter 'P' must contain at least 2 characters
          {"Type": "String", "MaxLength": 2}              | abc | Parameters.P: Parameter 'P' must contain at most 2 characters
          {"Type": "String", "MaxLength": "two"}          | abc | Parameters.P.MaxLength: expected a number
          {"Type": "String", "MaxLength": 2, "ConstraintDescription": "two at most"} | abc | Parameters.P: Parameter P failed to satisfy constraint: two at most
          {"Type": "Number"}                              | x   | Parameters.P: the value must be a number
          {"Type": "Number"}                              | 1e999999999 | Parameters.P: the value must be a number
          {"Type": "Number", "MinValue": 2}               | 1   | Parameters.P: Parameter 'P' must be a number not less than 2
          {"Type": "Number", "MaxValue": 2}               | 3   | Parameters.P: Parameter 'P' must be a number not greater than 2
          {"Type": "List<Number>"}                        | 1,b | Parameters.P: the value must be a number
          {"Type": "AWS::SSM::Parameter::Value<String>"}  | /no | Parameters.P: Unable to fetch parameters [/no] from parameter store for this account
          "String"                                        | x   | Parameters.P: expected an object, found a string
          """)
  void isRefused(String declaration, String given, String fault) {
    Map<String, String> parameters = given == null ? Map.of() : Map.of("P", given);
    assertThat(faults(withParameter(declaration), parameters)).containsExactly(fault);
  }

  @Test
  void aSecretValueIsNotQuoted() {
    String template = withParameter("{\"Type\": \"String\", \"NoEcho\": true, \"MaxLength\": 3}");
    assertThat(faults(template, Map.of("P", "hunter2")))
        .isNotEmpty()
        .noneMatch(line -> line.contains("hunter2"));
  }

  @Test
  void allMissingValuesAreOneSentence() {
    assertThat(
            faults(
                """
                {"Parameters": {"A": {"Type": "String"}, "B": {"Type": "Number"}},
                 "Resources": {"T": {"Type": "Test::Table"}}}
                """))
        .containsExactly("Parameters: Parameters: [A, B] must have values");
  }
}
