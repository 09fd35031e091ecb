package dev.gatehouse.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cloudformation.TestStacks.RecordingCreator;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Resources of types that the catalogue leaves out: `Other::…` here.
final class LeftOutTest {
  private static final String QUEUE = "arn:not-created:gatehouse:nowhere:nobody:Queue";

  private static final String TEMPLATE =
      """
      {
        "Resources": {
          "Queue": {"Type": "Other::Queue", "Properties": {"Whatever": [{"Ref": "Probe"}]}},
          "Probe": {
            "Type": "Test::Probe",
            "DependsOn": "Queue",
            "Properties": {"Value": {
              "Ref": {"Fn::Join": ["", [{"Ref": "Queue"}]]},
              "Arn": {"Fn::GetAtt": ["Queue", "Arn"]},
              "Sub": {"Fn::Sub": "${Queue.Name}/*"}
            }}
          }
        },
        "Outputs": {
          "Direct": {"Value": {"Ref": "Queue"}, "Export": {"Name": "queue"}},
          "Within": {"Value": {"Fn::Join": ["-", [{"Ref": "Probe"}, {"Ref": "Queue"}]]}},
          "Other": {"Value": {"Ref": "Probe"}}
        }
      }
      """;

  private static StackTemplate stack() {
    return new StackTemplate(
        "s",
        Template.parse("t.json", TEMPLATE.replace("\"Ref\": {\"Fn::Join", "\"Text\": {\"Fn::Join")),
        AssetLocator.NONE);
  }

  private static Plan plan() {
    return (Plan) Plan.check(stack(), TestStacks.CATALOGUE, TestStacks.ENVIRONMENT, Map.of());
  }

  @Test
  void nothingOfItIsCreatedAndEachIsTold() {
    Plan plan = plan();
    assertThat(plan.inCreationOrder())
        .extracting(PlannedResource::logicalId)
        .containsExactly("Probe");
    assertThat(plan.notices())
        .extracting(Notice::line)
        .anySatisfy(line ->
            assertThat(line)
                .contains("Resources.Queue")
                .contains("NOT CREATED")
                .contains("Other::Queue")
                .contains(QUEUE));
  }

  @Test
  void referencesToItSayThatItIsNot() {
    var creator = new RecordingCreator();
    plan().execute(creator, TestStacks.IMPORTABLE);
    var value = creator.properties("Probe").path("Value");
    assertThat(value.path("Text").asString()).isEqualTo(QUEUE);
    assertThat(value.path("Arn").asString()).isEqualTo(QUEUE + ".Arn");
    assertThat(value.path("Sub").asString()).isEqualTo(QUEUE + ".Name/*");
  }

  @Test
  void outputsThatReferToItAreLeftOutAndExportNothing() {
    Plan plan = plan();
    assertThat(plan.exports()).isEmpty();
    assertThat(plan.execute(new RecordingCreator(), TestStacks.IMPORTABLE).outputs())
        .containsOnlyKeys("Other");
    assertThat(plan.notices())
        .extracting(Notice::path)
        .contains("Outputs.Direct", "Outputs.Within");
  }
}
