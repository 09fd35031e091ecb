package dev.gatehouse.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.cloudformation.TestStacks.RecordingCreator;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class YamlTreeTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '%',
      quoteCharacter = '`',
      textBlock =
          """
          Ref: A                      % {"Ref": "A"}
          v: !Ref A                   % {"v": {"Ref": "A"}}
          v: !GetAtt A.Arn            % {"v": {"Fn::GetAtt": "A.Arn"}}
          v: !GetAtt [A, Arn]         % {"v": {"Fn::GetAtt": ["A", "Arn"]}}
          v: !Sub "${A}/x"            % {"v": {"Fn::Sub": "${A}/x"}}
          v: !Sub ["${a}", {a: !Ref A}] % {"v": {"Fn::Sub": ["${a}", {"a": {"Ref": "A"}}]}}
          v: !Join [":", [a, !Ref A]] % {"v": {"Fn::Join": [":", ["a", {"Ref": "A"}]]}}
          v: !If [C, 1, !Ref AWS::NoValue] % {"v": {"Fn::If": ["C", 1, {"Ref": "AWS::NoValue"}]}}
          v: !And [!Condition C, !Not [!Equals [a, b]]] % {"v": {"Fn::And": [{"Condition": "C"}, {"Fn::Not": [{"Fn::Equals": ["a", "b"]}]}]}}
          v: !GetAZs ""               % {"v": {"Fn::GetAZs": ""}}
          v: !Base64 {Ref: A}         % {"v": {"Fn::Base64": {"Ref": "A"}}}
          v: 2012-10-17               % {"v": "2012-10-17"}
          v: 012345678901             % {"v": "012345678901"}
          v: 30                       % {"v": 30}
          v: 1.10                     % {"v": 1.10}
          v: "30"                     % {"v": "30"}
          v: !!str 30                 % {"v": "30"}
          v: True                     % {"v": true}
          v: OFF                      % {"v": "OFF"}
          v: ~                        % {"v": null}
          v:                          % {"v": null}
          1: a                        % {"1": "a"}
          """)
  void standsForTheSameJson(String yaml, String json) throws YamlTree.Malformed {
    assertThat(YamlTree.read(yaml)).hasToString(TestStacks.json(json).toString());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '%',
      quoteCharacter = '`',
      textBlock =
          """
          `a: 1\na: 2`             % (line 2, column 1) duplicate key "a"
          `a: &x 1\nb: *x`         % (line 2, column 4) aliases are not supported
          `a: {<<: {b: 1}}`        % (line 1, column 5) merges are not supported
          `? [a]\n: 1`             % (line 1, column 3) a key must be a string
          `a: !!binary aGk=`       % (line 1, column 4) the tag tag:yaml.org,2002:binary is not supported
          `a: 1\n---\nb: 2`        % (line 2, column 1) a template is one document
          """)
  void whatJsonDoesNotHaveIsRefused(String yaml, String problem) {
    assertThatThrownBy(() -> Template.parse("t.yaml", yaml.replace("\\n", "\n")))
        .isInstanceOf(TemplateException.class)
        .hasMessage("t.yaml: Template format error: YAML not well-formed. " + problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a: [", "a: b: c", "\t- a", "a: \"x", "%", "\u0000", "- a\nb", "a: @x"})
  void brokenYamlIsRefusedInWords(String yaml) {
    assertThatThrownBy(() -> Template.parse("t.yaml", yaml))
        .isInstanceOf(TemplateException.class)
        .hasMessageStartingWith("t.yaml: Template format error: YAML not well-formed. ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing", "---", "a", "- a", "7"})
  void aTemplateIsAnObject(String yaml) {
    assertThatThrownBy(() -> Template.parse("t.yaml", yaml))
        .isInstanceOf(TemplateException.class)
        .hasMessageStartingWith("t.yaml: a template is an object, found ");
  }

  @Test
  void nestingIsBounded() {
    assertThatThrownBy(() -> Template.parse("t.yaml", "a: " + "[".repeat(4000) + "]".repeat(4000)))
        .isInstanceOf(TemplateException.class)
        .hasMessageStartingWith("t.yaml: Template format error: YAML not well-formed. ");
  }

  @Test
  void aYamlTemplateIsPlannedAsItsJson() {
    StackTemplate stack =
        new StackTemplate(
            "players",
            Template.parse(
                "t.yaml",
                """
                AWSTemplateFormatVersion: 2010-09-09
                Resources:
                  Api:
                    Type: Test::Function
                    Properties:
                      Handler: !Sub '${Players}::handle'
                      Code: {S3Key: k.zip}
                      Timeout: 30
                  Players:
                    Type: Test::Table
                """),
            AssetLocator.beside(null));
    RecordingCreator creator = new RecordingCreator();
    switch (Plan.check(stack, TestStacks.CATALOGUE, TestStacks.ENVIRONMENT, Map.of())) {
      case Plan plan -> plan.execute(creator);
      case Faults faults -> throw new AssertionError(String.join("\n", faults.lines()));
    }
    assertThat(creator.properties("Api"))
        .isEqualTo(
            TestStacks.json(
                """
                {"Handler": "ref-Players::handle", "Code": {"S3Key": "k.zip"}, "Timeout": 30}
                """));
  }
}
