package dev.gatehouse.iam;

import static dev.gatehouse.iam.TestPolicies.ANYONE;
import static dev.gatehouse.iam.TestPolicies.FUNCTION;
import static dev.gatehouse.iam.TestPolicies.GATEWAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.AccessRequest;
import dev.gatehouse.aws.Principal;
import dev.gatehouse.iam.LambdaPermission.Limits;
import dev.gatehouse.iam.PolicyDocument.Reading;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LambdaPermissionTest {
  private static final String INVOKE = "lambda:InvokeFunction";
  private static final String URL = "lambda:InvokeFunctionUrl";
  private static final String ROUTE =
      "arn:aws:execute-api:eu-west-1:123456789012:abc/*/*/players/{player_id}";

  private static boolean granted(
      LambdaPermission permission,
      Principal who,
      String action,
      Map<String, List<String>> context) {
    var reading = LambdaPermission.read(FUNCTION, List.of(permission));
    assertThat(reading).isInstanceOf(Reading.Understood.class);
    var config =
        new IamConfig(
            TestPolicies.ACCOUNT,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(new ResourcePolicy(FUNCTION, ((Reading.Understood) reading).document())));
    return TestPolicies.granted(
        new Policies(config, TestPolicies.CLOCK)
            .check(new AccessRequest(who, action, FUNCTION, context)));
  }

  @Test
  void publicUrlStatementIsTheOneThatAwsMakes() {
    var permission =
        new LambdaPermission(
            "FunctionURLAllowPublicAccess", URL, "*", Limits.functionUrlAuthType("NONE"));
    assertThat(permission.statement(FUNCTION))
        .hasToString(
            "{\"Sid\":\"FunctionURLAllowPublicAccess\",\"Effect\":\"Allow\",\"Principal\":\"*\","
                + "\"Action\":\"lambda:InvokeFunctionUrl\",\"Resource\":\""
                + FUNCTION
                + "\",\"Condition\":{\"StringEquals\":"
                + "{\"lambda:FunctionUrlAuthType\":\"NONE\"}}}");
    assertThat(
            granted(permission, ANYONE, URL, Map.of("lambda:FunctionUrlAuthType", List.of("NONE"))))
        .isTrue();
    assertThat(
            granted(
                permission, ANYONE, URL, Map.of("lambda:FunctionUrlAuthType", List.of("AWS_IAM"))))
        .isFalse();
  }

  @Test
  void gatewayIsLetInFromItsRouteOnly() {
    var permission = new LambdaPermission("S-1", INVOKE, GATEWAY.host(), Limits.sourceArn(ROUTE));
    assertThat(permission.statement(FUNCTION).toString())
        .contains("\"Principal\":{\"Service\":\"apigateway.amazonaws.com\"}")
        .contains("\"Condition\":{\"ArnLike\":{\"AWS:SourceArn\":\"" + ROUTE + "\"}}");
    assertThat(granted(permission, GATEWAY, INVOKE, from(ROUTE.replace("*/*", "$default/GET"))))
        .isTrue();
    assertThat(granted(permission, GATEWAY, INVOKE, from(ROUTE.replace("abc", "other")))).isFalse();
    assertThat(granted(permission, GATEWAY, INVOKE, Map.of())).isFalse();
  }

  private static Map<String, List<String>> from(String arn) {
    return Map.of("aws:SourceArn", List.of(arn));
  }

  @Test
  void secondGrantOfAUrlIsForCallsThroughItOnly() {
    var permission = new LambdaPermission("S", INVOKE, "*", Limits.viaFunctionUrl());
    var via = Map.of("lambda:InvokedViaFunctionUrl", List.of("true"));
    assertThat(granted(permission, ANYONE, INVOKE, via)).isTrue();
    assertThat(granted(permission, ANYONE, INVOKE, Map.of())).isFalse();
  }

  @Test
  void accountBecomesItsRootAndSourceAccountACondition() {
    var statement =
        new LambdaPermission(
                "S", INVOKE, "999999999999", new Limits(null, "123456789012", null, null, null))
            .statement(FUNCTION);
    assertThat(statement.toString())
        .contains("\"Principal\":{\"AWS\":\"arn:aws:iam::999999999999:root\"}")
        .contains("\"StringEquals\":{\"AWS:SourceAccount\":\"123456789012\"}");
  }

  @Test
  void authTypeWithAnotherActionIsAFault() {
    var misused = new LambdaPermission("S", INVOKE, "*", Limits.functionUrlAuthType("NONE"));
    assertThat(LambdaPermission.read(FUNCTION, List.of(misused)))
        .isEqualTo(
            new Reading.Faulty(
                List.of(
                    new PolicyFault(
                        "S", "FunctionUrlAuthType goes with lambda:InvokeFunctionUrl only"))));
  }

  @Test
  void viaFunctionUrlWithAnotherActionAndUnknownPrincipalAreFaults() {
    var misused = new LambdaPermission("S", URL, "someone", Limits.viaFunctionUrl());
    assertThat(LambdaPermission.read(FUNCTION, List.of(misused)).toString())
        .contains("InvokedViaFunctionUrl goes with lambda:InvokeFunction only")
        .contains("not a service principal: someone");
  }
}
