package dev.gatehouse.cloudformation;

import static dev.gatehouse.cloudformation.TestStacks.execute;
import static dev.gatehouse.cloudformation.TestStacks.faults;
import static dev.gatehouse.cloudformation.TestStacks.json;
import static dev.gatehouse.cloudformation.TestStacks.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.cloudformation.CreatedStack.Output;
import dev.gatehouse.cloudformation.TestStacks.RecordingCreator;
import dev.gatehouse.fidelity.Shows;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class PlanTest {
  private static List<String> order(String template) {
    return plan(template).inCreationOrder().stream().map(PlannedResource::logicalId).toList();
  }

  @Nested
  final class Order {
    @Test
    void independentResourcesKeepTheTemplatesOrder() {
      assertThat(
              order(
                  """
                  {"Resources": {
                    "Zeta": {"Type": "Test::Table"},
                    "Alpha": {"Type": "Test::Table"},
                    "Mid": {"Type": "Test::Table"}
                  }}
                  """))
          .containsExactly("Zeta", "Alpha", "Mid");
    }

    @Test
    void whatIsReferredToComesFirst() {
      assertThat(
              order(
                  """
                  {"Resources": {
                    "ByRef": {"Type": "Test::Probe", "Properties": {"Value": [{"Ref": "Third"}]}},
                    "ByGetAtt": {"Type": "Test::Probe", "Properties": {"Value": {"Fn::GetAtt": "Second.Arn"}}},
                    "BySub": {"Type": "Test::Probe", "Properties": {"Value": {"Fn::Sub": "${First.Arn}"}}},
                    "ByName": {"Type": "Test::Table", "DependsOn": "BySub"},
                    "ByNames": {"Type": "Test::Table", "DependsOn": ["ByName", "Second"]},
                    "First": {"Type": "Test::Table"},
                    "Second": {"Type": "Test::Table"},
                    "Third": {"Type": "Test::Table"}
                  }}
                  """))
          .containsExactly(
              "First", "BySub", "ByName", "Second", "ByGetAtt", "ByNames", "Third", "ByRef");
    }

    @Test
    void onlyTheBranchTakenCounts() {
      assertThat(
              order(
                  """
                  {"Conditions": {"No": {"Fn::Equals": ["a", "b"]}},
                   "Resources": {
                    "One": {"Type": "Test::Probe", "Properties": {"Value": {"Fn::If": ["No", {"Ref": "Two"}, "x"]}}},
                    "Two": {"Type": "Test::Table", "DependsOn": "One"}
                  }}
                  """))
          .containsExactly("One", "Two");
    }

    @Test
    void whatIsAbsentOrIgnoredIsNotWaitedFor() {
      assertThat(
              order(
                  """
                  {"Conditions": {"No": {"Fn::Equals": ["a", "b"]}},
                   "Resources": {
                    "One": {"Type": "Test::Table", "DependsOn": ["Absent", "Analytics"]},
                    "Absent": {"Type": "Unknown::Type", "Condition": "No"},
                    "Analytics": {"Type": "AWS::CDK::Metadata"}
                  }}
                  """))
          .containsExactly("One");
    }

    @Test
    void eachCycleIsOneFault() {
      assertThat(
              faults(
                  """
                  {"Resources": {
                    "Behind": {"Type": "Test::Table", "DependsOn": "A"},
                    "A": {"Type": "Test::Probe", "Properties": {"Value": {"Ref": "B"}}},
                    "B": {"Type": "Test::Table", "DependsOn": "C"},
                    "C": {"Type": "Test::Probe", "Properties": {"Value": {"Fn::GetAtt": ["A", "X"]}}},
                    "Self": {"Type": "Test::Table", "DependsOn": "Self"}
                  }}
                  """
                      .replace("{\"Fn::GetAtt\": [\"A\", \"X\"]}", "{\"Ref\": \"A\"}")))
          .containsExactly(
              "Resources.A: Circular dependency between resources: [A -> B -> C -> A]",
              "Resources.Self: Circular dependency between resources: [Self -> Self]");
    }
  }

  @Nested
  final class Execution {
    private static final String STACK =
        """
        {"Resources": {
          "Api": {"Type": "Test::Function", "DeletionPolicy": "Retain", "Properties": {
            "Handler": {"Fn::Sub": "${Players}::handle"},
            "Code": {"S3Key": "k.zip"},
            "Timeout": "30",
            "Tracing": "true",
            "Environment": {"Variables": {"TABLE": {"Ref": "Players"}, "COUNT": 3}},
            "Tags": {"Owner": {"Ref": "Analytics"}}
          }},
          "Players": {"Type": "Test::Table"},
          "Analytics": {"Type": "AWS::CDK::Metadata"}
        },
        "Conditions": {"No": {"Fn::Equals": ["a", "b"]}},
        "Outputs": {
          "Url": {"Description": "where it answers", "Value": {"Fn::Sub": "${Api.Url}docs"}},
          "Count": {"Value": 3, "Export": {"Name": {"Fn::Sub": "${AWS::StackName}-count"}}},
          "Absent": {"Value": {"Ref": "Api"}, "Condition": "No"},
          "OfIgnored": {"Value": {"Fn::Sub": "x${Analytics}"}}
        }}
        """;

    @Test
    void aCreatorGetsPlainDataOfTheDeclaredKinds() {
      RecordingCreator creator = execute(plan(STACK));
      assertThat(creator.seen)
          .extracting(ResolvedResource::logicalId)
          .containsExactly("Players", "Api");
      assertThat(creator.properties("Api"))
          .isEqualTo(
              json(
                  """
                  {"Handler": "ref-Players::handle", "Code": {"S3Key": "k.zip"}, "Timeout": 30, "Tracing": true,
                   "Environment": {"Variables": {"TABLE": "ref-Players", "COUNT": "3"}}}
                  """));
    }

    @Test
    void theDeletionPolicyReachesTheCreator() {
      assertThat(execute(plan(STACK)).seen)
          .extracting(ResolvedResource::deletionPolicy)
          .containsExactly(DeletionPolicy.DELETE, DeletionPolicy.RETAIN);
    }

    @Test
    void outputsAreResolvedAndAbsentOnesLeftOut() {
      CreatedStack stack = plan(STACK).execute(new RecordingCreator());
      assertThat(stack.outputs())
          .isEqualTo(
              Map.of(
                  "Url", new Output("Url-of-Apidocs", "where it answers", null),
                  "Count", new Output("3", "", "players-count")));
      assertThat(stack.exports()).isEqualTo(Map.of("players-count", "3"));
      assertThat(plan(STACK).exports()).containsExactly("players-count");
    }

    @Test
    void noticesNameWhatHasNoEffect() {
      assertThat(plan(STACK).notices())
          .extracting(Notice::line)
          .containsExactly(
              "Resources.Analytics: AWS::CDK::Metadata is accepted and ignored",
              "Resources.Api.Properties.Tags: ignored: tags open no door",
              "Outputs.OfIgnored: left out: Analytics is accepted and ignored");
    }

    @Test
    void knownPropertiesLeaveOutWhatWaitsForAnotherResource() {
      assertThat(plan(STACK).inCreationOrder().getLast().knownProperties())
          .isEqualTo(
              json(
                  """
                  {"Code": {"S3Key": "k.zip"}, "Timeout": 30, "Tracing": true,
                   "Environment": {"Variables": {"COUNT": "3"}}}
                  """));
    }

    @Test
    void aValueThatTurnsOutToBeOfTheWrongTypeNamesItsPlace() {
      Plan plan =
          plan(
              """
              {"Resources": {
                "Api": {"Type": "Test::Function", "Properties": {
                  "Handler": "h", "Code": {}, "Timeout": {"Ref": "Players"}}},
                "Players": {"Type": "Test::Table"}
              }}
              """);
      assertThatThrownBy(() -> plan.execute(new RecordingCreator()))
          .isInstanceOf(TemplateException.class)
          .hasMessage("Resources.Api.Properties.Timeout: expected an integer, found a string");
    }

    @Test
    void aCreatorsExceptionFliesThrough() {
      RuntimeException failure = new IllegalStateException("port taken");
      assertThatThrownBy(() ->
              plan(STACK)
                  .execute(_ -> {
                    throw failure;
                  }))
          .isSameAs(failure);
    }

    @Test
    void valuesStayOutOfToString() {
      CreatedStack stack = plan(STACK).execute(new RecordingCreator());
      assertThat(stack.toString()).doesNotContain("Url-of-Api");
    }
  }

  @Test
  @Shows("cloudformation.template.unresolved-reference")
  @Shows("cloudformation.template.missing-type")
  @Shows("cloudformation.template.null-value")
  @Shows("cloudformation.template.missing-parameter")
  @Shows("cloudformation.template.unknown-attribute")
  void allFaultsAreReportedAtOnce() {
    assertThat(
            faults(
                """
                {
                  "AWSTemplateFormatVersion": "2011-01-01",
                  "Transform": "AWS::Include",
                  "Resource": {},
                  "Parameters": {
                    "Name": {"Type": "String"},
                    "Size": {"Type": "Nummber", "Default": 1}
                  },
                  "Mappings": {"M": {"a": {"b": {"Ref": "x"}}}},
                  "Conditions": {"C": {"Fn::Equals": [{"Ref": "Api"}, 1]}},
                  "Resources": {
                    "Api": {"Type": "Test::Function", "Properties": {
                      "Handler": {"Ref": "Nobody"},
                      "Runtime": "python3.12",
                      "Timeout": "soon",
                      "Layers": "one",
                      "Cors": {"AllowOrigins": [{"a": 1}], "MaxAgee": 1},
                      "Snap": true,
                      "Tracing": [],
                      "Enviroment": {}
                    }},
                    "Nested": {"Type": "AWS::CloudFormation::Stack"},
                    "Typo": {"Type": "Test::Tabel", "DependsOn": "Nowhere"},
                    "NoType": {"Properties": {}},
                    "No-Good": {"Type": "Test::Table", "Properties": [], "Depends": 1},
                    "Text": "x"
                  },
                  "Outputs": {
                    "A": {"Value": {"Fn::GetAtt": ["Api", "Arrn"]}},
                    "B": {"Value": ["x"]},
                    "C": {"Value": null, "Export": {"Name": {"Ref": "Api"}}},
                    "D": {"Description": "no value"}
                  }
                }
                """,
                Map.of("Nmae", "x")))
        .containsExactlyInAnyOrder(
            "Outputs.C.Value: [/Outputs/C/Value] 'null' values are not allowed in templates",
            "AWSTemplateFormatVersion: Template format error: unsupported value for AWSTemplateFormatVersion.",
            "Transform: macros and transforms other than SAM's and AWS::Include are not supported: \"AWS::Include\"",
            "Resource: Invalid template property or properties [Resource]; did you mean Resources?",
            "Resources.No-Good: Template format error: Resource name No-Good is non alphanumeric.",
            "Parameters.Size.Type: parameter type Nummber is not supported; did you mean Number?",
            "Parameters: Parameters: [Name] must have values",
            "Parameters: Parameters: [Nmae] do not exist in the template; did you mean Name?",
            "Mappings.M.a.b: a mapping's value is a string or a list of strings, functions are not allowed",
            "Conditions.C.Fn::Equals[0].Ref: Template format error: Unresolved dependencies [Api]. Cannot reference resources in the Conditions block of the template",
            "Resources.Api.Properties.Handler.Ref: Template format error: Unresolved resource dependencies [Nobody] in the Resources block of the template",
            "Resources.Api.Properties.Runtime: python3.12 is not supported, only java25, provided.al2023",
            "Resources.Api.Properties.Timeout: expected an integer, found a string",
            "Resources.Api.Properties.Layers: expected a list, found a string",
            "Resources.Api.Properties.Cors.AllowOrigins[0]: expected a string, found an object",
            "Resources.Api.Properties.Cors.MaxAgee: this property of Test::Function is not supported; did you mean MaxAge?",
            "Resources.Api.Properties.Snap: true is not supported, only false",
            "Resources.Api.Properties.Tracing: expected a boolean, found a list",
            "Resources.Api.Properties.Enviroment: this property of Test::Function is not supported; did you mean Environment?",
            "Resources.Api.Properties.Code: this property is required by Test::Function",
            "Resources.Nested.Type: resource type AWS::CloudFormation::Stack is not supported",
            "Resources.Typo.Type: resource type Test::Tabel is not supported; did you mean Test::Table?",
            "Resources.Typo.DependsOn: Template format error: Unresolved resource dependencies [Nowhere] in the Resources block of the template",
            "Resources.NoType: Template format error: [/Resources/NoType] Every Resources object must contain a Type member.",
            "Resources.No-Good.Properties: expected an object, found a list",
            "Resources.No-Good.Depends: Invalid template resource property 'Depends'; did you mean DependsOn?",
            "Resources.Text: expected an object, found a string",
            "Outputs.A.Value: Resource type Test::Function does not support attribute {Arrn}; did you mean Arn?",
            "Outputs.B.Value: Template format error: The Value field of every Outputs member must evaluate to a String.",
            "Outputs.C.Export.Name: an export's name must be a string that depends on no resource",
            "Outputs.D: Template format error: Every Outputs member must contain a Value object");
  }

  @Test
  void aFaultKnowsItsLogicalId() {
    String template =
        """
        {"Resources": {"Api": {"Type": "Test::Probe", "Properties": {"Vlaue": 1}}}}
        """;
    assertThat(TestStacks.check(template))
        .isEqualTo(
            new Faults(
                List.of(
                    new Fault(
                        "Api",
                        "Resources.Api.Properties.Vlaue",
                        "this property of Test::Probe is not supported; did you mean Value?"))));
  }

  @Test
  void controlCharactersOfATemplateNeverReachTheTerminal() {
    assertThat(faults("{\"Resources\": {\"A\\u001b[2J\": {\"Type\": \"Test::Table\"}}}"))
        .containsExactly(
            "Resources.A?[2J: Template format error: Resource name A?[2J is non alphanumeric.");
  }

  @Test
  @Shows("cloudformation.template.no-resources")
  void aTemplateNeedsAResource() {
    assertThat(faults("{\"Resources\": {}}"))
        .containsExactly(
            "Resources: Template format error: At least one Resources member must be defined.");
    assertThat(faults("{}"))
        .containsExactly(
            "Resources: Template format error: At least one Resources member must be defined.");
  }

  @Test
  void fiveHundredResourcesAreEnough() {
    StringBuilder resources = new StringBuilder("\"R0\": {\"Type\": \"Test::Table\"}");
    for (int i = 1; i < 500; i++) {
      resources.append(",\"R").append(i).append("\": {\"Type\": \"Test::Table\"}");
    }
    assertThat(faults("{\"Resources\": {" + resources + "}}")).isEmpty();
    resources.append(",\"R500\": {\"Type\": \"Test::Table\"}");
    assertThat(faults("{\"Resources\": {" + resources + "}}"))
        .containsExactly(
            "Resources: Template format error: Number of resources, 501, is greater than maximum allowed, 500");
  }

  @Test
  void anExportNameIsTakenOnce() {
    assertThat(
            faults(
                """
                {"Resources": {"T": {"Type": "Test::Table"}},
                 "Outputs": {
                  "A": {"Value": "a", "Export": {"Name": "one"}},
                  "B": {"Value": "b", "Export": {"Name": "one"}},
                  "C": {"Value": "c", "Export": {"Name": "shared-table"}}
                }}
                """))
        .containsExactly(
            "Outputs.B.Export.Name: the export name one is taken already",
            "Outputs.C.Export.Name: the export name shared-table is taken already");
  }

  @Test
  void textsThatOutgrowTheMemoryAreAFault() {
    String big = "x".repeat(10_000);
    String template =
        """
        {"Mappings": {"M": {"a": {"b": "%s"}}},
         "Resources": {"P": {"Type": "Test::Probe", "Properties": {"Value":
          {"Fn::Sub": ["%s", {"v": {"Fn::FindInMap": ["M", "a", "b"]}}]}}}}}
        """
            .formatted(big, "${v}".repeat(1000));
    assertThat(faults(template))
        .containsExactly("Resources.P.Properties.Value: the text grows beyond 1048576 characters");
  }
}
