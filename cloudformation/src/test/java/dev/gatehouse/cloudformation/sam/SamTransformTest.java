package dev.gatehouse.cloudformation.sam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.Json;
import dev.gatehouse.cloudformation.Template;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class SamTransformTest {
  static Stream<Arguments> pairs() throws IOException {
    var pairs = new ArrayList<Arguments>();
    for (String file : List.of("functions.yaml", "apis.yaml", "data.yaml")) {
      for (JsonNode pair : read(file)) {
        pairs.add(Arguments.of(pair.path("pair").asString(), pair));
      }
    }
    return pairs.stream();
  }

  /// A list is no template, so it is read as a member of one.
  private static JsonNode read(String file) throws IOException {
    try (var in = Objects.requireNonNull(SamTransformTest.class.getResourceAsStream(file))) {
      String list = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Template.parse("pairs.yaml", "pairs:\n" + list.indent(2)).tree().path("pairs");
    }
  }

  private static Expansion expand(JsonNode pair) {
    ObjectNode template = Json.STRICT.createObjectNode().put("Transform", SamTransform.NAME);
    for (String section : List.of("Globals", "Parameters", "Conditions", "Resources", "Outputs")) {
      if (pair.has(section)) {
        template.set(section, pair.path(section));
      }
    }
    return SamTransform.expand(template, Map.of());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pairs")
  void templateBecomesWhatAwsMakesOfIt(String name, JsonNode pair) {
    Expansion expansion = expand(pair);

    assertThat(expansion.faults()).isEmpty();
    assertThat(expansion.template().has("Transform")).isFalse();
    assertThat(expansion.template().has("Globals")).isFalse();
    JsonNode resources = expansion.template().path("Resources");
    assertThat(types(resources)).isEqualTo(texts(pair.path("ids")));
    pair.path("expect")
        .properties()
        .forEach(one ->
            assertThat(resources.path(one.getKey())).as(one.getKey()).isEqualTo(one.getValue()));
    pair.path("policies")
        .properties()
        .forEach(one ->
            assertThat(resources.at("/" + one.getKey() + "/Properties/ManagedPolicyArns"))
                .isEqualTo(one.getValue()));
    pair.path("inline")
        .properties()
        .forEach(one ->
            assertThat(resources.at("/" + one.getKey() + "/Properties/Policies"))
                .isEqualTo(one.getValue()));
    if (pair.has("outputs")) {
      assertThat(expansion.template().path("Outputs")).isEqualTo(pair.path("outputs"));
    }
  }

  private static Map<String, String> types(JsonNode resources) {
    var types = new LinkedHashMap<String, String>();
    resources
        .properties()
        .forEach(one -> types.put(one.getKey(), one.getValue().path("Type").asString()));
    return types;
  }

  private static Map<String, String> texts(JsonNode map) {
    var texts = new LinkedHashMap<String, String>();
    map.properties().forEach(one -> texts.put(one.getKey(), one.getValue().asString()));
    return texts;
  }

  @Test
  void typeThatIsNotExpandedStaysAsItIs() {
    JsonNode pair =
        Template.parse("t.yaml", "Resources:\n  X: {Type: 'AWS::Serverless::Other'}\n").tree();

    assertThat(expand(pair).faults()).isEmpty();
    assertThat(expand(pair).template().path("Resources")).isEqualTo(pair.path("Resources"));
  }

  @Test
  void thereAreEnoughPairs() throws IOException {
    assertThat(pairs()).hasSizeGreaterThanOrEqualTo(40);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {Type: 'AWS::Serverless::Api', Properties: {StageName: s}}                                    | Resources.X.Type                                           | is not run here: its doors and their locks are unknown
          {Type: 'AWS::Serverless::Function', Properties: {Runtime: r, Handler: h}}                     | Resources.X.Properties.CodeUri                             | Either 'InlineCode' or 'CodeUri' must be set.
          {Type: 'AWS::Serverless::Function', Properties: {Handler: h, InlineCode: c}}                  | Resources.X.Properties.Runtime                             | Runtime and Handler needs to be present when PackageType is of type `Zip`
          {Type: 'AWS::Serverless::Function', Properties: {PackageType: Image, ImageUri: i}}            | Resources.X.Properties.PackageType                         | container images are not run here: package the function as Zip
          {Type: 'AWS::Serverless::Function', Properties: {Runtime: r, Handler: h, InlineCode: c, Wat: 1}} | Resources.X.Properties.Wat                              | is not a property of AWS::Serverless::Function that is expanded here
          {Type: 'AWS::Serverless::Function', Properties: {Runtime: r, Handler: h, InlineCode: c, Policies: [{NoSuchPolicy: {}}]}} | Resources.X.Properties.Policies | 'NoSuchPolicy' is neither a policy document nor a policy template that is known here
          {Type: 'AWS::Serverless::Function', Properties: {Runtime: r, Handler: h, InlineCode: c, Policies: [{DynamoDBReadPolicy: {}}]}} | Resources.X.Properties.Policies | 'DynamoDBReadPolicy' needs the value TableName
          {Type: 'AWS::Serverless::Function', Properties: {Runtime: r, Handler: h, InlineCode: c, FunctionUrlConfig: {AuthType: OPEN}}} | Resources.X.Properties.FunctionUrlConfig.AuthType | AuthType is required and must be AWS_IAM or NONE
          {Type: 'AWS::Serverless::Function', Properties: {Runtime: r, Handler: h, InlineCode: c, AutoPublishAlias: {'Fn::Join': ['', [a]]}}} | Resources.X.Properties.AutoPublishAlias | must be a string or a Ref to a template parameter
          {Type: 'AWS::Serverless::Function', Properties: {Runtime: r, Handler: h, InlineCode: c, Events: {E: {Type: Api, Properties: {Path: /, Method: get}}}}} | Resources.X.Properties.Events.E | events of type `Api` are not run here: its door is unknown
          {Type: 'AWS::Serverless::Function', Properties: {Runtime: r, Handler: h, InlineCode: c, Events: {E: {Type: HttpApi, Properties: {Path: /}}}}} | Resources.X.Properties.Events.E.Properties | Event is missing the other of Path and Method: give both, or none for $default
          {Type: 'AWS::Serverless::Function', Properties: {Runtime: r, Handler: h, InlineCode: c, Events: {E: {Type: HttpApi, Properties: {ApiId: elsewhere, Path: /, Method: get}}}}} | Resources.X.Properties.Events.E.Properties.ApiId | ApiId must be a valid reference to an 'AWS::Serverless::HttpApi' resource in same template.
          {Type: 'AWS::Serverless::Function', Properties: {Runtime: r, Handler: h, InlineCode: c, Events: {E: {Type: HttpApi, Properties: {Path: /, Method: get, Auth: {Authorizer: Nobody}}}}}} | Resources.X.Properties.Events.E.Properties.Auth.Authorizer | Unable to set Authorizer [Nobody] because it wasn't defined in the API's Authorizers.
          {Type: 'AWS::Serverless::Function', Properties: {Runtime: r, Handler: h, InlineCode: c, Events: {E: {Type: HttpApi, Properties: {Path: /, Method: get, Auth: {Authorizer: NONE}}}}}} | Resources.X.Properties.Events.E.Properties.Auth.Authorizer | 'NONE' is only a valid value when a DefaultAuthorizer on the API is specified.
          {Type: 'AWS::Serverless::Function', Properties: {Runtime: r, Handler: h, InlineCode: c, Events: {A: {Type: HttpApi, Properties: {Path: /, Method: get}}, B: {Type: HttpApi, Properties: {Path: /, Method: GET}}}}} | Resources.X.Properties.Events.B.Properties | API method 'get' defined multiple times for path '/'.
          {Type: 'AWS::Serverless::HttpApi', Properties: {Auth: {DefaultAuthorizer: Nobody}}}           | Resources.X.Properties.Auth.DefaultAuthorizer              | Unable to set Authorizer [Nobody] because it wasn't defined in the API's Authorizers.
          {Type: 'AWS::Serverless::HttpApi', Properties: {Auth: {Authorizers: {T: {JwtConfiguration: {issuer: i}}}}}} | Resources.X.Properties.Auth.Authorizers.T.IdentitySource | is required
          {Type: 'AWS::Serverless::HttpApi', Properties: {DefinitionUri: u, Auth: {EnableIamAuthorizer: true}}} | Resources.X.Properties.Auth                        | Auth works only with inline OpenApi specified in 'DefinitionBody'
          {Type: 'AWS::Serverless::HttpApi', Properties: {Wat: 1}}                                      | Resources.X.Properties.Wat                                 | is not a property of AWS::Serverless::HttpApi that is expanded here
          {Type: 'AWS::Serverless::SimpleTable', Properties: {PrimaryKey: {Name: a, Type: Text}}}       | Resources.X.Properties.PrimaryKey.Type                     | Invalid 'Type' "Text".
          {Type: 'AWS::Serverless::Connector', Properties: {Source: {Id: A}, Destination: {Id: B}}}     | Resources.X.Properties.Destination                         | connects a function to a table only, both named by Id
          """)
  void whatCannotBeExpandedIsAFault(String resource, String place, String problem) {
    JsonNode pair = Template.parse("t.yaml", "Resources:\n  X: " + resource).tree();

    assertThat(expand(pair).faults())
        .extracting(fault -> String.join(".", fault.place()) + ": " + fault.text())
        .containsExactly(place + ": " + problem);
  }

  @Test
  void globalsMayOnlySayWhatAwsLetsThem() {
    JsonNode pair =
        Template.parse(
                "t.yaml",
                "Globals: {Function: {Role: r}, Table: {}}\nResources: {A: {Type: 'AWS::IAM::Role'}}")
            .tree();

    assertThat(expand(pair).faults())
        .extracting(fault -> String.join(".", fault.place()))
        .containsExactly("Globals.Function.Role", "Globals.Table");
  }

  @Test
  void eventsThatOpenNoDoorAreToldAndPassedOver() {
    JsonNode pair =
        Template.parse(
                "t.yaml",
                "Resources: {X: {Type: 'AWS::Serverless::Function', Properties: {Runtime: r, Handler: h,"
                    + " InlineCode: c, Events: {Tick: {Type: Schedule, Properties: {Schedule: rate(1 minute)}}}}}}")
            .tree();

    assertThat(expand(pair).faults()).isEmpty();
    assertThat(expand(pair).notices())
        .extracting(notice -> String.join(".", notice.place()) + ": " + notice.text())
        .containsExactly(
            "Resources.X.Properties.Events.Tick: nothing calls the function by `Schedule` here");
  }

  @Test
  void madeResourceNeverTakesTheTemplatesOwnAway() {
    JsonNode pair =
        Template.parse(
                "t.yaml",
                "Resources: {XRole: {Type: 'AWS::IAM::Role'}, X: {Type: 'AWS::Serverless::Function',"
                    + " Properties: {Runtime: r, Handler: h, InlineCode: c}}}")
            .tree();

    assertThat(expand(pair).faults())
        .extracting(fault -> String.join(".", fault.place()) + ": " + fault.text())
        .containsExactly(
            "Resources.XRole: is also the logical id of a resource that the transform makes");
  }
}
