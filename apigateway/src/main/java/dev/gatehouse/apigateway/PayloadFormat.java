package dev.gatehouse.apigateway;

import dev.gatehouse.apigateway.FunctionAnswer.Mapping;
import dev.gatehouse.http.Body;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What a function is sent, and how its answer is read.
enum PayloadFormat {
  V1("1.0") {
    @Override
    Body event(ContextVariables context) {
      return new PayloadV1Event(context).write();
    }

    @Override
    Body authorizerEvent(ContextVariables context, List<String> identities) {
      return new PayloadV1Event(context).writeForAuthorizer(identities);
    }

    @Override
    Mapping response(Body answer) {
      return PayloadV1Response.read(answer);
    }
  },
  V2("2.0") {
    @Override
    Body event(ContextVariables context) {
      return new PayloadV2Event(context).write();
    }

    @Override
    Body authorizerEvent(ContextVariables context, List<String> identities) {
      return new PayloadV2Event(context).writeForAuthorizer(identities);
    }

    @Override
    Mapping response(Body answer) {
      return PayloadV2Response.read(answer);
    }
  };

  private final String version;

  PayloadFormat(String version) {
    this.version = version;
  }

  static Optional<PayloadFormat> named(String version) {
    return Arrays.stream(values()).filter(format -> format.version.equals(version)).findFirst();
  }

  abstract Body event(ContextVariables context);

  /// @param identities the values of the authorizer's identity sources
  abstract Body authorizerEvent(ContextVariables context, List<String> identities);

  abstract Mapping response(Body answer);
}
