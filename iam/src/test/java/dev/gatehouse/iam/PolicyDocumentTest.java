package dev.gatehouse.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.iam.PolicyDocument.Kind;
import dev.gatehouse.iam.PolicyDocument.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The grammar of policies (reference_policies_grammar.html): what is not understood is a fault.
class PolicyDocumentTest {
  private static final String ALLOW = "'Effect':'Allow','Action':'a:B','Resource':'*'";

  private static String faults(String json, Kind kind) {
    return switch (TestPolicies.reading(json, kind)) {
      case Reading.Understood _ -> "";
      case Reading.Faulty(var faults) -> faults.toString();
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{@}",
        "{@,'Sid':'Abc1'}",
        "[{@,'Sid':'A'},{@,'Sid':'B'}]",
        "{@,'Condition':{}}",
        "{@,'Condition':{'Bool':{'a:B':true}}}",
        "{@,'Condition':{'NumericLessThan':{'a:B':[1,'2']}}}",
        "{'Effect':'Deny','NotAction':['a:B','c:*'],'NotResource':['arn:aws:s3:::b/*']}",
      })
  void wellFormedStatementsAreUnderstood(String statements) {
    String json = "{'Version':'2012-10-17','Statement':" + statements.replace("@", ALLOW) + "}";
    assertThat(faults(json, Kind.IDENTITY)).isEmpty();
  }

