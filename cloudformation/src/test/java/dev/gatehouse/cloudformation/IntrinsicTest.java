package dev.gatehouse.cloudformation;

import static dev.gatehouse.cloudformation.TestStacks.around;
import static dev.gatehouse.cloudformation.TestStacks.execute;
import static dev.gatehouse.cloudformation.TestStacks.faults;
import static dev.gatehouse.cloudformation.TestStacks.json;
import static dev.gatehouse.cloudformation.TestStacks.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.fidelity.Shows;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IntrinsicTest {
  private static final String AT = "Resources.Probe.Properties.Value";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          "plain"                                                   | "plain"
          {"a": [1, true, 1.5]}                                     | {"a": [1, true, 1.5]}
          {"Ref": "Stage"}                                          | "dev"
          {"Ref": "Zones"}                                          | ["x", "y", "z"]
          {"Ref": "Players"}                                        | "ref-Players"
          {"Ref": "AWS::Region"}                                    | "eu-west-1"
          {"Ref": "AWS::AccountId"}                                 | "123456789012"
          {"Ref": "AWS::Partition"}                                 | "aws"
          {"Ref": "AWS::URLSuffix"}                                 | "amazonaws.com"
          {"Ref": "AWS::StackName"}                                 | "players"
          {"Ref": "AWS::StackId"}                                   | "arn:aws:cloudformation:eu-west-1:123456789012:stack/players/0a1b"
          {"Ref": "AWS::NotificationARNs"}                          | []
          {"a": {"Ref": "AWS::NoValue"}, "b": 1}                    | {"b": 1}
          ["a", {"Ref": "AWS::NoValue"}, "b"]                       | ["a", "b"]
          {"Fn::GetAtt": ["Players", "Arn"]}                        | "Arn-of-Players"
          {"Fn::GetAtt": "Players.Arn"}                             | "Arn-of-Players"
          {"Fn::GetAtt": ["Players", "Stream.Label"]}               | "Stream.Label-of-Players"
          {"Fn::GetAtt": "Players.Stream.Label"}                    | "Stream.Label-of-Players"
          {"Fn::GetAtt": ["Players", {"Fn::Sub": "Arn"}]}           | "Arn-of-Players"
          {"Fn::Join": ["-", ["a", {"Ref": "Stage"}, 7]]}           | "a-dev-7"
          {"Fn::Join": ["", ["a/", {"Ref": "Players"}]]}            | "a/ref-Players"
          {"Fn::Join": [",", {"Ref": "Zones"}]}                     | "x,y,z"
          {"Fn::Join": ["", []]}                                    | ""
          {"Fn::Join": ["-", ["a", {"Ref": "AWS::NoValue"}, "b"]]}  | "a-b"
          {"Fn::Join": ["+", {"Fn::Split": ["-", {"Ref": "Players"}]}]} | "ref+Players"
          {"Fn::Sub": "${Stage}.${AWS::Region}/${Players}/${Players.Arn}"} | "dev.eu-west-1/ref-Players/Arn-of-Players"
          {"Fn::Sub": "${!Stage} $ {x} ${"}                         | "${Stage} $ {x} ${"
          {"Fn::Sub": ["${a}-${Stage}", {"a": {"Ref": "Players"}}]} | "ref-Players-dev"
          {"Fn::Sub": ["${Stage}", {"Stage": "own"}]}               | "own"
          {"Fn::Sub": ["${a}", {"a": 1.10}]}                        | "1.10"
          {"Fn::Select": [1, ["a", "b"]]}                           | "b"
          {"Fn::Select": ["2", {"Ref": "Zones"}]}                   | "z"
          {"Fn::Select": [0, ["a", {"Ref": "Players"}]]}            | "a"
          {"Fn::Select": [1, {"Fn::Split": ["-", {"Ref": "Players"}]}]} | "Players"
          {"Fn::Select": [0, {"Fn::GetAZs": ""}]}                   | "eu-west-1a"
          {"Fn::Split": [",", "a,,b"]}                              | ["a", "", "b"]
          '{"Fn::Split": ["|", "a|b"]}'                             | ["a", "b"]
          {"Fn::GetAZs": {"Ref": "AWS::Region"}}                    | ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
          {"Fn::GetAZs": "us-east-1"}                               | ["us-east-1a", "us-east-1b", "us-east-1c"]
          {"Fn::FindInMap": ["Limits", {"Ref": "Stage"}, "Memory"]} | 128
          {"Fn::FindInMap": ["Limits", "dev", "Hosts"]}             | ["a", "b"]
          {"Fn::FindInMap": ["Limits", {"Ref": "AWS::Region"}, "Memory"]} | "256"
          {"Fn::If": ["IsDev", "yes", "no"]}                        | "yes"
          {"Fn::If": ["IsLive", {"Ref": "LiveOnly"}, "no"]}         | "no"
          {"a": {"Fn::If": ["IsLive", 1, {"Ref": "AWS::NoValue"}]}} | {}
          {"Fn::If": ["IsDev", {"Fn::If": ["IsLive", 1, [2]]}, 3]}  | [2]
          {"Fn::Cidr": ["192.168.0.0/24", 3, 5]}                    | ["192.168.0.0/27", "192.168.0.32/27", "192.168.0.64/27"]
          {"Fn::Select": [1, {"Fn::Cidr": ["10.0.0.0/16", "2", "8"]}]} | "10.0.1.0/24"
          {"Fn::If": ["IsDev", {"Fn::Sub": ["${a}", {"a": {"Fn::GetAtt": ["Players", "Arn"]}}]}, {"Ref": "Stage"}]} | "Arn-of-Players"
          {"Fn::Base64": "players"}                                 | "cGxheWVycw=="
          {"Fn::Base64": {"Ref": "Players"}}                        | "cmVmLVBsYXllcnM="
          {"Fn::ImportValue": "shared-table"}                       | "table-7"
          {"Fn::ImportValue": {"Fn::Sub": "shared-table"}}          | "table-7"
          {"Condition": {"StringEquals": {"a": "b"}}}               | {"Condition": {"StringEquals": {"a": "b"}}}
          """)
  @Shows("cloudformation.template.intrinsic-functions")
  void becomes(String value, String expected) {
    assertThat(execute(plan(around(value))).properties("Probe").path("Value"))
        .hasToString(json(expected).toString());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          {"Ref": "Player"}                      | .Ref: Template format error: Unresolved resource dependencies [Player] in the Resources block of the template; did you mean Players?
          {"Ref": "LiveOnly"}                    | : Template format error: Unresolved resource dependencies [LiveOnly] in the Resources block of the template: its condition IsLive is false
          {"Ref": "Analytics"}                   | : Analytics is never created (AWS::CDK::Metadata is accepted and ignored), so it has no value to refer to
          {"Ref": "AWS::Regoin"}                 | .Ref: AWS::Regoin is not a pseudo parameter; did you mean AWS::Region?
          {"Ref": ["a"]}                         | .Ref: Ref takes a name, found a list
          {"Ref": "Stage", "x": 1}               | : Ref must be the only member of its object
          {"Fn::GetAtt": ["Players", "Arm"]}     | : Resource type Test::Table does not support attribute {Arm}; did you mean Arn?
          {"Fn::GetAtt": "Players.Name"}         | : Resource type Test::Table does not support attribute {Name}
          {"Fn::GetAtt": ["Nobody", "Arn"]}      | .Fn::GetAtt: Template format error: Unresolved resource dependencies [Nobody] in the Resources block of the template
          {"Fn::GetAtt": ["LiveOnly", "Arn"]}    | : Template format error: Unresolved resource dependencies [LiveOnly] in the Resources block of the template: its condition IsLive is false
          {"Fn::GetAtt": "Players"}              | .Fn::GetAtt: Players is not of the form LogicalId.Attribute
          {"Fn::GetAtt": ["Players"]}            | .Fn::GetAtt: Fn::GetAtt takes [logical id, attribute] or "LogicalId.Attribute"
          {"Fn::GetAtt": ["Players", {"Ref": "Players"}]} | : the attribute name of Fn::GetAtt must be known beforehand
          {"Fn::Join": ["-", "a"]}               | : Fn::Join takes a list of strings, found a string
          {"Fn::Join": ["-", ["a", ["b"]]]}      | : Fn::Join takes a list of strings, found a list
          {"Fn::Join": ["-", [{"a": 1}]]}        | : Fn::Join takes a list of strings, found an object
          {"Fn::Join": [["-"], ["a"]]}           | .Fn::Join: Fn::Join takes [delimiter, list of strings]
          {"Fn::Join": ["-"]}                    | .Fn::Join: Fn::Join takes [delimiter, list of strings]
          {"Fn::Sub": "${Nobody}"}               | .Fn::Sub: Template format error: Unresolved resource dependencies [Nobody] in the Resources block of the template
          {"Fn::Sub": "${Players.Nope}"}         | : Resource type Test::Table does not support attribute {Nope}
          {"Fn::Sub": "${a b}"}                  | .Fn::Sub: Template error: variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, periods, and colons: ${a b}
          {"Fn::Sub": "${}"}                     | .Fn::Sub: Template error: variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, periods, and colons: ${}
          {"Fn::Sub": "${AWS::NoValue}"}         | .Fn::Sub: AWS::NoValue has no text to put into Fn::Sub
          {"Fn::Sub": "${Zones}"}                | : Fn::Join takes a list of strings, found a list
          {"Fn::Sub": ["${a}"]}                  | .Fn::Sub: Fn::Sub takes a string, or [string, {variable: value}]
          {"Fn::Sub": ["${a}", {"a": {"Ref": "Nobody"}}]} | .Fn::Sub[1].a.Ref: Template format error: Unresolved resource dependencies [Nobody] in the Resources block of the template
          {"Fn::Select": [2, ["a", "b"]]}        | : Template error: Fn::Select cannot select nonexistent value at index 2
          {"Fn::Select": [-1, ["a", "b"]]}       | : Fn::Select takes an index from 0 up, found -1
          {"Fn::Select": [0, "a"]}               | : Fn::Select takes a list, found a string
          {"Fn::Select": [0]}                    | .Fn::Select: Fn::Select takes [index, list]
          {"Fn::Split": ["", "a"]}               | .Fn::Split: Fn::Split takes [delimiter, string]
          {"Fn::Split": [",", ["a"]]}            | : Fn::Split takes a string, found a list
          {"Fn::FindInMap": ["Limit", "dev", "Memory"]} | .Fn::FindInMap: Template error: Mapping named 'Limit' is not present in the 'Mappings' section of template; did you mean Limits?
          {"Fn::FindInMap": ["Limits", "dev", "Cpu"]} | : Template error: Unable to get mapping for Limits::dev::Cpu
          {"Fn::FindInMap": ["Limits", {"Ref": "Players"}, "Cpu"]} | : the keys of Fn::FindInMap must be strings known before anything is created
          {"Fn::FindInMap": ["Limits", "dev", "Cpu", {"DefaultValue": 1}]} | .Fn::FindInMap: a default value for Fn::FindInMap needs the AWS::LanguageExtensions transform, which is not supported
          {"Fn::FindInMap": ["Limits"]}          | .Fn::FindInMap: Fn::FindInMap takes [map, top-level key, second-level key]
          {"Fn::If": ["IsDew", 1, 2]}            | .Fn::If: Template format error: Unresolved condition dependency IsDew in the Resources block of the template; did you mean IsDev?
          {"Fn::If": ["IsDev", 1]}               | .Fn::If: Fn::If takes [condition name, value if true, value if false]
          {"Fn::If": ["IsDev", 1, {"Ref": "Nobody"}]} | .Fn::If[2].Ref: Template format error: Unresolved resource dependencies [Nobody] in the Resources block of the template
          {"Fn::Base64": ["a"]}                  | : Fn::Base64 takes a string, found a list
          {"Fn::GetAZs": {"Ref": "Players"}}     | : Fn::GetAZs takes a region known before anything is created
          {"Fn::ImportValue": "shared-tabel"}    | : No export named shared-tabel found; did you mean shared-table?
          {"Fn::ImportValue": {"Ref": "Players"}} | : the name in Fn::ImportValue cannot depend on a resource
          {"Fn::Equals": ["a", "b"]}             | .Fn::Equals: Fn::Equals belongs into the Conditions section; use Fn::If with the condition's name
          {"Fn::Jion": ["", []]}                 | .Fn::Jion: unknown function Fn::Jion; did you mean Fn::Join?
          {"Fn::Transform": {"Name": "M"}}       | .Fn::Transform: macros and transforms other than AWS::Include are not supported
          {"Fn::ToJsonString": {}}               | .Fn::ToJsonString: Fn::ToJsonString needs the AWS::LanguageExtensions transform, which is not supported
          {"Fn::Cidr": ["10.0.0.0/16", 1]}       | .Fn::Cidr: Fn::Cidr takes [IP block, count, host bits]
          {"Fn::Cidr": ["10.0.0.0/24", 9, 5]}    | : Template error: Fn::Cidr takes an IPv4 block, a count from 1 to 256 and the number of host bits, and the blocks must fit: found [10.0.0.0/24, 9, 5]
          {"Fn::Cidr": ["10.0.0.256/24", 1, 5]}  | : Template error: Fn::Cidr takes an IPv4 block, a count from 1 to 256 and the number of host bits, and the blocks must fit: found [10.0.0.256/24, 1, 5]
          {"Fn::Cidr": [{"Ref": "Players"}, 1, 8]} | : what Fn::Cidr takes must be known before anything is created
          "{{resolve:ssm:/a/b:1}}"               | : {{resolve:ssm:/a/b:1}} cannot be resolved: there is no Parameter Store here; give the value as a parameter
          {"a": "x{{resolve:secretsmanager:s:SecretString:k}}"} | .a: {{resolve:secretsmanager:s:SecretString:k}} cannot be resolved: there is no Secrets Manager here; give the value as a parameter
          {"Fn::Sub": "{{resolve:ssm:/${Stage}}}"} | : {{resolve:ssm:/dev}} cannot be resolved: there is no Parameter Store here; give the value as a parameter
          {"a": [null]}                          | .a[0]: [/Resources/Probe/Properties/Value/a/[0]] 'null' values are not allowed in templates
          """)
  @Shows("cloudformation.template.dynamic-references")
  void isRefused(String value, String fault) {
    assertThat(faults(around(value))).containsExactly(AT + fault);
  }
}
