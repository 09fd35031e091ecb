package dev.gatehouse.host;

import dev.gatehouse.apigateway.PolicyReader;
import dev.gatehouse.aws.AccountId;
import dev.gatehouse.iam.PolicyDocument;
import dev.gatehouse.iam.PolicyDocument.Kind;
import dev.gatehouse.iam.PolicyFault;
import dev.gatehouse.iam.SinglePolicy;
import java.time.InstantSource;
import tools.jackson.databind.JsonNode;

/// Policies that Lambda authorizers answer, read and judged like all others.
record AuthorizerPolicies(AccountId account, InstantSource clock) implements PolicyReader {
  @Override
  public Reading read(JsonNode document) {
    return switch (PolicyDocument.parse(document, Kind.IDENTITY)) {
      case PolicyDocument.Reading.Understood(var policy) ->
          new Reading.Understood(new SinglePolicy("of the authorizer", policy, account, clock));
      case PolicyDocument.Reading.Faulty(var faults) ->
          new Reading.Faulty(faults.stream().map(PolicyFault::toString).toList());
    };
  }
}