  /// `@` is a well-formed statement's inside.
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "[]; $: a policy is a JSON object",
        "{'Version':'2012-10-17'}; $.Statement: must be a statement or a list of them",
        "{'Statement':[]}; $.Statement: must be a statement or a list of them",
        "{'Statement':['x']}; $.Statement[0]: a statement is a JSON object",
        "{'Statement':{@},'Extra':1}; $.Extra: is not an element of a policy",
        "{'Statement':{@},'Id':1}; $.Id: must be a string",
        "{'Version':'2020-01-01','Statement':{@}}; $.Version: must be",
        "{'Version':2012,'Statement':{@}}; $.Version: must be",
        "{'Statement':{@,'effect':'Deny'}}; $.Statement.effect: is not an element of a statement",
        "{'Statement':{@,'Sid':'a-b'}}; $.Statement.Sid: must consist of letters and digits",
        "{'Statement':{@,'Sid':{}}}; $.Statement.Sid: must be a string",
        "{'Statement':[{@,'Sid':'A'},{@,'Sid':'A'}]}; $.Statement: Sid A is used twice",
        "{'Statement':{'Action':'a:B','Resource':'*'}}; $.Statement.Effect: must be",
        "{'Statement':{'Effect':'allow','Action':'a:B','Resource':'*'}}; $.Statement.Effect: must",
        "{'Statement':{'Effect':[],'Action':'a:B','Resource':'*'}}; $.Statement.Effect: must be",
        "{'Statement':{'Effect':'Allow','Resource':'*'}}; $.Statement.Action: exactly one of",
        "{'Statement':{@,'NotAction':'c:D'}}; $.Statement.Action: exactly one of",
        "{'Statement':{'Effect':'Allow','Action':'a:B'}}; $.Statement.Resource: exactly one of",
        "{'Statement':{@,'NotResource':'*'}}; $.Statement.Resource: exactly one of",
        "{'Statement':{'Effect':'Allow','Action':[],'Resource':'*'}}; $.Statement.Action: must be",
        "{'Statement':{'Effect':'Allow','Action':['a:B',1],'Resource':'*'}}; Action[1]: must be a",
        "{'Statement':{'Effect':'Allow','Action':'GetItem','Resource':'*'}}; neither * nor an act",
        "{'Statement':{'Effect':'Allow','Action':'*:*','Resource':'*'}}; neither * nor an action",
        "{'Statement':{'Effect':'Allow','Action':'a:B','Resource':'Players'}}; neither * nor an A",
        "{'Statement':{@,'Principal':'*'}}; $.Statement.Principal: does not belong",
        "{'Statement':{@,'Condition':'x'}}; $.Statement.Condition: must be an object",
        "{'Statement':{@,'Condition':{'StringIs':{'a:B':'c'}}}}; StringIs: is not a condition op",
        "{'Statement':{@,'Condition':{'stringEquals':{'a:B':'c'}}}}; is not a condition operator",
        "{'Statement':{@,'Condition':{'ForSome:Bool':{'a:B':'true'}}}}; is not a condition opera",
        "{'Statement':{@,'Condition':{'NullIfExists':{'a:B':'true'}}}}; Null takes neither",
        "{'Statement':{@,'Condition':{'ForAnyValue:Null':{'a:B':'true'}}}}; Null takes neither",
        "{'Statement':{@,'Condition':{'Bool':{}}}}; Condition.Bool: must be an object of condit",
        "{'Statement':{@,'Condition':{'Bool':{'a:B':[]}}}}; Condition.Bool.a:B: has no values",
        "{'Statement':{@,'Condition':{'Bool':{'a:B':'maybe'}}}}; neither true nor false: maybe",
        "{'Statement':{@,'Condition':{'Bool':{'a:B':{}}}}}; must be a string, a number or a bool",
        "{'Statement':{@,'Condition':{'Bool':{'key':'true'}}}}; is not a condition key",
        "{'Statement':{@,'Condition':{'NumericEquals':{'a:B':'ten'}}}}; not a number: ten",
        "{'Statement':{@,'Condition':{'DateEquals':{'a:B':'now'}}}}; not an ISO 8601 date or time",
        "{'Statement':{@,'Condition':{'IpAddress':{'a:B':'10.0.0.0/33'}}}}; not an IP address or",
        "{'Statement':{@,'Condition':{'IpAddress':{'a:B':'host'}}}}; not an IP address or CIDR",
        "{'Statement':{@,'Condition':{'BinaryEquals':{'a:B':'?'}}}}; not base64: ?",
        "{'Statement':{@,'Condition':{'ArnLike':{'a:B':'arn:aws:s3'}}}}; not an ARN of six parts",
      })
  void malformedIdentityPolicyIsAFault(String json, String fault) {
    assertThat(faults(json.replace("@", ALLOW), Kind.IDENTITY)).contains(fault);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "arn:aws:s3:::${aws:username; policy variable is not closed",
        "arn:aws:s3:::${}; not a policy variable: ${}",
        "arn:aws:s3:::${a b}; not a policy variable: ${a b}",
        "arn:aws:s3:${aws:username}::b; only after an ARN's fifth colon",
      })
  void malformedVariableIsAFault(String resource, String fault) {
    String statement = "{'Effect':'Allow','Action':'a:B','Resource':'" + resource + "'}";
    assertThat(faults(TestPolicies.wrap(statement), Kind.IDENTITY)).contains(fault);
    // Before 2012-10-17 there are no variables, so there is nothing malformed.
    assertThat(faults("{'Statement':" + statement + "}", Kind.IDENTITY)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "'Effect':'Allow'; $.Statement[0].Principal: is missing",
        "'Effect':'Allow','Principal':'me'; Principal: must be",
        "'Effect':'Allow','Principal':{}; Principal: must be",
        "'Effect':'Allow','Principal':{'Group':'x'}; Group is no kind of principal",
        "'Effect':'Allow','Principal':{'AWS':[]}; Principal.AWS: must be a string or a list",
        "'Effect':'Allow','Principal':{'AWS':'bob'}; neither an account id nor an ARN: bob",
        "'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::123456789012:user/*'}; wildcards",
        "'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::*:root'}; wildcards are not allowed",
        "'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::123456789012:group/g'}; not the ARN",
        "'Effect':'Allow','Principal':{'Service':'*'}; not a service principal: *",
        "'Effect':'Allow','NotPrincipal':{'AWS':'123456789012'}; supported only with",
        "'Effect':'Deny','NotPrincipal':'*'; NotPrincipal: cannot be everyone",
        "'Effect':'Deny','Principal':'*','NotPrincipal':{'AWS':'123456789012'}; beside Principal",
      })
  void malformedPrincipalIsAFault(String members, String fault) {
    String statement = "{" + members + ",'Action':'a:B','Resource':'*'}";
    assertThat(faults(TestPolicies.wrap(statement), Kind.RESOURCE)).contains(fault);
  }

  @Test
  void trustPolicyHasAPrincipalAndNoResource() {
    String trust = "'Effect':'Allow','Principal':{'AWS':'123456789012'},'Action':'sts:AssumeRole'";
    assertThat(faults(TestPolicies.wrap("{" + trust + "}"), Kind.TRUST)).isEmpty();
    assertThat(faults(TestPolicies.wrap("{" + trust + ",'Resource':'*'}"), Kind.TRUST))
        .contains("Resource: does not belong in a trust policy");
  }

  @Test
  void allFaultsAreTold() {
    var reading =
        TestPolicies.reading(
            "{'Statement':[{'Effect':'No','Action':'x','Resource':'y'},{'Sid':1}]}", Kind.IDENTITY);
    assertThat(reading).isInstanceOf(Reading.Faulty.class);
    assertThat(((Reading.Faulty) reading).faults())
        .extracting(PolicyFault::where)
        .containsExactly(
            "$.Statement[0].Effect",
            "$.Statement[0].Action",
            "$.Statement[0].Resource",
            "$.Statement[1].Sid",
            "$.Statement[1].Effect",
            "$.Statement[1].Action",
            "$.Statement[1].Resource");
  }
}
