package dev.gatehouse.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// What AWS's SDK reads out of a refusal.
record Refusal(int status, String code, String message) {
  void of(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            refused ->
                assertThat(
                        new Refusal(
                            refused.statusCode(),
                            refused.awsErrorDetails().errorCode(),
                            refused.awsErrorDetails().errorMessage()))
                    .isEqualTo(this));
  }

  /// @param user of the template
  static String notAuthorized(String user, String action, String resource) {
    return "User: arn:aws:iam::000000000000:user/%s is not authorized to perform: %s on resource: %s because no identity-based policy allows the %s action"
        .formatted(user, action, resource, action);
  }
}
