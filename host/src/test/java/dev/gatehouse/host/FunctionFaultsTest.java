package dev.gatehouse.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.fidelity.Shows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is wrong with a template's functions, versions and aliases is told before anything starts.
final class FunctionFaultsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Alias|{FunctionName: !Ref Echo, FunctionVersion: '3', Name: live}|FunctionVersion:"
            + " `arn:aws:lambda:us-east-1:000000000000:function:echo:3` is no version and no alias"
            + " of this template",
        "Alias|{FunctionName: !Ref Echo, FunctionVersion: '1', Name: '12'}|Name: `12` is not 1 to"
            + " 128 letters",
        "Alias|{FunctionName: nobody, FunctionVersion: '1', Name: live}|FunctionName: `nobody` is"
            + " no function of this template",
        "Alias|{FunctionName: !Ref Echo, FunctionVersion: '1', Name: live, RoutingConfig:"
            + " {AdditionalVersionWeights: [{FunctionVersion: '2', FunctionWeight: 1.5}]}}|a weight"
            + " is from 0 to 1",
        "Alias|{FunctionName: !Ref Echo, FunctionVersion: '1', Name: live, RoutingConfig:"
            + " {AdditionalVersionWeights: [{FunctionVersion: '1', FunctionWeight: 0.5}]}}|the two"
            + " versions are the same",
        "Alias|{FunctionName: !Ref Echo, FunctionVersion: $LATEST, Name: live, RoutingConfig:"
            + " {AdditionalVersionWeights: [{FunctionVersion: '1', FunctionWeight: 0.5}]}}|$LATEST"
            + " is not supported",
        "Permission|{FunctionName: 'echo:dead', Action: 'lambda:InvokeFunction', Principal:"
            + " '*'}|FunctionName: `arn:aws:lambda:us-east-1:000000000000:function:echo:dead` is no"
            + " version",
        "Permission|{FunctionName: 'echo:$LATEST', Action: 'lambda:InvokeFunction', Principal:"
            + " '*'}|AWS does not support policies for $LATEST",
        "Url|{TargetFunctionArn: !Ref Echo, Qualifier: dead, AuthType: AWS_IAM}|Qualifier:"
            + " `arn:aws:lambda:us-east-1:000000000000:function:echo:dead` is no version",
        "Url|{TargetFunctionArn: !Ref Echo, Qualifier: '1', AuthType: AWS_IAM}|a URL belongs to a"
            + " function or an alias, not to a version",
        "EventInvokeConfig|{FunctionName: !Ref Echo, Qualifier: dead}|Qualifier:"
            + " `arn:aws:lambda:us-east-1:000000000000:function:echo:dead` does not exist",
        "EventInvokeConfig|{FunctionName: !Ref Echo, Qualifier: $LATEST, MaximumRetryAttempts:"
            + " 3}|MaximumRetryAttempts: 3 is not within 0 to 2",
        "EventInvokeConfig|{FunctionName: !Ref Echo, Qualifier: $LATEST, MaximumEventAgeInSeconds:"
            + " 59}|MaximumEventAgeInSeconds: 59 is not within 60 to 21600",
        "EventInvokeConfig|{FunctionName: !Ref Echo, Qualifier: $LATEST, DestinationConfig:"
            + " {OnFailure: {Destination:"
            + " 'arn:aws:sqs:us-east-1:000000000000:lost'}}}|OnFailure.Destination:"
            + " `arn:aws:sqs:us-east-1:000000000000:lost` would get no records",
        "EventInvokeConfig|{FunctionName: !Ref Echo, Qualifier: $LATEST, DestinationConfig:"
            + " {OnSuccess: {Destination: !GetAtt Echo.Arn}}}|a function cannot be its own"
            + " destination",
        "LayerVersion|{Content: {S3Bucket: here, S3Key: gone}}|Content.S3Key: `gone` is neither an"
            + " asset",
      })
  @Shows("lambda.asynchronous.destinations")
  void resourceIsAFault(String type, String properties, String fault) throws IOException {
    String resource =
        "Wrong:\n  Type: AWS::Lambda::%s\n  Properties: %s\n".formatted(type, properties);

    assertThat(faults("", resource))
        .singleElement()
        .asString()
        .contains("Wrong", fault.replace("\\$", "$"));
  }

  @Test
  @Shows("lambda.layers.others")
  void layerOfAnotherAccountIsAFaultThatNamesIt() throws IOException {
    String layer = "arn:aws:lambda:us-east-1:123456789012:layer:powertools:7";

    assertThat(faults("Layers: ['" + layer + "']", ""))
        .anyMatch(fault ->
            fault.contains("Echo")
                && fault.contains("`" + layer + "` is no layer of this template"));
  }

  @Test
  @Shows("lambda.asynchronous.dead-letters")
  void deadLetterQueueIsAFault() throws IOException {
    String queue = "arn:aws:sqs:us-east-1:000000000000:lost";

    assertThat(faults("DeadLetterConfig: {TargetArn: '" + queue + "'}", ""))
        .anyMatch(fault ->
            fault.contains("DeadLetterConfig.TargetArn")
                && fault.contains("`" + queue + "` would get nothing"));
  }

  private List<String> faults(String property, String resource) throws IOException {
    Files.createDirectories(folder.resolve("code"));
    Path template = folder.resolve("template.yaml");
    Files.writeString(template, "Resources:\n" + (function(property) + resource).indent(2));
    var config = new HostConfig(template, folder.resolve("state"), 0, true, null, folder);
    var refused =
        catchThrowableOfType(
            TemplateFaultsException.class, () -> Host.start(config, line -> {}).close());
    return refused.lines().stream().filter(line -> line.contains("Resources.")).toList();
  }

  private static String function(String property) {
    return """
    Role:
      Type: AWS::IAM::Role
      Properties:
        RoleName: functions
        AssumeRolePolicyDocument:
          Version: '2012-10-17'
          Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: 'sts:AssumeRole'}]
    Echo:
      Type: AWS::Lambda::Function
      Properties:
        FunctionName: echo
        Runtime: provided.al2023
        Handler: any
        Role: !GetAtt Role.Arn
        Code: {S3Bucket: here, S3Key: code}
        %s
    One:
      Type: AWS::Lambda::Version
      Properties: {FunctionName: !Ref Echo}
    Two:
      Type: AWS::Lambda::Version
      Properties: {FunctionName: !Ref Echo}
    """
        .formatted(property);
  }
}
